package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.internal.conflict.KeySet;

/**
 * A way to find out on which unfinished earlier transactions each one depends. Transactions are numbered from 0 on, and each is finished
 * when the one comes that has its number plus the window. Not thread-safe.
 */
interface Design {

    /**
     * Registers the next transaction.
     *
     * @return how many single predecessors it has
     */
    int add(KeySet keys);

    /** Returns a single predecessor of the transaction registered last. */
    long predecessor(int index);

    /** Returns below which number the transaction registered last waits for all others, or 0. */
    default long waitBelow() {
        return 0;
    }

    /** Is told the keys of transactions that are added next: a design may fetch what it is going to look at. */
    default void expect(KeySet[] next) {}
}
