package io.github.binlogcapturer.sink.file;

import java.time.Duration;
import java.util.Objects;

/** When a {@link FileSink} forces what it wrote to the disk, and with that, when it lets the capturer acknowledge. Immutable. */
public sealed interface FsyncPolicy {

    /** Forces after each batch. What is acknowledged survives the loss of power. */
    static FsyncPolicy everyBatch() {
        return new EveryBatch();
    }

    /**
     * Forces when the last time is at least this long ago, and when the stream pauses or ends. What is acknowledged survives the loss
     * of power; acknowledging lags by up to the interval.
     *
     * @throws IllegalArgumentException if the interval is not greater than 0
     */
    static FsyncPolicy interval(Duration interval) {
        return new Interval(interval);
    }

    /**
     * Never forces; the operating system writes when it likes. What is acknowledged survives the end of the process, however it ends,
     * but not the end of the machine.
     */
    static FsyncPolicy never() {
        return new Never();
    }

    /** See {@link #everyBatch()}. */
    record EveryBatch() implements FsyncPolicy {}

    /** See {@link #interval}. */
    record Interval(Duration interval) implements FsyncPolicy {

        public Interval {
            Objects.requireNonNull(interval, "interval");
            if (interval.isZero() || interval.isNegative()) {
                throw new IllegalArgumentException("The fsync interval must be greater than 0, but is " + interval
                        + "; for each batch use everyBatch()");
            }
        }
    }

    /** See {@link #never()}. */
    record Never() implements FsyncPolicy {}
}
