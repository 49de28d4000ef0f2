package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.CommitTs;
import java.util.Objects;

/**
 * What a lane knows to be done. The newest of every lane together tell what a target holds: everything up to the highest low-water, and
 * what any lane names above it. True once the batch that it comes with is committed, since it counts that batch as done: keep it in the
 * same transaction of the target, never without that batch.
 *
 * @param lowWater everything up to it, included, is done by all lanes once the batch at hand is
 * @param done what this lane has done above that, its batch at hand included
 */
public record LaneProgress(CommitTs lowWater, AppliedTransactions done) {

    public LaneProgress {
        Objects.requireNonNull(lowWater, "lowWater");
        Objects.requireNonNull(done, "done");
    }
}
