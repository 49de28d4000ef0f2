package io.github.binlogcapturer.internal.filter;

import io.github.binlogcapturer.Flashback;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a {@link Flashback} asks for. The servers have done a part of it, if they know how to; they judge pieces of transactions and know
 * nothing of transaction ids, so all is judged here again.
 */
final class FlashbackFilter {

    private final Flashback wanted;

    FlashbackFilter(Flashback wanted) {
        this.wanted = wanted;
    }

    /** Returns the transaction with the changes that are wanted, or null where none is. */
    @Nullable
    Transaction apply(Transaction transaction) {
        if (!isWanted(transaction)) {
            return null;
        }
        List<RowChange> changes =
                transaction.changes().stream().filter(this::isWanted).toList();
        if (changes.isEmpty()) {
            return null;
        }
        return changes.size() == transaction.changes().size() ? transaction : transaction.withChanges(changes);
    }

    private boolean isWanted(Transaction transaction) {
        return (wanted.user() == null || transaction.user().equals(wanted.user()))
                && (wanted.userIp() == null || transaction.userIp().equals(wanted.userIp()))
                && (wanted.txnIds().isEmpty() || wanted.txnIds().contains(transaction.txnId()));
    }

    private boolean isWanted(RowChange change) {
        return (wanted.tables().isEmpty() || wanted.tables().contains(change.table()))
                && (wanted.signs().isEmpty()
                        || wanted.signs().contains(change.statement().sign()));
    }
}
