package io.github.binlogcapturer.internal.filter;

import io.github.binlogcapturer.Flashback;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.TransactionFilter;
import io.github.binlogcapturer.spi.TransactionTransformer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that stands between a decoded transaction and its delivery, in this order: what a flashback does not ask for goes, UPDATEs that change no monitored column go, columns
 * that are not selected go, transactions without a change left go, the user's filters decide, the user's transformers change. Called in commit
 * order by one thread. Exceptions of the user's code pass through unchanged.
 */
public final class FilterChain {

    private final @Nullable FlashbackFilter flashback;
    private final ColumnRules rules;
    private final ColumnFilter columns;
    private final List<TransactionFilter> filters;
    private final List<TransactionTransformer> transformers;

    /** @param flashback which transactions are wanted, or null for all */
    public FilterChain(
            @Nullable Flashback flashback,
            ColumnRules rules,
            List<TransactionFilter> filters,
            List<TransactionTransformer> transformers) {
        this.flashback = flashback == null ? null : new FlashbackFilter(flashback);
        this.rules = rules;
        this.columns = new ColumnFilter(rules);
        this.filters = List.copyOf(filters);
        this.transformers = List.copyOf(transformers);
    }

    /**
     * Checks that the column rules fit the captured tables, given by table id.
     *
     * @throws ConfigurationException if one names a table or column that is not there, or excludes a key column; names setting, table
     *     and column
     */
    public void check(Map<Long, TableSchema> tables) {
        new ColumnRuleCheck(tables.values()).check(rules);
    }

    /**
     * Returns what is delivered of a transaction, or null where nothing is.
     *
     * @throws IllegalStateException if a transformer gives back other pieces than it got, since the checkpoint relies on them
     */
    public @Nullable Transaction apply(Transaction transaction) {
        Transaction wanted = flashback == null ? transaction : flashback.apply(transaction);
        if (wanted == null) {
            return null;
        }
        Transaction reduced = columns.apply(wanted);
        if (reduced.changes().isEmpty()) {
            return null;
        }
        for (TransactionFilter filter : filters) {
            if (!filter.accept(reduced)) {
                return null;
            }
        }
        return transform(reduced);
    }

    /** Returns a schema change in terms of the delivered columns. */
    public SchemaChange apply(SchemaChange change) {
        TableSchema before = change.before();
        return new SchemaChange(
                change.commitTs(), before == null ? null : columns.select(before), columns.select(change.after()));
    }

    private @Nullable Transaction transform(Transaction reduced) {
        Transaction current = reduced;
        for (TransactionTransformer transformer : transformers) {
            Transaction transformed = transformer.transform(current);
            if (transformed == null || transformed.changes().isEmpty()) {
                return null;
            }
            if (!transformed.pieces().equals(current.pieces())) {
                throw new IllegalStateException("A transformer must keep the pieces of its transaction, but "
                        + transformer.getClass().getName() + " turned " + current.pieces() + " into "
                        + transformed.pieces() + "; make the result with Transaction.withChanges");
            }
            current = transformed;
        }
        return current;
    }
}
