package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.sink.mysql.internal.statement.FoldedRow.Start;
import io.github.binlogcapturer.sink.mysql.internal.statement.RowsStatement.Affected;
import io.github.binlogcapturer.sink.mysql.internal.target.MappedKey;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Plans changes in stream order, unfolded: of tables without a key, with a key that the source cannot tell, or with foreign keys that are a
 * cycle or change rows by themselves. Neighbours of one kind and table still share a statement.
 */
final class SerialPlan {

    private final PlanMode mode;
    private final boolean alias;
    private final Chunks out;
    private final List<FoldedRow> run = new ArrayList<>();
    private StatementShape runShape = new StatementShape.Insert();
    private Affected runAffected = Affected.ONE;

    SerialPlan(PlanMode mode, boolean alias, Chunks out) {
        this.mode = mode;
        this.alias = alias;
        this.out = out;
    }

    void add(Pending pending) {
        FoldedRow row = FoldedRow.of(pending);
        RowChange change = pending.change();
        TargetTable table = pending.table();
        switch (change.type()) {
            case INSERT -> {
                if (mode == PlanMode.EXACT) {
                    collect(new StatementShape.Insert(), row, Affected.ONE);
                } else {
                    upsert(table, row);
                }
            }
            case UPSERT -> upsert(table, row);
            case UPDATE -> update(pending, row);
            case DELETE -> delete(table, row, sure(table));
        }
    }

    /** Ends the statement that neighbours were collected for. */
    void end() {
        if (!run.isEmpty()) {
            out.add(runShape, List.copyOf(run), runAffected);
            run.clear();
        }
    }

    private void collect(StatementShape shape, FoldedRow row, Affected affected) {
        boolean fits = run.isEmpty()
                || (runShape.equals(shape)
                        && runAffected.equals(affected)
                        && run.get(0).table().insertHead().equals(row.table().insertHead()));
        if (!fits) {
            end();
        }
        runShape = shape;
        runAffected = affected;
        run.add(row);
    }

    private void single(StatementShape shape, FoldedRow row, Affected affected) {
        end();
        out.single(shape, row, affected);
    }

    private Affected sure(TargetTable table) {
        return mode == PlanMode.EXACT && !table.isCascadedTo() ? Affected.ONE : Affected.UP_TO_ONE;
    }

    private void delete(TargetTable table, FoldedRow row, Affected affected) {
        if (table.identity() == null) {
            single(new StatementShape.KeylessDelete(), row, affected);
        } else if (table.parents().contains(table.name())) {
            // the server checks each row of a statement at once, parents before their children as it may be
            single(new StatementShape.Delete(), row, affected);
        } else {
            collect(new StatementShape.Delete(), row, affected);
        }
    }

    private void update(Pending pending, FoldedRow row) {
        TargetTable table = pending.table();
        MappedKey identity = table.identity();
        if (identity == null && mode == PlanMode.DISPLACING) {
            upsertWithoutKey(table, row);
        } else if (identity == null) {
            single(new StatementShape.KeylessUpdate(), row, sure(table));
        } else if (!sameIdentity(pending, identity, row)) {
            delete(
                    pending.beforeTable(),
                    FoldedRow.goneBefore(pending, Objects.requireNonNull(row.before)),
                    sure(table));
            FoldedRow arrival = FoldedRow.newAfter(pending, Start.UNKNOWN);
            if (mode == PlanMode.EXACT) {
                collect(new StatementShape.Insert(), arrival, Affected.ONE);
            } else {
                upsert(table, arrival);
            }
        } else if (mode != PlanMode.EXACT) {
            upsert(table, row);
        } else {
            single(new StatementShape.Update(), row, sure(table));
        }
    }

    private static boolean sameIdentity(Pending pending, MappedKey identity, FoldedRow row) {
        MappedKey before = Objects.requireNonNull(pending.beforeTable().identity());
        return FoldedRow.same(identity.columns(), row.image(), before.columns(), Objects.requireNonNull(row.before));
    }

    private void upsert(TargetTable table, FoldedRow row) {
        if (table.identity() == null) {
            upsertWithoutKey(table, row);
        } else if (table.hasPrimaryIdentity() && table.otherKeys().isEmpty()) {
            collect(new StatementShape.Upsert(alias), row, Affected.UP_TO_TWO);
        } else {
            if (StatementShape.Free.concerns(row)) {
                single(new StatementShape.Free(StatementShape.Free.ALL_KEYS), row, Affected.ANY);
            }
            if (table.hasPrimaryIdentity() && !table.hasFoldingKeys()) {
                single(new StatementShape.Upsert(alias), row, Affected.UP_TO_TWO);
            } else {
                end();
                out.put(row);
            }
        }
    }

    private void upsertWithoutKey(TargetTable table, FoldedRow row) {
        boolean findable = row.before != null || !table.sourceKey().isEmpty();
        boolean mayBeThere = row.changes().get(0).type() != ChangeType.INSERT
                || !table.sourceKey().isEmpty();
        if (findable && mayBeThere) {
            single(new StatementShape.KeylessDelete(), row, Affected.UP_TO_ONE);
        }
        collect(new StatementShape.Insert(), row, Affected.ONE);
    }
}
