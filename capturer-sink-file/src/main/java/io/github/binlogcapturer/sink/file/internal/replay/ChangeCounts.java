package io.github.binlogcapturer.sink.file.internal.replay;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.TransactionFilter;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A filter that lets everything pass and counts it. Thread-safe. */
public final class ChangeCounts implements TransactionFilter {

    private static final Comparator<TableName> BY_NAME =
            Comparator.comparing(TableName::database).thenComparing(TableName::table);

    // guarded by this
    private final Map<TableName, Map<ChangeType, Long>> changes = new TreeMap<>(BY_NAME);
    private long transactions;
    private long changeCount;
    private @Nullable CommitTs first;
    private @Nullable CommitTs last;

    /**
     * What was counted.
     *
     * @param changes per table, in order of their names, and type
     * @param first the commit ts of the first transaction, or null where there was none
     * @param last the commit ts of the last one
     */
    public record Counted(
            long transactions,
            long changeCount,
            Map<TableName, Map<ChangeType, Long>> changes,
            @Nullable CommitTs first,
            @Nullable CommitTs last) {}

    @Override
    public synchronized boolean accept(Transaction transaction) {
        for (RowChange change : transaction.changes()) {
            changes.computeIfAbsent(change.table(), table -> new EnumMap<>(ChangeType.class))
                    .merge(change.type(), 1L, Long::sum);
        }
        transactions++;
        changeCount += transaction.changes().size();
        first = first == null ? transaction.commitTs() : first;
        last = transaction.commitTs();
        return true;
    }

    /** Returns how many transactions and changes there were until now, without the tables. */
    public synchronized Counted totals() {
        return new Counted(transactions, changeCount, Map.of(), first, last);
    }

    /** Returns everything that was counted until now, as a copy. */
    public synchronized Counted counted() {
        Map<TableName, Map<ChangeType, Long>> copy = new TreeMap<>(BY_NAME);
        changes.forEach((table, byType) -> copy.put(table, new EnumMap<>(byType)));
        return new Counted(transactions, changeCount, copy, first, last);
    }
}
