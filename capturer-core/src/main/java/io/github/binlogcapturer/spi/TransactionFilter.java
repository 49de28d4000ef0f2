package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.Transaction;

/**
 * Says which transactions are delivered. Called in commit order by one thread, after the table, column and mark filters; be quick and
 * free of side effects. An exception stops the capturer. Dropped transactions still move the checkpoint.
 */
@FunctionalInterface
public interface TransactionFilter {

    /** Returns whether the transaction is delivered. */
    boolean accept(Transaction transaction);
}
