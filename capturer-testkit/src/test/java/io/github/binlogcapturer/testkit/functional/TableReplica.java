package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.event.UniqueKey;
import io.github.binlogcapturer.testkit.RecordedTable;
import io.github.binlogcapturer.testkit.Recordings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tables in memory to which changes are applied as a database would: by primary key, and a new row takes the place of any that has
 * one of its unique values, since the source did not allow both.
 */
public final class TableReplica {

    private final Map<String, Map<List<@Nullable Object>, Row>> tables = new HashMap<>();

    void apply(BinlogEvent event) {
        if (event instanceof Transaction transaction) {
            transaction.changes().forEach(this::apply);
        }
    }

    /** Applies one change. */
    public void apply(RowChange change) {
        Map<List<@Nullable Object>, Row> table =
                tables.computeIfAbsent(change.table().table(), name -> new HashMap<>());
        Row before = change.before();
        if (before != null) {
            table.remove(values(before, before.schema().primaryKey()));
        }
        Row after = change.after();
        if (after != null) {
            for (UniqueKey key : after.schema().uniqueKeys()) {
                List<@Nullable Object> unique = values(after, key.columns());
                table.values()
                        .removeIf(row -> !unique.contains(null)
                                && values(row, key.columns()).equals(unique));
            }
            table.put(values(after, after.schema().primaryKey()), after);
        }
    }

    private static List<@Nullable Object> values(Row row, List<Column> columns) {
        List<@Nullable Object> values = new ArrayList<>();
        columns.forEach(column -> values.add(row.value(column.index())));
        return values;
    }

    /** Returns a table's rows by primary key, as a SELECT shows them by a newer schema: absent columns have their default. */
    Map<List<@Nullable Object>, List<@Nullable Object>> selected(TableSchema newest) {
        Map<List<@Nullable Object>, List<@Nullable Object>> rows = new HashMap<>();
        tables.getOrDefault(newest.name().table(), Map.of())
                .forEach((key, row) -> rows.put(key, selected(row, newest)));
        return rows;
    }

    private static List<@Nullable Object> selected(Row row, TableSchema newest) {
        @Nullable Object[] values = new @Nullable Object[newest.columns().size()];
        for (Column column : newest.columns()) {
            row.schema().columns().stream()
                    .filter(old -> old.fieldId() == column.fieldId())
                    .findFirst()
                    .ifPresent(old -> values[column.index()] = row.value(old.index()));
        }
        Row shown = Row.of(newest, values).withDefaults();
        List<@Nullable Object> all = new ArrayList<>();
        newest.columns().forEach(column -> all.add(shown.value(column.index())));
        return all;
    }

    /** Returns a table's rows as the lines of a final table, in no order. */
    public Set<List<@Nullable String>> rows(String table) {
        Set<List<@Nullable String>> rows = new HashSet<>();
        for (Row row : tables.getOrDefault(table, Map.of()).values()) {
            List<@Nullable String> texts = new ArrayList<>();
            row.schema().columns().forEach(column -> texts.add(row.officialText(column.index())));
            rows.add(texts);
        }
        return rows;
    }

    /** Returns the rows a recorded table ended with, text columns as text. */
    public Set<List<@Nullable String>> recorded(String recording, String table) {
        RecordedTable last = Recordings.finalTable(recording, table);
        Row any =
                tables.getOrDefault(table, Map.of()).values().stream().findAny().orElse(null);
        Set<List<@Nullable String>> rows = new HashSet<>();
        for (List<@Nullable String> line : last.rows()) {
            List<@Nullable String> texts = new ArrayList<>();
            for (int i = 0; i < line.size(); i++) {
                boolean bytes = any != null && any.schema().columns().get(i).holdsBytes();
                String value = line.get(i);
                texts.add(value == null || bytes ? value : RecordedTable.utf8(Objects.requireNonNull(value)));
            }
            rows.add(texts);
        }
        return rows;
    }
}
