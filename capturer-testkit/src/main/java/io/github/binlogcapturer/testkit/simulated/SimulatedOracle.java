package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.protocol.TsoTimestamp;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.servers.Oracle;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The oracle by the rules of the real one: unique, ever growing, near the clock's time. Thread-safe. */
final class SimulatedOracle implements Oracle {

    private static final long BASE_UNIX_MS = CommitTs.toUnixMs(0);

    private final CaptureClock clock;
    private final long startMs;

    // guarded by this
    private long jumpedMs;
    private long lastMs;
    private long nextLogical;
    private int downs;

    SimulatedOracle(CaptureClock clock) {
        this.clock = clock;
        this.startMs = nowMs();
        this.lastMs = startMs;
    }

    @Override
    public synchronized long nowMs() {
        return clock.now().toEpochMilli() - BASE_UNIX_MS + jumpedMs;
    }

    @Override
    public long followersMs() {
        return startMs;
    }

    @Override
    public Optional<TsoTimestamp> allocate(long count) {
        OptionalLong first = tryTake(count);
        return first.isEmpty()
                ? Optional.empty()
                : Optional.of(TsoTimestamp.newBuilder()
                        .setPhysical(first.getAsLong() >> LOGICAL_BITS)
                        .setLogical(first.getAsLong() & ((1 << LOGICAL_BITS) - 1))
                        .build());
    }

    /** Returns the first of {@code count} timestamps, or nothing while the oracle is down. */
    synchronized OptionalLong tryTake(long count) {
        if (downs > 0) {
            return OptionalLong.empty();
        }
        long nowMs = nowMs();
        if (nowMs > lastMs) {
            lastMs = nowMs;
            nextLogical = 0;
        }
        if (nextLogical + count > (1L << LOGICAL_BITS)) {
            lastMs++;
            nextLogical = 0;
        }
        long first = (lastMs << LOGICAL_BITS) + nextLogical;
        nextLogical += count;
        return OptionalLong.of(first);
    }

    /** Returns the first of {@code count} timestamps; throws {@link IllegalStateException} while the oracle is down. */
    long take(long count) {
        if ((count < 1) || (count > MAX_COUNT)) {
            throw new IllegalArgumentException("The oracle gives 1 to " + MAX_COUNT + " timestamps, but not " + count);
        }
        return tryTake(count)
                .orElseThrow(() -> new IllegalStateException("The oracle is down by the fault tsoDown: switch it off"));
    }

    /** Returns the largest ts that was given out, or the first of the start's millisecond. */
    synchronized long last() {
        return (lastMs << LOGICAL_BITS) + Math.max(0, nextLogical - 1);
    }

    synchronized void jump(Duration step) {
        jumpedMs += step.toMillis();
    }

    synchronized void fail() {
        downs++;
    }

    synchronized void recover() {
        downs--;
    }
}
