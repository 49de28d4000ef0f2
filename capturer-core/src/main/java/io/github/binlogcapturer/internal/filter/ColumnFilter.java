package io.github.binlogcapturer.internal.filter;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Applies {@link ColumnRules}. Owned by one thread, since it remembers per table what the rules mean for its current version. */
final class ColumnFilter {

    private final ColumnRules rules;
    private final boolean idle;
    private final Map<Long, TablePlan> plans = new HashMap<>();

    ColumnFilter(ColumnRules rules) {
        this.rules = rules;
        this.idle = rules.equals(ColumnRules.none());
    }

    /** Returns the transaction with the changes that count, reduced to the selected columns; the same one where that changes nothing. */
    Transaction apply(Transaction transaction) {
        if (idle) {
            return transaction;
        }
        List<RowChange> kept = new ArrayList<>(transaction.changes().size());
        boolean same = true;
        for (RowChange change : transaction.changes()) {
            RowChange reduced = apply(change);
            same &= reduced == change;
            if (reduced != null) {
                kept.add(reduced);
            }
        }
        return same ? transaction : transaction.withChanges(kept);
    }

    /** Returns a schema reduced to the selected columns. */
    TableSchema select(TableSchema schema) {
        return idle ? schema : planOf(schema).selected();
    }

    private @Nullable RowChange apply(RowChange change) {
        TablePlan plan = planOf(change.schema());
        if (change.type() == ChangeType.UPDATE && !countsAsUpdate(change, plan)) {
            return null;
        }
        return plan.selected() == plan.full() ? change : select(change);
    }

    private static boolean countsAsUpdate(RowChange update, TablePlan plan) {
        if (plan.monitored().isEmpty()) {
            return true;
        }
        Row before = Objects.requireNonNull(update.before());
        for (int column : plan.monitored()) {
            if (!update.image().sameValue(column, before)) {
                return true;
            }
        }
        return false;
    }

    private RowChange select(RowChange change) {
        if (change instanceof RowChange.Insert insert) {
            return new RowChange.Insert(select(insert.after()), insert.statement());
        }
        if (change instanceof RowChange.Delete delete) {
            return new RowChange.Delete(select(delete.before()), delete.statement());
        }
        Row before = change.before();
        return new RowChange.Update(before == null ? null : select(before), select(change.image()), change.statement());
    }

    private Row select(Row row) {
        return row.select(planOf(row.schema()).selected());
    }

    private TablePlan planOf(TableSchema schema) {
        TablePlan plan = plans.get(schema.tableId());
        if (plan == null || plan.full() != schema) {
            plan = TablePlan.of(schema, rules);
            plans.put(schema.tableId(), plan);
        }
        return plan;
    }

    /**
     * What the rules mean for one version of a table.
     *
     * @param full the version as decoded
     * @param selected the same one reduced; identical to {@code full} where every column is delivered
     * @param monitored indexes in {@code full}; empty where every UPDATE counts
     */
    private record TablePlan(TableSchema full, TableSchema selected, List<Integer> monitored) {

        static TablePlan of(TableSchema schema, ColumnRules rules) {
            TableSchema selected = rules.reduces(schema.name()) ? schema.select(rules.selected(schema)) : schema;
            boolean complete = selected.columns().size() == schema.columns().size();
            List<Integer> monitored =
                    rules.monitored(schema).stream().map(schema::indexOf).toList();
            return new TablePlan(schema, complete ? schema : selected, monitored);
        }
    }
}
