package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.Column;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

import static java.util.stream.Collectors.joining;

/** Writes the text of statements whose user gives none, and digests of texts. Stateless. */
final class SqlText {

    private static final Pattern LITERAL = Pattern.compile("'(?:[^'\\\\]++|\\\\.|'')*+'|\\b[xX]?\\d[\\w.]*+");
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private SqlText() {}

    /** Returns an INSERT or REPLACE. */
    static String write(String verb, SimulatedTable table, List<RowInput> rows) {
        List<Column> columns = table.schema().columns().stream()
                .filter(column -> rows.stream().anyMatch(row -> row.names(column)))
                .toList();
        return verb + " INTO " + table + " ("
                + columns.stream().map(Column::name).collect(joining(", ")) + ") VALUES "
                + rows.stream()
                        .map(row -> columns.stream()
                                .map(column -> row.names(column) ? literal(row.value(column)) : "DEFAULT")
                                .collect(joining(", ", "(", ")")))
                        .collect(joining(", "));
    }

    /** Returns an UPDATE that names each row by its key. */
    static String update(SimulatedTable table, List<RowInput> keys, List<RowInput> values) {
        List<String> assignments = new ArrayList<>();
        for (Column column : table.schema().columns()) {
            StringBuilder cases = new StringBuilder();
            for (int i = 0; i < keys.size(); i++) {
                RowInput row = values.get(i);
                if (row.names(column) && !sameKeyPart(column, keys.get(i), row)) {
                    cases.append(" WHEN ").append(condition(table, keys.get(i)));
                    cases.append(" THEN ").append(literal(row.value(column)));
                }
            }
            if (!cases.isEmpty()) {
                assignments.add(
                        keys.size() == 1
                                ? column.name() + " = " + literal(values.get(0).value(column))
                                : column.name() + " = CASE" + cases + " ELSE " + column.name() + " END");
            }
        }
        return "UPDATE " + table + " SET " + String.join(", ", assignments) + where(table, keys);
    }

    /** Returns a DELETE. */
    static String delete(SimulatedTable table, List<RowInput> keys) {
        return "DELETE FROM " + table + where(table, keys);
    }

    private static boolean sameKeyPart(Column column, RowInput key, RowInput row) {
        return column.key()
                && key.names(column)
                && String.valueOf(key.value(column)).equals(String.valueOf(row.value(column)));
    }

    private static String where(SimulatedTable table, List<RowInput> keys) {
        return " WHERE " + keys.stream().map(key -> condition(table, key)).collect(joining(" OR "));
    }

    private static String condition(SimulatedTable table, RowInput key) {
        return table.schema().primaryKey().stream()
                .map(column -> column.name() + " = " + literal(key.value(column)))
                .collect(joining(" AND "));
    }

    private static String literal(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof byte[] bytes) {
            return "x'" + HexFormat.of().formatHex(bytes) + "'";
        }
        return "'" + value.toString().replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** Returns a digest of a statement's shape: statements that differ in their literals alone have the same. */
    static long sign(String sql) {
        long hash = FNV_OFFSET;
        for (byte part : LITERAL.matcher(sql).replaceAll("?").getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (part & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
