package io.github.binlogcapturer.sink.mysql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A row that is not the same on both sides.
 *
 * @param kind what is wrong with the right side's row
 * @param key the key columns by the left side's names, with their values as text, in key order; empty for a table without a
 *     common primary key
 * @param columns the left side's names of the columns that differ; empty unless the kind is {@code DIFFERENT}
 * @param copies how many such rows; 1 unless the table has no common primary key
 * @param repairSql the statement that makes the right side's row equal, without a semicolon; it holds the row's values. Empty where no statement
 *     can tell the row, since its table has only columns of inexact types, or where only columns differ that the right side computes
 */
public record RowDifference(Kind kind, Map<String, String> key, List<String> columns, long copies, String repairSql) {

    /** What is wrong with the right side's row. */
    public enum Kind {
        /** The left side has it, the right side has not. */
        MISSING,
        /** The right side has it, the left side has not. */
        EXTRA,
        /** Both sides have the key, with different values. */
        DIFFERENT
    }

    public RowDifference {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(repairSql, "repairSql");
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
        columns = List.copyOf(columns);
    }

    /** Returns kind, key and columns, and no values of other columns. */
    @Override
    public String toString() {
        return kind + " " + key + (columns.isEmpty() ? "" : " in " + columns) + (copies == 1 ? "" : " x " + copies);
    }
}
