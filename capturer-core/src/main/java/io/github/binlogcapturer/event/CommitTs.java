package io.github.binlogcapturer.event;

import java.time.Instant;

/**
 * A timestamp of BaikalDB's oracle: the place of a transaction in the one global order, and the position from which reading
 * goes on. The upper bits are milliseconds, the lower 18 a counter within the millisecond, so neighbouring commits are
 * often exactly 1 apart; never add to a position to "skip" it, positions are exclusive already.
 *
 * @param value the raw timestamp, greater than 0 (the servers refuse 0)
 */
public record CommitTs(long value) implements Comparable<CommitTs> {

    private static final int LOGICAL_BITS = 18;
    /** 2020-01-01 00:00 at UTC+8, where the oracle's milliseconds begin. */
    private static final long BASE_UNIX_MS = 1_577_808_000_000L;

    private static final Instant FIRST = Instant.ofEpochMilli(BASE_UNIX_MS + 1);
    private static final Instant LAST = Instant.ofEpochMilli(BASE_UNIX_MS + (Long.MAX_VALUE >> LOGICAL_BITS));

    public CommitTs {
        if (value <= 0) {
            throw new IllegalArgumentException("A commit ts is greater than 0, but got " + value);
        }
    }

    /** Returns the timestamp of a raw value. */
    public static CommitTs of(long value) {
        return new CommitTs(value);
    }

    /**
     * Returns the first timestamp of an instant's millisecond.
     *
     * @throws IllegalArgumentException if the instant lies before the oracle's first one, 2019-12-31T16:00:00.001Z, or behind its last one
     *     in the year 3134
     */
    public static CommitTs at(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new IllegalArgumentException(
                    "BaikalDB's timestamps reach from " + FIRST + " to " + LAST + ", but got " + instant);
        }
        return new CommitTs((instant.toEpochMilli() - BASE_UNIX_MS) << LOGICAL_BITS);
    }

    /** Returns the wall-clock time of a raw timestamp, in Unix milliseconds. */
    public static long toUnixMs(long ts) {
        return (ts >> LOGICAL_BITS) + BASE_UNIX_MS;
    }

    /** Returns the wall-clock time, exact to the millisecond. */
    public Instant instant() {
        return Instant.ofEpochMilli(toUnixMs(value));
    }

    /** Returns the counter within the millisecond. */
    public int logical() {
        return (int) (value & ((1 << LOGICAL_BITS) - 1));
    }

    @Override
    public int compareTo(CommitTs other) {
        return Long.compare(value, other.value);
    }

    /** Returns the raw value with its time, as {@code 57000267173068801 (2026-11-21T07:39:23.325Z+1)}. */
    @Override
    public String toString() {
        return value + " (" + instant() + "+" + logical() + ")";
    }
}
