package io.github.binlogcapturer.internal.store;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * An event with its cost.
 *
 * @param beginTs the first timestamp that belongs to the event; the position just below it is the last one that does not skip it
 * @param endTs the timestamp up to which, included, nothing follows once the event is appended
 * @param changes how much it counts towards a batch size
 * @param sizeBytes how much it counts towards byte limits
 */
record RingEntry(BinlogEvent event, long commitTs, long beginTs, long endTs, int changes, long sizeBytes) {

    /** What the objects around the bytes take, roughly; with many small rows they are more than the bytes. */
    private static final long OVERHEAD_BYTES = 256;

    private static final long OVERHEAD_PER_PIECE_BYTES = 128;
    private static final long OVERHEAD_PER_CHANGE_BYTES = 32;
    private static final long OVERHEAD_PER_ROW_BYTES = 44;

    /** Returns whether a subscriber that has everything up to a timestamp needs it no more; schemas it has not seen it always needs. */
    boolean isDone(long doneTs) {
        return commitTs <= doneTs && !(event instanceof SchemaChange);
    }

    static RingEntry of(BinlogEvent event) {
        long commitTs = event.commitTs().value();
        if (event instanceof Transaction transaction) {
            return new RingEntry(
                    event,
                    commitTs,
                    transaction.firstCommitTs().value(),
                    commitTs,
                    Math.max(1, transaction.changes().size()),
                    sizeOf(transaction));
        }
        // a heartbeat says that all up to its ts is done, a schema change stands in front of what is at its ts
        return event instanceof Heartbeat
                ? new RingEntry(event, commitTs, commitTs + 1, commitTs, 1, OVERHEAD_BYTES)
                : new RingEntry(event, commitTs, commitTs, commitTs - 1, 1, OVERHEAD_BYTES);
    }

    private static long sizeOf(Transaction transaction) {
        long size =
                OVERHEAD_BYTES + OVERHEAD_PER_PIECE_BYTES * transaction.pieces().size() + transaction.sizeBytes();
        for (RowChange change : transaction.changes()) {
            size += OVERHEAD_PER_CHANGE_BYTES + sizeOf(change.before()) + sizeOf(change.after());
        }
        return size;
    }

    /** The place of each column is kept beside the bytes, which the transaction's size counts. */
    private static long sizeOf(@Nullable Row row) {
        return row == null
                ? 0
                : OVERHEAD_PER_ROW_BYTES
                        + (long) Integer.BYTES * row.schema().columns().size();
    }
}
