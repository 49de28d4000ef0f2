package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out where each subscriber begins. */
final class StartResolver {

    /**
     * Where a capturer begins.
     *
     * @param positions per subscriber
     * @param handedTs the highest of those positions that say what somebody has got already; 0 where all of them are only what the origin
     *     has now
     */
    record Start(Map<String, Long> positions, long handedTs) {

        /** Returns where reading begins, exclusive. */
        long lowestTs() {
            return positions.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        }
    }

    private final StartPosition start;
    private final Origin.Found found;
    private @Nullable CommitTs fresh;
    private long handedTs;

    StartResolver(StartPosition start, Origin.Found found) {
        this.start = start;
        this.found = found;
    }

    /**
     * Returns the position of each subscriber.
     *
     * @param checkpoint what was saved
     * @param inSinks what sinks hold by themselves; it tells better than a checkpoint, since it changes together with the data
     */
    Start resolve(List<String> subscribers, Map<String, CommitTs> checkpoint, Map<String, CommitTs> inSinks)
            throws InterruptedException {
        Map<String, Long> positions = new LinkedHashMap<>();
        for (String subscriber : subscribers) {
            positions.put(
                    subscriber,
                    resolve(checkpoint.get(subscriber), inSinks.get(subscriber)).value());
        }
        return new Start(positions, handedTs);
    }

    private CommitTs resolve(@Nullable CommitTs saved, @Nullable CommitTs inSink) throws InterruptedException {
        if (start instanceof StartPosition.CheckpointOr checkpointOr) {
            CommitTs known = inSink != null ? inSink : saved;
            return known != null ? handed(known) : fresh(checkpointOr.otherwise());
        }
        CommitTs wanted = fresh(start);
        return inSink != null && inSink.compareTo(wanted) > 0 ? handed(inSink) : wanted;
    }

    private CommitTs handed(CommitTs position) {
        handedTs = Math.max(handedTs, position.value());
        return position;
    }

    /** Asks the origin once, so that all subscribers begin at one place. */
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
            // whoever names a timestamp has what lies before it from elsewhere, or from an earlier run
            return handed(after.commitTs());
        }
        return position instanceof StartPosition.Earliest ? found.earliest() : found.latest();
    }
}
