package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.TsoTimestamp;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.concurrent.TimeUnit;

/**
 * The time of a served cluster and its timestamp oracle. It begins in the millisecond after the recording's last ts and
 * runs with the clock, as if the recorded cluster had been stopped at that moment and now went on: so the oracle's answers
 * and made heartbeats lie above all that was recorded, whenever it was. Thread-safe.
 */
final class ClusterTime {

    /** The bits of a ts below the milliseconds. */
    static final int LOGICAL_BITS = 18;

    /** The largest number of timestamps that one request may take. */
    static final long MAX_COUNT = 1L << 16;

    /** Counters below belong to heartbeats, one per region, so that the oracle never gives out a heartbeat's ts. */
    private static final long FIRST_LOGICAL = 1L << 16;

    private final CaptureClock clock;
    private final long startNanos;
    private final long startMs;

    // guarded by this
    private long lastMs;
    private long nextLogical;

    ClusterTime(CaptureClock clock, long lastRecordedTs) {
        this.clock = clock;
        this.startNanos = clock.nanoTime();
        this.startMs = (lastRecordedTs >> LOGICAL_BITS) + 1;
    }

    /** Returns the cluster's first millisecond, counted from the oracle's base. */
    long startMs() {
        return startMs;
    }

    /** Returns how long the cluster has been served. */
    long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - startNanos);
    }

    /** Returns the current millisecond, counted from the oracle's base. */
    long nowMs() {
        return startMs + elapsedMs();
    }

    /** Returns the first of {@code count} timestamps (up to {@link #MAX_COUNT}) that belong to the caller alone. */
    synchronized TsoTimestamp allocate(long count) {
        long nowMs = nowMs();
        if (nowMs > lastMs) {
            lastMs = nowMs;
            nextLogical = FIRST_LOGICAL;
        }
        if (nextLogical + count > (1L << LOGICAL_BITS)) {
            lastMs++;
            nextLogical = FIRST_LOGICAL;
        }
        long first = nextLogical;
        nextLogical += count;
        return TsoTimestamp.newBuilder().setPhysical(lastMs).setLogical(first).build();
    }
}
