package io.github.binlogcapturer.sink.mysql.internal.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row as it was read from one side. Immutable.
 *
 * @param values the values of the table pair's columns, in their order; bytes as hexadecimal text
 */
record ComparedRow(List<@Nullable String> values) {

    ComparedRow {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** Returns rows by their keys. */
    static Map<List<@Nullable String>, ComparedRow> byKey(List<ComparedRow> rows, List<ColumnPair> key) {
        Map<List<@Nullable String>, ComparedRow> byKey = new HashMap<>();
        rows.forEach(row -> byKey.put(row.normal(key), row));
        return byKey;
    }

    /** Returns the texts by which the two sides know the same row. */
    List<@Nullable String> normal(List<ColumnPair> columns) {
        List<@Nullable String> normal = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            normal.add(columns.get(i).normal(values.get(i)));
        }
        return normal;
    }

    /** Returns the columns in which the two rows differ. */
    List<ColumnPair> differing(ComparedRow other, List<ColumnPair> columns) {
        List<ColumnPair> differing = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).same(values.get(i), other.values.get(i))) {
                differing.add(columns.get(i));
            }
        }
        return differing;
    }
}
