package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.CommitTs;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a target holds when it is opened.
 *
 * @param lowWater the commit ts up to which, included, it holds everything, or null where it does not know; then the
 *     checkpoint decides, and what was applied since comes again
 * @param done the transactions above that it holds too; they are not applied again
 */
public record SinkStanding(@Nullable CommitTs lowWater, AppliedTransactions done) {

    private static final SinkStanding UNKNOWN = new SinkStanding(null, AppliedTransactions.none());

    /**
     * @throws IllegalArgumentException if there are transactions above a low-water that is not known
     */
    public SinkStanding {
        Objects.requireNonNull(done, "done");
        if (lowWater == null && !done.isEmpty()) {
            throw new IllegalArgumentException(
                    "Without a low-water, " + done.size() + " transactions cannot be above it");
        }
    }

    /** Returns the standing of a target that keeps no progress, or has none yet. */
    public static SinkStanding unknown() {
        return UNKNOWN;
    }
}
