package io.github.binlogcapturer.sink.mysql.internal.verify;

import io.github.binlogcapturer.sink.mysql.RowDifference;
import io.github.binlogcapturer.sink.mysql.RowDifference.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes differences with the statements that repair the right side. */
final class RepairSql {

    private final TablePair table;
    private final String target;
    private final boolean backslashEscapes;

    RepairSql(TablePair table, boolean backslashEscapes) {
        this.table = table;
        this.target = Literals.name(table.right());
        this.backslashEscapes = backslashEscapes;
    }

    RowDifference missing(ComparedRow left) {
        return new RowDifference(Kind.MISSING, key(left), List.of(), 1, insert(left, 1));
    }

    RowDifference extra(ComparedRow right) {
        String sql = "DELETE FROM " + target + " WHERE " + keyed(right);
        return new RowDifference(Kind.EXTRA, key(right), List.of(), 1, sql);
    }

    RowDifference different(ComparedRow left, List<ColumnPair> columns) {
        StringJoiner values = new StringJoiner(", ");
        for (ColumnPair column : columns) {
            if (!column.right().generated()) {
                values.add(column.right().quoted() + " = " + literal(column, left));
            }
        }
        // what the target computes follows from the columns that it does not
        String sql = values.length() == 0 ? "" : "UPDATE " + target + " SET " + values + " WHERE " + keyed(left);
        List<String> names =
                columns.stream().map(column -> column.left().name()).toList();
        return new RowDifference(Kind.DIFFERENT, key(left), names, 1, sql);
    }

    /** Of a table without a key: rows of these values that one side has more often. */
    RowDifference copies(Kind kind, ComparedRow row, long copies) {
        String sql = kind == Kind.MISSING ? insert(row, copies) : deleteCopies(row, copies);
        return new RowDifference(kind, Map.of(), List.of(), copies, sql);
    }

    private String insert(ComparedRow row, long copies) {
        StringJoiner names = new StringJoiner(", ", " (", ")");
        StringJoiner values = new StringJoiner(", ", "(", ")");
        for (ColumnPair column : table.columns()) {
            if (!column.right().generated()) {
                names.add(column.right().quoted());
                values.add(literal(column, row));
            }
        }
        StringJoiner rows = new StringJoiner(", ");
        for (long i = 0; i < copies; i++) {
            rows.add(values.toString());
        }
        return "INSERT INTO " + target + names + " VALUES " + rows;
    }

    /** Floats and JSON are not told by a literal exactly; the other columns have to do. Without any, all rows would look the same. */
    private String deleteCopies(ComparedRow row, long copies) {
        StringJoiner all = new StringJoiner(" AND ");
        for (ColumnPair column : table.columns()) {
            if (!column.kind().isInexact() && column.kind() != ValueKind.JSON) {
                all.add(column.right().quoted() + " <=> " + literal(column, row));
                if (column.kind() == ValueKind.TEXT) {
                    // collations take for equal what are different rows
                    all.add(bytes(column.right().quoted()) + " <=> " + bytes(literal(column, row)));
                }
            }
        }
        return all.length() == 0 ? "" : "DELETE FROM " + target + " WHERE " + all + " LIMIT " + copies;
    }

    private static String bytes(String text) {
        return "CAST(CONVERT(" + text + " USING utf8mb4) AS BINARY)";
    }

    private String keyed(ComparedRow row) {
        return Conditions.equal(table.key(), row, false, backslashEscapes);
    }

    private Map<String, String> key(ComparedRow row) {
        Map<String, String> key = new LinkedHashMap<>();
        for (int i = 0; i < table.keySize(); i++) {
            key.put(
                    table.columns().get(i).left().name(),
                    String.valueOf(row.values().get(i)));
        }
        return key;
    }

    private String literal(ColumnPair column, ComparedRow row) {
        @Nullable String raw = row.values().get(table.columns().indexOf(column));
        return raw == null ? "NULL" : Literals.value(column.kind(), raw, backslashEscapes);
    }
}
