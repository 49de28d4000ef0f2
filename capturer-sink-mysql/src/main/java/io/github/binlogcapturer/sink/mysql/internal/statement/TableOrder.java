package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.internal.statement.FoldedRow.Start;
import io.github.binlogcapturer.sink.mysql.internal.statement.RowsStatement.Affected;
import io.github.binlogcapturer.sink.mysql.internal.target.ColumnMapping;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Orders the folded rows of one table so that no unique value is taken before it is free.
 *
 * <p>First go the rows that are gone. Of a row that stays but gives a unique value to another row of the batch, the value becomes NULL
 * until the row is updated; where it cannot be NULL, the row is updated before the one that takes its value, and only a cycle of such rows
 * is cut by taking one out. More rows are not taken out, since tables that the user may not see can refer to them with ON DELETE
 * CASCADE. Then come rows of which nothing is known,
 * after others that hold their values have been deleted, then updates, and last the new rows.
 */
final class TableOrder {

    private final TargetTable table;
    private final PlanMode mode;
    private final boolean alias;
    private final List<FoldedRow> deletes = new ArrayList<>();
    private final List<FoldedRow> unsureDeletes = new ArrayList<>();
    private final Set<FoldedRow> updates = new LinkedHashSet<>();
    private final Set<FoldedRow> upserts = new LinkedHashSet<>();
    private final List<FoldedRow> inserts = new ArrayList<>();
    /** Rows that are deleted and inserted again. */
    private final Set<FoldedRow> moved = new LinkedHashSet<>();

    /** By key the rows whose value came and went, and that nobody of the batch had before. */
    private final Map<Integer, List<FoldedRow>> passed = new LinkedHashMap<>();

    private final Map<ColumnMapping, Set<FoldedRow>> parked = new LinkedHashMap<>();
    private final Set<FoldedRow> stepping = new LinkedHashSet<>();
    private Set<FoldedRow> ordered = Set.of();

    TableOrder(
            TargetTable table,
            Collection<FoldedRow> rows,
            PlanMode mode,
            boolean alias,
            Set<TableName> tablesWithDeletes) {
        this.table = table;
        this.mode = mode;
        this.alias = alias;
        rows.forEach(this::classify);
        findPassed(rows);
        if (!table.otherKeys().isEmpty() && !updates.isEmpty()) {
            UniqueValues values = new UniqueValues(table.otherKeys().size());
            values.takenBy(List.of(updates, upserts, inserts, moved));
            values.vacatedBy(updates).forEach(this::makeWay);
            order();
        }
        if (table.parents().stream().anyMatch(tablesWithDeletes::contains)) {
            List.copyOf(updates).stream().filter(this::refersAnew).forEach(this::leaveParents);
        }
    }

    /** Adds what must come before anything of the tables that this one refers to. */
    void first(Chunks out) {
        Affected sure = mode == PlanMode.EXACT ? Affected.ONE : Affected.UP_TO_ONE;
        List<FoldedRow> all = new ArrayList<>(deletes);
        all.addAll(moved);
        out.add(new StatementShape.Delete(), all, sure);
        out.add(new StatementShape.Delete(), unsureDeletes, Affected.UP_TO_ONE);
        passed.forEach((key, rows) -> out.add(new StatementShape.Free(key), rows, Affected.ANY));
        parked.forEach((column, rows) -> out.add(new StatementShape.Park(column), List.copyOf(rows), sure));
    }

    /** Adds the rest. */
    void second(Chunks out) {
        List<FoldedRow> unknown = new ArrayList<>(upserts);
        unknown.removeIf(ordered::contains);
        free(unknown, out);
        if (table.hasFoldingKeys()) {
            unknown.forEach(row -> put(row, out));
        } else {
            out.add(new StatementShape.Upsert(alias), unknown, Affected.UP_TO_TWO);
        }
        update(out);
        ordered.forEach(row -> inOrder(row, out));
        List<FoldedRow> arriving = new ArrayList<>(inserts);
        arriving.addAll(moved);
        out.add(new StatementShape.Insert(), arriving, Affected.ONE);
    }

    /** A value that was taken in between may have displaced a row of which the source said nothing. */
    private void findPassed(Collection<FoldedRow> rows) {
        if (rows.stream().allMatch(row -> row.passed().isEmpty())) {
            return;
        }
        int keys = table.otherKeys().size();
        UniqueValues before = new UniqueValues(keys, true);
        before.holdBefore(rows);
        for (FoldedRow row : rows) {
            for (FoldedRow image : row.passed()) {
                for (int key = 0; key < keys; key++) {
                    if (!before.holds(image, key)) {
                        passed.computeIfAbsent(key, unseen -> new ArrayList<>()).add(image);
                    }
                }
            }
        }
    }

