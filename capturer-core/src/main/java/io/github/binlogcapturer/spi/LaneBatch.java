package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.Transaction;
import java.util.List;
import java.util.Objects;

/**
 * What a lane applies at once.
 *
 * @param transactions whole transactions in an order in which applying them one after another is right; empty where only the progress
 *     is to be kept
 * @param progress what is done once this batch is; a sink that keeps it in the same target transaction is exactly once
 * @param turn when it may be committed
 * @param last whether everything before has been applied and nothing would change by trying later: the one transaction
 *     is then applied, or dealt with by the sink's policy, or the capture ends
 */
public record LaneBatch(List<Transaction> transactions, LaneProgress progress, CommitTurn turn, boolean last) {

    public LaneBatch {
        transactions = List.copyOf(transactions);
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(turn, "turn");
        if (last && transactions.size() > 1) {
            throw new IllegalArgumentException(
                    "Only a single transaction can be at its last try, but got " + transactions.size());
        }
    }

    /** Returns how many row changes the transactions have together. */
    public int changeCount() {
        int count = 0;
        for (Transaction transaction : transactions) {
            count += transaction.changes().size();
        }
        return count;
    }
}
