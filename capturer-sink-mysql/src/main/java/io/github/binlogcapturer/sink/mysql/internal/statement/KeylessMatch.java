package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.sink.mysql.internal.target.ColumnMapping;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds one row where the target has no key: by the source's primary key where the target has its columns, else by all columns. Of
 * several rows, as where several sources share a table, the one that comes closest is taken, and so is it for what the target may have
 * rounded.
 */
final class KeylessMatch {

    private final TargetTable table;
    private final Row row;
    private final StatementWriter out;
    private final List<ColumnMapping> nearest = new ArrayList<>();
    private boolean begun;

    private KeylessMatch(TargetTable table, Row row, StatementWriter out) {
        this.table = table;
        this.row = row;
        this.out = out;
    }

    static void write(TargetTable table, Row row, StatementWriter out) {
        KeylessMatch match = new KeylessMatch(table, row, out);
        if (table.sourceKey().isEmpty()) {
            table.columns().forEach(match::condition);
        } else {
            table.sourceKey().forEach(match::condition);
            table.columns().stream()
                    .filter(column -> !table.sourceKey().contains(column))
                    .forEach(match.nearest::add);
        }
        match.order();
        out.sql(" LIMIT 1");
    }

    private void condition(ColumnMapping column) {
        if (isFloat(column)) {
            and("(" + column.target().quoted() + " IS NULL)=(", column, " IS NULL)");
            nearest.add(column);
        } else if (!column.exact()) {
            nearest.add(column);
        } else {
            and(column.target().quoted() + " <=> ", column, "");
            if (column.target().charset() != null && !isJson(column)) {
                // collations take for equal what are different rows
                and(
                        "CAST(CONVERT(" + column.target().quoted() + " USING utf8mb4) AS BINARY) <=> CAST(",
                        column,
                        " AS BINARY)");
            }
        }
    }

    private void and(String head, ColumnMapping column, String tail) {
        out.sql(begun ? " AND " + head : head);
        out.value(table, column, row);
        out.sql(tail);
        begun = true;
    }

    private void order() {
        if (!begun) {
            out.sql("TRUE");
        }
        String separator = " ORDER BY ";
        for (ColumnMapping column : nearest) {
            String name = column.target().quoted();
            boolean real = isFloat(column);
            out.sql(separator + (real ? "ABS(" + name + "-" : "(" + name + " <=> ") + (isJson(column) ? "CAST(" : ""));
            out.value(table, column, row);
            out.sql((isJson(column) ? " AS JSON)" : "") + (real ? ")" : ") DESC"));
            separator = ",";
        }
    }

    private static boolean isFloat(ColumnMapping column) {
        boolean source =
                column.source().type() == ColumnType.FLOAT || column.source().type() == ColumnType.DOUBLE;
        return source
                && switch (column.target().dataType()) {
                    case "float", "double", "decimal" -> true;
                    default -> false;
                };
    }

    private static boolean isJson(ColumnMapping column) {
        return column.target().dataType().equals("json");
    }
}
