package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.Batch;
import java.util.Arrays;

/**
 * Tells up to where everything is done: the low-water is the first sequence that is not. Knows where the batches of the stream end, so
 * that they can be acknowledged in order. Not thread-safe.
 */
final class ProgressTracker {

    /** The first sequence of all; 0 is left for "none". */
    static final long FIRST = 1;

    private final SlotSet done;
    private long lowWater = FIRST;
    private long next = FIRST;

    /** Outstanding batches of the stream, a ring: id and the sequence behind the last of its transactions. */
    private long[] ids = new long[16];

    private long[] ends = new long[16];
    private int oldest;
    private int outstanding;
    private long ackable = Batch.NO_ID;

    /** @param capacity a power of two, at least 64, and at least as many as are ever in flight */
    ProgressTracker(int capacity) {
        this.done = new SlotSet(capacity);
    }

    /** Takes a transaction in flight and returns its sequence. */
    long begin() {
        return next++;
    }

    /** Notes a transaction as done; {@link #advance} tells what comes of it. */
    void done(long sequence) {
        done.add(sequence);
    }

    boolean isDone(long sequence) {
        return sequence < lowWater || done.contains(sequence);
    }

    /** Moves the low-water over all that is done and returns it. Each sequence is passed once. */
    long advance() {
        while (lowWater < next && done.contains(lowWater)) {
            done.remove(lowWater);
            lowWater++;
        }
        passBatches();
        return lowWater;
    }

    /** Ends a batch of the stream behind all that has begun. */
    void endBatch(long id) {
        if (outstanding == ids.length) {
            grow();
        }
        int at = (oldest + outstanding) & (ids.length - 1);
        ids[at] = id;
        ends[at] = next;
        outstanding++;
        passBatches();
    }

    long lowWater() {
        return lowWater;
    }

    /** Returns the sequence that the next transaction gets. */
    long next() {
        return next;
    }

    int inFlight() {
        return (int) (next - lowWater);
    }

    /** Returns the newest batch that is done with all before it, or {@link Batch#NO_ID} where there was none yet. */
    long ackable() {
        return ackable;
    }

    private void passBatches() {
        while (outstanding > 0 && ends[oldest] <= lowWater) {
            ackable = ids[oldest];
            oldest = (oldest + 1) & (ids.length - 1);
            outstanding--;
        }
    }

    private void grow() {
        int size = ids.length;
        long[] straightIds = Arrays.copyOf(ids, 2 * size);
        long[] straightEnds = Arrays.copyOf(ends, 2 * size);
        for (int i = 0; i < size; i++) {
            straightIds[i] = ids[(oldest + i) & (size - 1)];
            straightEnds[i] = ends[(oldest + i) & (size - 1)];
        }
        ids = straightIds;
        ends = straightEnds;
        oldest = 0;
    }
}
