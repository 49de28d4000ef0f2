package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.TsoTimestamp;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.servers.Oracle;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The time of a served cluster and its timestamp oracle. It begins in the millisecond after the recording's last ts and
 * runs with the clock, as if the recorded cluster had been stopped at that moment and now went on: so the oracle's answers
 * and made heartbeats lie above all that was recorded, whenever it was. Thread-safe.
 */
final class ClusterTime implements Oracle {

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

    @Override
    public long nowMs() {
        return startMs + elapsedMs();
    }

    /** Followers have heard of the cluster's start, and of nothing since. */
    @Override
    public long followersMs() {
        return startMs;
    }

    @Override
    public synchronized Optional<TsoTimestamp> allocate(long count) {
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
        return Optional.of(
                TsoTimestamp.newBuilder().setPhysical(lastMs).setLogical(first).build());
    }
}
