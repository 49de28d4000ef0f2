package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.Transaction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The transactions in flight and who waits for whom. A slot is sequence & mask; everything about a transaction is in arrays by slot,
 * so nothing is allocated for one. Not thread-safe.
 */
final class TransactionGraph {

    private static final byte WAITING = 0;
    private static final byte READY = 1;
    private static final byte TAKEN = 2;

    private final int mask;
    private final ProgressTracker tracker;
    private final @Nullable Transaction[] transactions;
    /** The first timestamp that belongs to the transaction or to a later one. */
    private final long[] beginTs;

    private final byte[] states;
    private final boolean[] lastTries;
    /** How many things a transaction waits for: unfinished predecessors, and low-waters. */
    private final int[] pending;
    /** By a predecessor's slot, who waits for it. */
    private final Chains successors;
    /** By slot, who waits until the low-water has passed it. */
    private final Chains behind;

    private final SlotSet ready;
    private long readyChanges;
    private long readyBytes;
    private long untakenChanges;
    private long untakenBytes;

    /** @param capacity a power of two, at least 64, and at least as many as are ever in flight */
    TransactionGraph(int capacity) {
        this.mask = capacity - 1;
        this.tracker = new ProgressTracker(capacity);
        this.transactions = new @Nullable Transaction[capacity];
        this.beginTs = new long[capacity];
        this.states = new byte[capacity];
        this.lastTries = new boolean[capacity];
        this.pending = new int[capacity];
        this.successors = new Chains(capacity);
        this.behind = new Chains(capacity);
        this.ready = new SlotSet(capacity);
    }

    ProgressTracker tracker() {
        return tracker;
    }

    /**
     * Takes the next transaction in flight. It waits for those of the given predecessors that are not done, and until all below a
     * sequence are.
     *
     * @return whether it has to wait
     */
    boolean add(Transaction transaction, long begin, long[] predecessors, int from, int to, long waitBelow) {
        long sequence = tracker.begin();
        int slot = slot(sequence);
        int waits = 0;
        for (int i = from; i < to; i++) {
            if (!tracker.isDone(predecessors[i])) {
                successors.add(slot(predecessors[i]), slot);
                waits++;
            }
        }
        if (waitBelow > tracker.lowWater()) {
            behind.add(slot(waitBelow - 1), slot);
            waits++;
        }
        transactions[slot] = transaction;
        beginTs[slot] = begin;
        pending[slot] = waits;
        lastTries[slot] = false;
        giveBack(sequence);
        return waits > 0;
    }

    /** Takes a transaction out of the ready ones, or of the waiting ones where all it waits for is done before it by the same hand. */
    void take(long sequence) {
        int slot = slot(sequence);
        Transaction transaction = transaction(sequence);
        int changes = transaction.changes().size();
        long bytes = transaction.sizeBytes();
        if (states[slot] == READY) {
            ready.remove(sequence);
            readyChanges -= changes;
            readyBytes -= bytes;
        }
        states[slot] = TAKEN;
        untakenChanges -= changes;
        untakenBytes -= bytes;
    }

    /** Gives a transaction back that was taken and not applied. */
    void giveBack(long sequence) {
        int slot = slot(sequence);
        Transaction transaction = transaction(sequence);
        states[slot] = WAITING;
        untakenChanges += transaction.changes().size();
        untakenBytes += transaction.sizeBytes();
        if (pending[slot] == 0) {
            makeReady(slot);
        }
    }

    /** Gives a transaction back to be tried again, for the last time, when everything before it is done. */
    void defer(long sequence) {
        int slot = slot(sequence);
        lastTries[slot] = true;
        if (sequence > tracker.lowWater()) {
            behind.add(slot(sequence - 1), slot);
            pending[slot]++;
        }
        giveBack(sequence);
    }

    /** Notes a transaction as done; those that waited for nothing else become ready. {@link #advance} follows. */
    void done(long sequence) {
        int slot = slot(sequence);
        transactions[slot] = null;
        release(successors, slot);
        tracker.done(sequence);
    }

    /** Moves the low-water; those that waited for that become ready. */
    void advance() {
        long before = tracker.lowWater();
        long after = tracker.advance();
        for (long passed = before; passed < after; passed++) {
            release(behind, slot(passed));
        }
    }

    /** Returns which transaction is the oldest that is not done once a part of a work is; the youngest one where all would be. */
    long firstUndoneAfter(LaneWork work, int from, int to) {
        long last = tracker.next() - 1;
        long first = tracker.lowWater();
        int at = from;
        while (first < last && (tracker.isDone(first) || (at < to && work.sequence(at) == first))) {
            at += at < to && work.sequence(at) == first ? 1 : 0;
            first++;
        }
        return first;
    }

    /** Returns the oldest ready transaction from a sequence on, or {@link SlotSet#NONE}. */
    long nextReady(long from) {
        return ready.next(from, tracker.next());
    }

    boolean isReady(long sequence) {
        return states[slot(sequence)] == READY;
    }

    boolean isWaiting(long sequence) {
        return states[slot(sequence)] == WAITING;
    }

    boolean isLastTry(long sequence) {
        return lastTries[slot(sequence)];
    }

    /** Returns how many things a transaction still waits for. */
    int pending(long sequence) {
        return pending[slot(sequence)];
    }

    /** Returns the first timestamp that belongs to a transaction or to a later one; a position below it tears none of them. */
    long beginTs(long sequence) {
        return beginTs[slot(sequence)];
    }

    /** Returns a transaction that is not done. */
    Transaction transaction(long sequence) {
        return Objects.requireNonNull(transactions[slot(sequence)]);
    }

    /** Returns who waits for a transaction. */
    Chains successors() {
        return successors;
    }

    int slot(long sequence) {
        return (int) sequence & mask;
    }

    /** Returns the sequence in flight that has a slot. */
    long sequence(int slot) {
        return tracker.lowWater() + ((slot - tracker.lowWater()) & mask);
    }

    /** Returns how many row changes are ready. */
    long readyChanges() {
        return readyChanges;
    }

    /** Returns how many bytes of binlog are ready. */
    long readyBytes() {
        return readyBytes;
    }

    /** Returns how many row changes nobody has taken. */
    long untakenChanges() {
        return untakenChanges;
    }

    /** Returns how many bytes of binlog nobody has taken. */
    long untakenBytes() {
        return untakenBytes;
    }

    private void release(Chains chains, int slot) {
        for (int cell = chains.first(slot); cell != Chains.END; cell = chains.next(cell)) {
            int waiter = chains.value(cell);
            if (--pending[waiter] == 0 && states[waiter] == WAITING) {
                makeReady(waiter);
            }
        }
        chains.clear(slot);
    }

    private void makeReady(int slot) {
        states[slot] = READY;
        long sequence = sequence(slot);
        Transaction transaction = transaction(sequence);
        ready.add(sequence);
        readyChanges += transaction.changes().size();
        readyBytes += transaction.sizeBytes();
    }
}
