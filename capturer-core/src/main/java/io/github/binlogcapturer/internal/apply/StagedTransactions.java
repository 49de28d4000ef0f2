package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.conflict.Predecessors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Transactions with their predecessors on the way to the scheduler, so that its lock is taken for many at once. Reused. */
final class StagedTransactions {

    static final int CAPACITY = 128;

    private final @Nullable Transaction[] transactions = new @Nullable Transaction[CAPACITY];
    private final long[] beginTs = new long[CAPACITY];
    private final long[] waitBelow = new long[CAPACITY];
    private final int[] ends = new int[CAPACITY];
    private long[] predecessors = new long[4 * CAPACITY];
    private int size;

    /** @param begin the first timestamp that belongs to the transaction or to a later one */
    void add(Transaction transaction, long begin, Predecessors waitsFor) {
        int end = size == 0 ? 0 : ends[size - 1];
        int count = waitsFor.count();
        if (end + count > predecessors.length) {
            predecessors = Arrays.copyOf(predecessors, Math.max(end + count, 2 * predecessors.length));
        }
        for (int i = 0; i < count; i++) {
            predecessors[end + i] = waitsFor.sequence(i);
        }
        transactions[size] = transaction;
        beginTs[size] = begin;
        waitBelow[size] = waitsFor.waitBelow();
        ends[size++] = end + count;
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Moves everything into the graph; returns how many have to wait there. */
    int moveTo(TransactionGraph graph) {
        int waiting = 0;
        int from = 0;
        for (int i = 0; i < size; i++) {
            Transaction transaction = transactions[i];
            if (transaction != null && graph.add(transaction, beginTs[i], predecessors, from, ends[i], waitBelow[i])) {
                waiting++;
            }
            transactions[i] = null;
            from = ends[i];
        }
        size = 0;
        return waiting;
    }
}
