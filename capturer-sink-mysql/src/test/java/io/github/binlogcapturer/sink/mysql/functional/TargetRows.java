package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rows as texts that are the same for both sides: what a target's table holds, and what it should hold. */
final class TargetRows {

    private TargetRows() {}

    /** Reads a table; how often each row is there. */
    static Map<String, Integer> of(Connection connection, String table, List<String> columns) throws SQLException {
        Map<String, Integer> rows = new TreeMap<>();
        String sql = "SELECT `" + String.join("`, `", columns) + "` FROM " + table;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(result.getObject(i));
                }
                rows.merge(text(row), 1, Integer::sum);
            }
        }
        return rows;
    }

    /** Shows rows of the truth, in the order of the schema's columns. */
    static Map<String, Integer> expected(
            TableSchema schema, Iterable<List<@Nullable Object>> truth, Predicate<Column> wanted) {
        Map<String, Integer> rows = new TreeMap<>();
        for (List<@Nullable Object> row : truth) {
            List<@Nullable Object> selected = new ArrayList<>();
            for (Column column : schema.columns()) {
                if (wanted.test(column)) {
                    selected.add(row.get(column.index()));
                }
            }
            rows.merge(text(selected), 1, Integer::sum);
        }
        return rows;
    }

    static List<String> names(TableSchema schema, Predicate<Column> wanted) {
        return schema.columns().stream().filter(wanted).map(Column::name).toList();
    }

    private static String text(List<@Nullable Object> row) {
        return String.join(" | ", row.stream().map(TargetRows::text).toList());
    }

    private static String text(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Boolean bool) {
            return bool ? "1" : "0";
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.toString())
                    .round(new MathContext(12))
                    .stripTrailingZeros()
                    .toPlainString();
        }
        return String.valueOf(value);
    }
}
