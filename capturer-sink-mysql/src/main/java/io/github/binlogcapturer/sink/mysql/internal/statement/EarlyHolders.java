package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.internal.statement.RowsStatement.Affected;
import io.github.binlogcapturer.sink.mysql.internal.target.MappedKey;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows that may hold a unique value too early, where some of a batch was applied before: the value is theirs later in the batch, and
 * another row takes it first, written differently. {@link StatementShape.Free} frees a value only as it is written, since a row that holds
 * it otherwise may be one that the source has beside the other. Rows of the batch itself may step aside: each of them is written again as a
 * whole, or deleted.
 */
final class EarlyHolders {

    private final Map<TableName, List<Map<Object, Group>>> tables = new LinkedHashMap<>();

    /** Adds what makes such rows step aside; before all else of the batch. */
    static void stepAside(List<Pending> changes, Chunks out) {
        EarlyHolders holders = new EarlyHolders();
        for (Pending pending : changes) {
            holders.note(pending, pending.beforeTable(), pending.change().before());
            holders.note(pending, pending.table(), pending.change().after());
        }
        holders.tables.values().forEach(keys -> addTo(out, keys));
    }

    private static void addTo(Chunks out, List<Map<Object, Group>> keys) {
        for (int key = 0; key < keys.size(); key++) {
            List<FoldedRow> rows = new ArrayList<>();
            keys.get(key).values().stream()
                    .filter(Group::isAmbiguous)
                    .forEach(group -> rows.addAll(group.holders.values()));
            out.add(new StatementShape.StepAside(key), rows, Affected.ANY);
        }
    }

    private void note(Pending pending, TargetTable table, @Nullable Row image) {
        if (image == null || table.identity() == null || !table.hasFoldingKeys()) {
            return;
        }
        List<MappedKey> keys = table.otherKeys();
        List<Map<Object, Group>> groups = tables.computeIfAbsent(table.name(), unseen -> new ArrayList<>());
        for (int i = 0; i < keys.size(); i++) {
            if (groups.size() == i) {
                groups.add(new LinkedHashMap<>());
            }
            MappedKey key = keys.get(i);
            Object value = key.known() && key.folds() ? KeyValues.of(key, image) : null;
            if (value != null) {
                groups.get(i)
                        .computeIfAbsent(value, unseen -> new Group())
                        .add(FoldedRow.ofImage(pending, table, image), key);
            }
        }
    }

    /** The rows that have, at one time or another, what the target takes for one value. */
    private static final class Group {

        /** By who they are and how they write it. */
        private final Map<List<Object>, FoldedRow> holders = new LinkedHashMap<>();

        void add(FoldedRow row, MappedKey key) {
            Object identity = KeyValues.of(Objects.requireNonNull(row.table().identity()), row.image());
            Object spelling = KeyValues.exactOf(key, row.image());
            if (identity != null && spelling != null) {
                holders.putIfAbsent(List.of(identity, spelling), row);
            }
        }

        /** Returns whether several rows have it, and not all of them in one spelling. */
        boolean isAmbiguous() {
            Set<Object> identities = new HashSet<>();
            Set<Object> spellings = new HashSet<>();
            for (List<Object> holder : holders.keySet()) {
                identities.add(holder.get(0));
                spellings.add(holder.get(1));
            }
            return identities.size() > 1 && spellings.size() > 1;
        }
    }
}
