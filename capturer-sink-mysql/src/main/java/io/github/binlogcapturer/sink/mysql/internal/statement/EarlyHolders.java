package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.internal.statement.RowsStatement.Affected;
import io.github.binlogcapturer.sink.mysql.internal.target.MappedKey;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows that may hold a unique value too early, where some of a batch was applied before: the value is theirs later in the batch, and
 * another row takes it first, written differently. {@link StatementShape.Free} frees a value only as it is written, since a row that holds
 * it otherwise may be one that the source has beside the other. Rows of the batch itself may step aside: each of them is written again as a
 * whole, or deleted.
 */
final class EarlyHolders {

    private final Map<TableName, Images> tables = new LinkedHashMap<>();

    /** Looks at all changes of a batch. */
    EarlyHolders(List<Pending> changes) {
        for (int i = 0; i < changes.size(); i++) {
            Pending pending = changes.get(i);
            note(pending, pending.beforeTable(), pending.change().before(), i);
            note(pending, pending.table(), pending.change().after(), i);
        }
    }

    private void note(Pending pending, TargetTable table, @Nullable Row image, int at) {
        if (image == null || table.identity() == null || !table.hasFoldingKeys()) {
            return;
        }
        Object identity = KeyValues.of(table.identity(), image);
        if (identity != null) {
            tables.computeIfAbsent(table.name(), unseen -> new Images())
                    .add(identity, FoldedRow.ofImage(pending, table, image), at);
        }
    }

    /**
     * Adds what makes such rows step aside, as far as they are written again.
     *
     * @param from the number of the change from which on all are still to be written
     */
    void stepAside(int from, Chunks out) {
        tables.values().forEach(images -> images.stepAside(from, out));
    }

    /** All images of the rows of one table. */
    private static final class Images {

        /** By key, and by what the target takes for one value of it. */
        private final List<Map<Object, Group>> keys = new ArrayList<>();
        /** The last change of each row. */
        private final Map<Object, Integer> last = new HashMap<>();

        void add(Object identity, FoldedRow row, int at) {
            last.put(identity, at);
            List<MappedKey> others = row.table().otherKeys();
            for (int i = 0; i < others.size(); i++) {
                if (keys.size() == i) {
                    keys.add(new LinkedHashMap<>());
                }
                MappedKey key = others.get(i);
                Object value = key.known() && key.folds() ? KeyValues.of(key, row.image()) : null;
                Object spelling = value == null ? null : KeyValues.exactOf(key, row.image());
                if (value != null && spelling != null) {
                    keys.get(i).computeIfAbsent(value, unseen -> new Group()).add(identity, spelling, row);
                }
            }
        }

        void stepAside(int from, Chunks out) {
            for (int key = 0; key < keys.size(); key++) {
                List<FoldedRow> rows = new ArrayList<>();
                for (Group group : keys.get(key).values()) {
                    if (group.isAmbiguous()) {
                        group.holders.forEach((identity, spellings) -> {
                            if (last.getOrDefault(identity, -1) >= from) {
                                rows.addAll(spellings.values());
                            }
                        });
                    }
                }
                out.add(new StatementShape.StepAside(key), rows, Affected.ANY);
            }
        }
    }

    /** The rows that have, at one time or another, what the target takes for one value: an image for each way in which they write it. */
    private static final class Group {

        private final Map<Object, Map<Object, FoldedRow>> holders = new LinkedHashMap<>();
        private final Set<Object> spellings = new HashSet<>();

        void add(Object identity, Object spelling, FoldedRow row) {
            spellings.add(spelling);
            holders.computeIfAbsent(identity, unseen -> new LinkedHashMap<>()).putIfAbsent(spelling, row);
        }

        /** Returns whether several rows have it, and not all of them in one spelling. */
        boolean isAmbiguous() {
            return holders.size() > 1 && spellings.size() > 1;
        }
    }
}
