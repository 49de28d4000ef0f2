package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.mysql.TargetSchemaException;
import io.github.binlogcapturer.sink.mysql.internal.target.ServerFacts;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetCatalog;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Plans the statements of a batch: executed in order, in one transaction of the target, they leave it as the source's transactions would,
 * applied one after another. One per lane; not thread-safe.
 *
 * <p>In {@link PlanMode#REPEATED} rows of a table without any usable key are doubled where an insert is repeated.
 */
public final class BatchPlanner {

    private final Tables catalog;
    private final ServerFacts facts;
    private final int maxRows;
    private final boolean buckets;
    private final boolean alias;

    /** Finds the table that rows of a schema go to. */
    @FunctionalInterface
    interface Tables {
        TargetTable find(TableSchema source) throws SQLException;
    }

    /** Makes a planner for statements with literals. */
    public BatchPlanner(TargetCatalog catalog, ServerFacts facts, int maxRowsPerStatement) {
        this(catalog, facts, maxRowsPerStatement, false);
    }

    /**
     * Makes a planner.
     *
     * @param buckets whether row counts are powers of two up to 256, so that there are few texts to prepare
     * @throws IllegalArgumentException if a statement may have no row
     */
    public BatchPlanner(TargetCatalog catalog, ServerFacts facts, int maxRowsPerStatement, boolean buckets) {
        this(catalog::table, facts, maxRowsPerStatement, buckets);
    }

    BatchPlanner(Tables catalog, ServerFacts facts, int maxRowsPerStatement, boolean buckets) {
        if (maxRowsPerStatement < 1) {
            throw new IllegalArgumentException("A statement has at least one row, but got " + maxRowsPerStatement);
        }
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.facts = Objects.requireNonNull(facts, "facts");
        this.maxRows = maxRowsPerStatement;
        this.buckets = buckets;
        this.alias = facts.isMySqlFrom(8, 0, 20);
    }

    /**
     * Plans transactions that come in stream order. Blocks where a table is seen for the first time.
     *
     * @throws TargetSchemaException if a table of the target is missing or does not fit
     * @throws SQLException if the target cannot be read
     */
    public List<PlannedStatement> plan(List<Transaction> transactions, PlanMode mode) throws SQLException {
        IdentityHashMap<TableSchema, TargetTable> tables = new IdentityHashMap<>();
        List<Pending> changes = new ArrayList<>();
        for (Transaction transaction : transactions) {
            for (RowChange change : transaction.changes()) {
                TargetTable table = table(tables, change.image());
                Row before = change.before();
                TargetTable beforeTable = before == null ? table : table(tables, before);
                changes.add(new Pending(change, table, beforeTable, transaction.commitTs()));
            }
        }
        TableGroups groups = TableGroups.of(tables.values(), changes);
        Chunks out = new Chunks(facts, maxRows, buckets);
        new Round(groups, mode, out).run(changes);
        return out.statements();
    }

    private TargetTable table(IdentityHashMap<TableSchema, TargetTable> tables, Row row) throws SQLException {
        TargetTable known = tables.get(row.schema());
        if (known == null) {
            known = catalog.find(row.schema());
            tables.put(row.schema(), known);
        }
        return known;
    }

    /** What has been folded and not written out yet. */
    private final class Round {

        private final TableGroups groups;
        private final PlanMode mode;
        private final Chunks out;
        private final Map<TableName, RowFolder> folders = new LinkedHashMap<>();
        private final Map<TableName, TargetTable> tables = new HashMap<>();
        /** The changes of folded tables that have more than one unique key, as they came. */
        private final Map<TableName, List<Pending>> unfolded = new HashMap<>();

        private final Map<String, List<Pending>> serial = new LinkedHashMap<>();

        Round(TableGroups groups, PlanMode mode, Chunks out) {
            this.groups = groups;
            this.mode = mode;
            this.out = out;
        }

        void run(List<Pending> changes) {
            if (mode == PlanMode.DISPLACING) {
                writeSerial(changes, mode);
                return;
            }
            EarlyHolders early = new EarlyHolders(mode == PlanMode.REPEATED ? changes : List.of());
            int begin = 0;
            for (int i = 0; i < changes.size(); i++) {
                Pending pending = changes.get(i);
                TableName name = pending.table().name();
                String serialName = groups.serialName(name);
                if (serialName != null) {
                    serial.computeIfAbsent(serialName, unseen -> new ArrayList<>())
                            .add(pending);
                } else if (!fold(name, pending)) {
                    early.stepAside(begin, out);
                    writeFolded();
                    begin = i;
                    fold(name, pending);
                }
            }
            early.stepAside(begin, out);
            writeFolded();
            serial.values().forEach(list -> writeSerial(list, mode));
        }

        private boolean fold(TableName name, Pending pending) {
            tables.putIfAbsent(name, pending.table());
            boolean folded =
                    folders.computeIfAbsent(name, unseen -> new RowFolder(mode)).add(pending);
            if (folded && !pending.table().otherKeys().isEmpty()) {
                unfolded.computeIfAbsent(name, unseen -> new ArrayList<>()).add(pending);
            }
            return folded;
        }

        /** Children go before their parents, and come behind them. */
        private void writeFolded() {
            Set<TableName> withDeletes = new HashSet<>();
            folders.forEach((name, folder) -> {
                if (folder.rows().stream().anyMatch(FoldedRow::isGone)) {
                    withDeletes.add(name);
                }
            });
            List<TableOrder> parentsFirst = new ArrayList<>();
            List<TableName> displacing = new ArrayList<>();
            for (TableName name : folders.size() > 1 ? groups.parentsFirst() : folders.keySet()) {
                RowFolder folder = folders.get(name);
                if (folder != null && hidesDisplacement(name, folder)) {
                    displacing.add(name);
                } else if (folder != null) {
                    TargetTable table = Objects.requireNonNull(tables.get(name));
                    parentsFirst.add(new TableOrder(table, folder.rows(), mode, alias, withDeletes));
                }
            }
            for (int i = parentsFirst.size() - 1; i >= 0; i--) {
                parentsFirst.get(i).first(out);
            }
            parentsFirst.forEach(order -> order.second(out));
            for (TableName name : displacing) {
                writeSerial(Objects.requireNonNull(unfolded.get(name)), PlanMode.DISPLACING);
            }
            folders.clear();
            unfolded.clear();
        }

        /** Two rows with one unique value: the later took it from the earlier, of which the source says nothing. */
        private boolean hidesDisplacement(TableName name, RowFolder folder) {
            int keys = Objects.requireNonNull(tables.get(name)).otherKeys().size();
            return keys > 0 && new UniqueValues(keys, true).collide(folder.rows());
        }

        private void writeSerial(List<Pending> changes, PlanMode mode) {
            SerialPlan plan = new SerialPlan(mode, alias, out);
            changes.forEach(plan::add);
            plan.end();
        }
    }
}
