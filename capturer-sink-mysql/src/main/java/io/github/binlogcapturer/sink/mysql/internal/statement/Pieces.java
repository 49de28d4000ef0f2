package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.sink.mysql.internal.target.ColumnMapping;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Writes the parts that statements have in common. */
final class Pieces {

    private Pieces() {}

    static List<ColumnMapping> identity(TargetTable table) {
        return Objects.requireNonNull(table.identity()).columns();
    }

    static void values(TargetTable table, List<ColumnMapping> columns, Row row, StatementWriter out) {
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                out.sql(",");
            }
            out.value(table, columns.get(i), row);
        }
    }

    /** Writes all columns but those of the key; of a table that has no others, the key itself. */
    static void assignments(TargetTable table, List<ColumnMapping> key, Row row, StatementWriter out) {
        boolean keyOnly = table.columns().size() == key.size();
        String separator = "";
        for (ColumnMapping column : table.columns()) {
            if (keyOnly || !key.contains(column)) {
                out.sql(separator);
                out.sql(column.target().quoted());
                out.sql("=");
                out.value(table, column, row);
                separator = ",";
            }
        }
    }

    static void equalities(TargetTable table, List<ColumnMapping> columns, Row row, StatementWriter out) {
        String separator = "";
        for (ColumnMapping column : columns) {
            out.sql(separator);
            out.sql(column.target().quoted());
            out.sql("=");
            out.value(table, column, row);
            separator = " AND ";
        }
    }

    /** Writes plain conditions, for the index, and beside them what collations take for equal byte by byte. */
    static void exactEqualities(TargetTable table, List<ColumnMapping> columns, Row row, StatementWriter out) {
        equalities(table, columns, row, out);
        for (ColumnMapping column : columns) {
            if (column.target().charset() != null && column.target().folds()) {
                out.sql(" AND CAST(CONVERT(" + column.target().quoted() + " USING utf8mb4) AS BINARY) <=> CAST(");
                out.value(table, column, row);
                out.sql(" AS BINARY)");
            }
        }
    }

    static String newValue(String quotedColumn, boolean alias) {
        return alias ? "new_row." + quotedColumn : "VALUES(" + quotedColumn + ")";
    }

    /** Returns a condition by which a new row has the key of the one that it hits. */
    static String sameKey(TargetTable table, List<ColumnMapping> key, boolean alias) {
        return key.stream()
                .map(column -> column.target().quoted())
                .map(name -> table.quotedName() + "." + name + "=" + newValue(name, alias))
                .collect(Collectors.joining(" AND "));
    }

    static void identityIn(List<FoldedRow> rows, StatementWriter out) {
        List<ColumnMapping> key = identity(rows.get(0).table());
        if (rows.size() == 1) {
            equalities(rows.get(0).table(), key, rows.get(0).image(), out);
            return;
        }
        boolean several = key.size() > 1;
        StringBuilder names = new StringBuilder(several ? "(" : "");
        for (ColumnMapping column : key) {
            names.append(names.length() > 1 ? "," : "").append(column.target().quoted());
        }
        out.sql(names + (several ? ") IN (" : " IN ("));
        String separator = several ? "(" : "";
        for (FoldedRow row : rows) {
            out.sql(separator);
            values(row.table(), identity(row.table()), row.image(), out);
            separator = several ? "),(" : ",";
        }
        out.sql(several ? "))" : ")");
    }
}
