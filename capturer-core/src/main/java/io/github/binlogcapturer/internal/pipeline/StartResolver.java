package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out where each subscriber begins. */
final class StartResolver {

    private final StartPosition start;
    private final BinlogSource source;
    private final SourceSnapshot snapshot;
    private @Nullable CommitTs fresh;

    StartResolver(StartPosition start, BinlogSource source, SourceSnapshot snapshot) {
        this.start = start;
        this.source = source;
        this.snapshot = snapshot;
    }

    /**
     * Returns the position of each subscriber.
     *
     * @param checkpoint what was saved
     * @param inSinks what sinks hold by themselves; it tells better than a checkpoint, since it changes together with the data
     */
    Map<String, Long> resolve(List<String> subscribers, Map<String, CommitTs> checkpoint, Map<String, CommitTs> inSinks)
            throws InterruptedException {
        Map<String, Long> positions = new LinkedHashMap<>();
        for (String subscriber : subscribers) {
            positions.put(
                    subscriber,
                    resolve(checkpoint.get(subscriber), inSinks.get(subscriber)).value());
        }
        return positions;
    }

    private CommitTs resolve(@Nullable CommitTs saved, @Nullable CommitTs inSink) throws InterruptedException {
        if (start instanceof StartPosition.CheckpointOr checkpointOr) {
            if (inSink != null) {
                return inSink;
            }
            return saved != null ? saved : fresh(checkpointOr.otherwise());
        }
        CommitTs wanted = fresh(start);
        return inSink != null && inSink.compareTo(wanted) > 0 ? inSink : wanted;
    }

    /** Asks the source once, so that all subscribers begin at one place. */
    private CommitTs fresh(StartPosition position) throws InterruptedException {
        CommitTs known = fresh;
        if (known == null) {
            known = ask(position);
            fresh = known;
        }
        return known;
    }

    private CommitTs ask(StartPosition position) throws InterruptedException {
        if (position instanceof StartPosition.After after) {
            return after.commitTs();
        }
        return position instanceof StartPosition.Earliest ? source.earliest(snapshot) : source.latest();
    }
}
