package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a lane has at hand: transactions in order of their sequences. Filled under the scheduler's lock, then read by the lane alone. */
final class LaneWork {

    private final List<Transaction> transactions = new ArrayList<>();
    private long[] sequences = new long[64];
    private int size;
    private long changes;
    /** Those of transactions that came with one that they wait for. */
    private long coalescedChanges;

    private long bytes;
    private int coalesced;
    private boolean ascending = true;
    private boolean last;
    /** How many changes the largest transaction has. */
    private int largest;

    void clear() {
        transactions.clear();
        size = 0;
        changes = 0;
        coalescedChanges = 0;
        largest = 0;
        bytes = 0;
        coalesced = 0;
        ascending = true;
        last = false;
    }

    /**
     * Returns whether a transaction fits in that depends on nothing of the batch; the first one does whatever its size.
     *
     * @param maxChanges for those alone that do not depend on the batch
     * @param maxAllChanges for all there are
     */
    boolean hasRoom(Transaction transaction, long maxChanges, long maxAllChanges, long maxBytes) {
        return size == 0
                || (changes - coalescedChanges + transaction.changes().size() <= maxChanges
                        && changes + transaction.changes().size() <= maxAllChanges
                        && bytes + transaction.sizeBytes() <= maxBytes);
    }

    /**
     * Returns whether a transaction fits in that waits for others of the batch.
     *
     * @param maxChanges for a single one: a larger one comes alone
     * @param maxAllChanges for all there are
     */
    boolean hasRoomForChained(Transaction transaction, long maxChanges, long maxAllChanges, long maxBytes) {
        return Math.max(largest, transaction.changes().size()) <= maxChanges
                && changes + transaction.changes().size() <= maxAllChanges
                && bytes + transaction.sizeBytes() <= maxBytes;
    }

    void add(long sequence, Transaction transaction) {
        if (size == sequences.length) {
            sequences = Arrays.copyOf(sequences, 2 * size);
        }
        ascending &= size == 0 || sequence > sequences[size - 1];
        sequences[size++] = sequence;
        changes += transaction.changes().size();
        largest = Math.max(largest, transaction.changes().size());
        bytes += transaction.sizeBytes();
    }

    /** Notes that a transaction came with one that it waits for. */
    void addCoalesced(long sequence, Transaction transaction) {
        add(sequence, transaction);
        coalescedChanges += transaction.changes().size();
        coalesced++;
    }

    /** Notes that the one transaction is at its last try. */
    void markLast() {
        last = true;
    }

    /** Puts everything in order; by sequence, whatever depends on something comes behind it. */
    void seal(TransactionGraph graph) {
        if (!ascending) {
            Arrays.sort(sequences, 0, size);
        }
        for (int i = 0; i < size; i++) {
            transactions.add(graph.transaction(sequences[i]));
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    long sequence(int index) {
        return sequences[index];
    }

    List<Transaction> transactions(int from, int to) {
        return transactions.subList(from, to);
    }

    int coalesced() {
        return coalesced;
    }

    boolean isLast() {
        return last;
    }
}
