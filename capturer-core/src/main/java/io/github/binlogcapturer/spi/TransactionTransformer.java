package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Puts another transaction in the place of one: with other changes, fewer, or routed to other tables. Called in commit order by one
 * thread, after the filters. An exception stops the capturer.
 */
@FunctionalInterface
public interface TransactionTransformer {

    /** Returns the transaction to deliver, with the pieces of the given one; or null to drop it. */
    @Nullable
    Transaction transform(Transaction transaction);
}
