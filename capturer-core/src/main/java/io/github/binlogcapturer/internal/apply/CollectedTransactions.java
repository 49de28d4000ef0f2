package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.conflict.KeySet;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Transactions with their keys, before these are looked up together. Bounded by number and by keys; reused. Not thread-safe. */
final class CollectedTransactions {

    private static final int MOST = 32;
    /** From so many keys on no more are collected. Their memory is what counts; misses overlap with far fewer. */
    private static final int ENOUGH_KEYS = 4096;

    private final @Nullable Transaction[] transactions = new @Nullable Transaction[MOST];
    private final long[] beginTs = new long[MOST];
    /** One more than there are transactions. */
    private final KeySet[] keys = new KeySet[MOST + 1];

    private int size;
    private int keyCount;

    /** @param mostKeys with how many keys a transaction is too large anyway */
    CollectedTransactions(int mostKeys) {
        Arrays.setAll(keys, i -> new KeySet(mostKeys));
    }

    /** Returns where the keys of the next transaction go; stays the same until that is added, also when the others are cleared. */
    KeySet nextKeys() {
        return keys[MOST];
    }

    /** Adds a transaction whose keys are in {@link #nextKeys}. */
    void add(Transaction transaction, long begin) {
        KeySet filled = keys[MOST];
        keys[MOST] = keys[size];
        keys[size] = filled;
        transactions[size] = transaction;
        beginTs[size++] = begin;
        keyCount += filled.size();
    }

    boolean isFull() {
        return size == MOST || keyCount >= ENOUGH_KEYS;
    }

    int size() {
        return size;
    }

    Transaction transaction(int index) {
        return Objects.requireNonNull(transactions[index]);
    }

    /** Returns the first timestamp that belongs to a transaction or to a later one. */
    long beginTs(int index) {
        return beginTs[index];
    }

    KeySet keys(int index) {
        return keys[index];
    }

    /** Forgets all, and gives back what large sets of keys have taken. */
    void clear() {
        for (int i = 0; i < size; i++) {
            transactions[i] = null;
            keys[i].clear();
        }
        size = 0;
        keyCount = 0;
    }
}
