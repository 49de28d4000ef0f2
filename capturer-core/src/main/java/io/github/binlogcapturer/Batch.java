package io.github.binlogcapturer;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import java.util.List;
import java.util.Objects;

/**
 * What one {@code get} gave: whole transactions in commit order. Immutable.
 *
 * @param id names the batch for {@code ack} and {@code rollback}: positive and ascending within a stream, and higher than all of
 *     an earlier run; {@link #NO_ID} where the batch is empty
 * @param events the transactions, schema changes and heartbeats in order
 */
public record Batch(long id, List<BinlogEvent> events) {

    /** The id of an empty batch. There is nothing to acknowledge under it. */
    public static final long NO_ID = -1;

    private static final Batch EMPTY = new Batch(NO_ID, List.of());

    public Batch {
        events = List.copyOf(Objects.requireNonNull(events, "events"));
        if (events.isEmpty() ? id != NO_ID : id <= 0) {
            throw new IllegalArgumentException(
                    "A batch has a positive id exactly if it has events, but got id " + id + " for " + events.size());
        }
    }

    /** Returns the batch without events. */
    public static Batch empty() {
        return EMPTY;
    }

    /** Returns whether nothing came in time. */
    public boolean isEmpty() {
        return events.isEmpty();
    }

    /** Returns the transactions among the events. */
    public List<Transaction> transactions() {
        return events.stream()
                .filter(Transaction.class::isInstance)
                .map(Transaction.class::cast)
                .toList();
    }

    /** Returns how many row changes the transactions have together. */
    public int changeCount() {
        int count = 0;
        for (BinlogEvent event : events) {
            if (event instanceof Transaction transaction) {
                count += transaction.changes().size();
            }
        }
        return count;
    }

    /**
     * Returns the place of the last event.
     *
     * @throws IllegalStateException if the batch is empty
     */
    public CommitTs lastCommitTs() {
        if (isEmpty()) {
            throw new IllegalStateException("An empty batch has no commit ts");
        }
        return events.get(events.size() - 1).commitTs();
    }
}
