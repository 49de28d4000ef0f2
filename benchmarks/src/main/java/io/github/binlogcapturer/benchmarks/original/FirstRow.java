package io.github.binlogcapturer.benchmarks.original;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The moment when the first row was there to be applied. What comes before it, finding the regions and connecting, is the same for all ways
 * and does not grow with the rows. Thread-safe.
 */
final class FirstRow {

    private static final long NONE = Long.MIN_VALUE;

    private final AtomicLong atNs = new AtomicLong(NONE);

    /** Notes that rows are there. Only the first time counts. */
    void note() {
        if (atNs.get() == NONE) {
            atNs.compareAndSet(NONE, System.nanoTime());
        }
    }

    /**
     * Returns the nanoseconds since the first row.
     *
     * @throws IllegalStateException if there was none
     */
    long sinceNs() {
        long nowNs = System.nanoTime();
        if (atNs.get() == NONE) {
            throw new IllegalStateException("No row was given to be applied");
        }
        return nowNs - atNs.get();
    }
}
