package io.github.binlogcapturer.sink.file;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a {@link FileSink} ends a file: at a size, at an age, at a time of day, whichever comes first. Time is looked at when the sink
 * writes or flushes, which heartbeats make it do on a quiet stream too. A file ends between two transactions of different commit ts,
 * and never before it holds a position. Immutable.
 *
 * <pre>{@code
 * Rotation.atSize(256L << 20).orAfter(Duration.ofHours(6)).orAt(LocalTime.MIDNIGHT, ZoneId.of("Asia/Shanghai"))
 * }</pre>
 *
 * @param maxBytes the size from which on a file is full; its last transaction makes it longer
 * @param maxAge the age from which on a file is full, or null. It is counted from the file's creation, after a restart from the last
 *     write before it
 * @param timeOfDay when each day's first file begins, or null
 * @param zone where it is that time, or null where there is none
 */
public record Rotation(
        long maxBytes,
        @Nullable Duration maxAge,
        @Nullable LocalTime timeOfDay,
        @Nullable ZoneId zone) {

    private static final long DEFAULT_BYTES = 1L << 30;

    public Rotation {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("A file's size must be greater than 0 bytes, but is " + maxBytes);
        }
        if (maxAge != null && (maxAge.isZero() || maxAge.isNegative())) {
            throw new IllegalArgumentException("A file's age must be greater than 0, but is " + maxAge);
        }
        if ((timeOfDay == null) != (zone == null)) {
            throw new IllegalArgumentException("A time of day needs a zone, and a zone a time of day");
        }
    }

    /** Returns that files end at 1 GiB. */
    public static Rotation defaults() {
        return atSize(DEFAULT_BYTES);
    }

    /**
     * Returns that files end at a size in bytes.
     *
     * @throws IllegalArgumentException if it is not greater than 0
     */
    public static Rotation atSize(long bytes) {
        return new Rotation(bytes, null, null, null);
    }

    /** Returns that files end at another size too; the rest stays. */
    public Rotation withSize(long bytes) {
        return new Rotation(bytes, maxAge, timeOfDay, zone);
    }

    /**
     * Returns that files end at an age too.
     *
     * @throws IllegalArgumentException if it is not greater than 0
     */
    public Rotation orAfter(Duration age) {
        return new Rotation(maxBytes, Objects.requireNonNull(age, "age"), timeOfDay, zone);
    }

    /**
     * Returns that files end at a time of day too. On a day that skips it, as the change to summer time does, they end later by what is
     * skipped: at 03:30 instead of 02:30. On a day that has it twice, they end at the first.
     */
    public Rotation orAt(LocalTime time, ZoneId where) {
        return new Rotation(
                maxBytes, maxAge, Objects.requireNonNull(time, "time"), Objects.requireNonNull(where, "where"));
    }
}
