package io.github.binlogcapturer.benchmarks.original;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The SQL text that the original makes of a row change: a statement for each row, every value as a string literal that nobody escapes, the
 * table without its database. Its NULLs become texts, which is why the figure has none.
 */
final class OriginalSql {

    private OriginalSql() {}

    /** Returns the statement, or null where an update changes nothing. */
    static @Nullable String of(RowChange change) {
        Row before = change.before();
        Row after = change.after();
        if (before == null) {
            return insert(Objects.requireNonNull(after));
        }
        return after == null ? delete(before) : update(change, before, after);
    }

    /** Returns the values of the primary key, joined as the original joins them to find conflicts. */
    static String key(Row row) {
        StringBuilder key = new StringBuilder();
        for (Column column : row.schema().primaryKey()) {
            key.append(key.isEmpty() ? "" : "_").append(row.text(column.index()));
        }
        return key.toString();
    }

    private static String insert(Row row) {
        List<Column> columns = row.schema().columns();
        return "replace into " + table(row) + " (" + names(columns) + ") values (" + values(row, columns) + ")";
    }

    private static String delete(Row row) {
        List<Column> key = row.schema().primaryKey();
        return "delete from " + table(row) + " where (" + names(key) + ") in ((" + values(row, key) + "))";
    }

    private static String names(List<Column> columns) {
        StringJoiner names = new StringJoiner("`,`", "`", "`");
        columns.forEach(column -> names.add(column.name()));
        return names.toString();
    }

    private static String values(Row row, List<Column> columns) {
        StringJoiner values = new StringJoiner("','", "'", "'");
        columns.forEach(column -> values.add(row.text(column.index())));
        return values.toString();
    }

    private static @Nullable String update(RowChange change, Row before, Row after) {
        String changed = assignments(after, change::isUpdated, ",");
        if (changed.isEmpty()) {
            return null;
        }
        String key = assignments(before, index -> isKey(before, index), " and ");
        return "update " + table(after) + " set " + changed + " where " + key;
    }

    private static boolean isKey(Row row, int index) {
        return row.schema().primaryKey().stream().anyMatch(column -> column.index() == index);
    }

    private static String assignments(Row row, IntPredicate wanted, String separator) {
        StringBuilder text = new StringBuilder();
        for (Column column : row.schema().columns()) {
            if (wanted.test(column.index())) {
                text.append(text.isEmpty() ? "" : separator).append('`').append(column.name());
                text.append("`='").append(row.text(column.index())).append('\'');
            }
        }
        return text.toString();
    }

    private static String table(Row row) {
        return "`" + row.schema().name().table() + "`";
    }
}
