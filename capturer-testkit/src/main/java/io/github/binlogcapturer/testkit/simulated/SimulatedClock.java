package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.spi.CaptureClock;
import java.time.Duration;
import java.time.Instant;

/**
 * A clock that stands still until told, for a {@link SimulatedCluster} and for the capture that reads from it. What the cluster does
 * periodically is done soon after this clock has passed the due time: within milliseconds of real time, once for any leap. Thread-safe.
 */
public final class SimulatedClock implements CaptureClock {

    private final Instant start;
    // guarded by this
    private Duration elapsed = Duration.ZERO;

    /** Makes a clock that stands at the wall-clock time. */
    public SimulatedClock() {
        this(Instant.now());
    }

    /** Makes a clock that stands at an instant. */
    public SimulatedClock(Instant start) {
        this.start = start;
    }

    /**
     * Moves the clock forward.
     *
     * @throws IllegalArgumentException if the step is negative; for an oracle that jumps see {@link SimulatedFaults#clockJump}
     */
    public synchronized void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("A clock goes forward only, but the step is " + step);
        }
        elapsed = elapsed.plus(step);
    }

    @Override
    public synchronized Instant now() {
        return start.plus(elapsed);
    }

    @Override
    public synchronized long nanoTime() {
        return elapsed.toNanos();
    }
}