    private void inOrder(FoldedRow row, Chunks out) {
        if (moved.contains(row)) {
            return;
        }
        boolean upsert = upserts.contains(row);
        if (!upserts.isEmpty()) {
            // a row of which nothing is known may hold the value until its own turn comes
            free(List.of(row), out);
        }
        if (upsert) {
            put(row, out);
        } else {
            out.single(new StatementShape.Update(), row, Affected.ONE);
        }
    }

    private void put(FoldedRow row, Chunks out) {
        if (table.hasFoldingKeys()) {
            out.put(row);
        } else {
            out.single(new StatementShape.Upsert(alias), row, Affected.UP_TO_TWO);
        }
    }

    private void classify(FoldedRow row) {
        if (row.isGone()) {
            (row.start == Start.PRESENT && mode == PlanMode.EXACT ? deletes : unsureDeletes).add(row);
        } else if (row.start == Start.ABSENT) {
            inserts.add(row);
        } else if (row.start == Start.UNKNOWN || mode == PlanMode.REPEATED) {
            upserts.add(row);
        } else if (row.isReplaced() && table.hasMoreColumns() && !table.isParent()) {
            moved.add(row);
        } else if (row.isChanged()) {
            updates.add(row);
        }
    }

    private void makeWay(FoldedRow row, List<Integer> keys) {
        keys.forEach(key -> stepAside(row, key));
    }

    private void stepAside(FoldedRow row, int key) {
        for (ColumnMapping column : row.table().otherKeys().get(key).columns()) {
            if (column.target().nullable()) {
                parked.computeIfAbsent(column, unseen -> new LinkedHashSet<>()).add(row);
                return;
            }
        }
        stepping.add(row);
    }

    private void move(FoldedRow row) {
        updates.remove(row);
        parked.values().forEach(rows -> rows.remove(row));
        moved.add(row);
    }

    private void order() {
        if (stepping.isEmpty()) {
            return;
        }
        List<FoldedRow> nodes = new ArrayList<>(upserts);
        nodes.addAll(updates);
        UniqueValues held = new UniqueValues(table.otherKeys().size());
        held.heldBefore(stepping);
        UniqueOrder order = new UniqueOrder(held);
        nodes.forEach(order::visit);
        ordered = order.rows();
        order.cut().forEach(this::move);
    }

    private boolean refersAnew(FoldedRow row) {
        return !referringAnew(row).isEmpty();
    }

    private List<ColumnMapping> referringAnew(FoldedRow row) {
        return row.table().columns().stream()
                .filter(column -> table.foreignKeyColumns()
                        .contains(column.target().name().toLowerCase(Locale.ROOT)))
                .filter(column -> row.before == null || !row.image().sameValue(column.index(), row.before))
                .toList();
    }

    /** Refers to nobody until its parents of old are gone and the new ones are there; a row that must refer is taken out. */
    private void leaveParents(FoldedRow row) {
        List<ColumnMapping> columns = referringAnew(row);
        if (columns.stream().allMatch(column -> column.target().nullable())) {
            columns.forEach(column -> parked.computeIfAbsent(column, unseen -> new LinkedHashSet<>())
                    .add(row));
        } else {
            move(row);
        }
    }

    private void free(List<FoldedRow> rows, Chunks out) {
        if (!table.otherKeys().isEmpty()) {
            List<FoldedRow> holding =
                    rows.stream().filter(StatementShape.Free::concerns).toList();
            out.add(new StatementShape.Free(StatementShape.Free.ALL_KEYS), holding, Affected.ANY);
        }
    }

    /** An existing row with its own key is found by that key first, so that INSERT can only update it. */
    private void update(Chunks out) {
        List<FoldedRow> together = new ArrayList<>();
        List<FoldedRow> alone = new ArrayList<>();
        Set<FoldedRow> stepAside = new LinkedHashSet<>(ordered);
        parked.values().forEach(stepAside::addAll);
        for (FoldedRow row : updates) {
            boolean bulk = table.hasPrimaryIdentity() && row.isSurelyChanged() && !stepAside.contains(row);
            if (bulk) {
                together.add(row);
            } else if (!ordered.contains(row)) {
                alone.add(row);
            }
        }
        if (together.size() == 1) {
            alone.addAll(together);
        } else {
            out.add(new StatementShape.UpdateMany(alias), together, Affected.TWO);
        }
        out.singles(new StatementShape.Update(), alone, Affected.ONE);
    }
}
