package io.github.binlogcapturer.internal.conflict;

/** What has to be finished before a transaction may begin. Reusable, not thread-safe. */
public final class Predecessors {

    private final LongSet sequences = new LongSet();
    private long waitBelow;

    /** Returns how many single predecessors there are. */
    public int count() {
        return sequences.count();
    }

    /** Returns the sequence number of a single predecessor. Each is there once, and none lies below {@link #waitBelow()}. */
    public long sequence(int index) {
        return sequences.get(index);
    }

    /** Returns the sequence number below which everything has to be finished, or 0. */
    public long waitBelow() {
        return waitBelow;
    }

    void clear() {
        sequences.clear();
        waitBelow = 0;
    }

    void add(long sequence) {
        sequences.add(sequence);
    }

    void addAllBelow(long sequence) {
        waitBelow = Math.max(waitBelow, sequence);
    }

    void finish() {
        if (waitBelow > 0 && sequences.count() > 0) {
            sequences.removeBelow(waitBelow);
        }
    }
}
