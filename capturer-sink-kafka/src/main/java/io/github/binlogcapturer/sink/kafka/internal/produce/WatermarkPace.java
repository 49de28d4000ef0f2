package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.List;

/**
 * Tells when a watermark is due: so often while events come, with every heartbeat, and once more when no more come. Owned by one thread.
 */
final class WatermarkPace {

    private final CaptureClock clock;
    private final long intervalNs;
    private boolean owed;
    private boolean urgent = true;
    private long sentNs;

    /**
     * @param intervalNs how often; 0 for never
     */
    WatermarkPace(CaptureClock clock, long intervalNs) {
        this.clock = clock;
        this.intervalNs = intervalNs;
    }

    /** Of these events no watermark has told yet. */
    void written(List<BinlogEvent> events) {
        owed = true;
        urgent |= hasHeartbeat(events);
    }

    boolean isDue() {
        return owed && intervalNs > 0 && (urgent || clock.nanoTime() - sentNs >= intervalNs);
    }

    /** One that tells of all that was written is sent. */
    void sent() {
        owed = false;
        urgent = false;
        sentNs = clock.nanoTime();
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
