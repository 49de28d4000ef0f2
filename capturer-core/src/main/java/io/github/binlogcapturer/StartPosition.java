package io.github.binlogcapturer;

import io.github.binlogcapturer.event.CommitTs;
import java.time.Instant;
import java.util.Objects;

/** Where reading begins. Positions are exclusive: the first transaction delivered lies behind them. */
public sealed interface StartPosition {

    /** Begins with the oldest transaction that every region still holds. */
    static StartPosition earliest() {
        return new Earliest();
    }

    /** Begins with what is committed after the start. */
    static StartPosition latest() {
        return new Latest();
    }

    /** Begins behind a commit ts. */
    static StartPosition after(CommitTs commitTs) {
        return new After(commitTs);
    }

    /**
     * Begins with what was committed in an instant's millisecond or later.
     *
     * @throws IllegalArgumentException if BaikalDB has no timestamp of that instant
     */
    static StartPosition at(Instant instant) {
        // positions are exclusive, and a commit may have the very first timestamp of the millisecond
        return new After(CommitTs.of(CommitTs.at(instant).value() - 1));
    }

    /** Goes on from the saved checkpoint; where there is none, begins at another position. */
    static StartPosition checkpointOr(StartPosition otherwise) {
        return new CheckpointOr(otherwise);
    }

    /** See {@link #earliest()}. */
    record Earliest() implements StartPosition {}

    /** See {@link #latest()}. */
    record Latest() implements StartPosition {}

    /** See {@link #after(CommitTs)}. */
    record After(CommitTs commitTs) implements StartPosition {

        public After {
            Objects.requireNonNull(commitTs, "commitTs");
        }
    }

    /** See {@link #checkpointOr(StartPosition)}. */
    record CheckpointOr(StartPosition otherwise) implements StartPosition {

        public CheckpointOr {
            if (Objects.requireNonNull(otherwise, "otherwise") instanceof CheckpointOr) {
                throw new IllegalArgumentException("checkpointOr needs a position that exists without a checkpoint");
            }
        }
    }
}
