package io.github.binlogcapturer.sink.file.internal.replay;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.EventLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log that ends at a commit ts, wherever the one behind it does; what follows there is not read. */
public final class BoundedLog implements EventLog {

    private final EventLog log;
    private final long lastTs;
    private boolean ended;
    private volatile boolean begun;

    /** @param lastTs the highest commit ts that is wanted */
    public BoundedLog(EventLog log, long lastTs) {
        this.log = log;
        this.lastTs = lastTs;
    }

    @Override
    public void open(@Nullable CommitTs after) throws InterruptedException {
        // nothing lies between, so it does not matter whether the log reaches that far back
        if (after != null && after.value() >= lastTs) {
            ended = true;
        } else {
            log.open(after);
        }
    }

    @Override
    public List<BinlogEvent> next() throws InterruptedException {
        if (ended) {
            return List.of();
        }
        List<BinlogEvent> events = log.next();
        begun = true;
        // a list ends with all of its last commit ts
        ended = events.isEmpty() || events.get(events.size() - 1).commitTs().value() >= lastTs;
        int wanted = events.size();
        while (wanted > 0 && events.get(wanted - 1).commitTs().value() > lastTs) {
            wanted--;
        }
        return wanted == events.size() ? events : List.copyOf(events.subList(0, wanted));
    }

    /** Returns whether anything was read yet. Thread-safe. */
    public boolean hasBegun() {
        return begun;
    }

    @Override
    public void close() {
        log.close();
    }
}
