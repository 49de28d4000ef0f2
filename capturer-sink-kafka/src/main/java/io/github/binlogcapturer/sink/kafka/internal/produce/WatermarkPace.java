package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.List;

/** Tells when a watermark is due: so often while events come, and with every heartbeat. Owned by one thread. */
final class WatermarkPace {

    private final CaptureClock clock;
    private final long intervalNs;
    private boolean due = true;
    private long sentNs;

    /**
     * @param intervalNs how often; 0 for never
     */
    WatermarkPace(CaptureClock clock, long intervalNs) {
        this.clock = clock;
        this.intervalNs = intervalNs;
    }

    boolean isDue(List<BinlogEvent> written) {
        if (intervalNs == 0) {
            return false;
        }
        return due || clock.nanoTime() - sentNs >= intervalNs || hasHeartbeat(written);
    }

    void sent() {
        due = false;
        sentNs = clock.nanoTime();
    }

    /** What was sent may be lost: with the next list comes another one. */
    void lost() {
        due = true;
    }

    private static boolean hasHeartbeat(List<BinlogEvent> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i) instanceof Heartbeat) {
                return true;
            }
        }
        return false;
    }
}
