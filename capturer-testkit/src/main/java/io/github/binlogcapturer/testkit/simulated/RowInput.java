package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that a statement names, by field id, so that they keep their meaning if the schema changes meanwhile. A field that is not named
 * is missing, which is not the same as NULL.
 */
record RowInput(Map<Integer, @Nullable Object> fields) {

    /** Takes values in column order; further columns are missing. */
    static RowInput ofValues(TableSchema schema, List<? extends @Nullable Object> values) {
        List<Column> columns = schema.columns();
        if (values.size() > columns.size()) {
            throw new IllegalArgumentException(
                    "Table " + schema + " has " + columns.size() + " columns, but got " + values.size() + " values");
        }
        return of(columns.subList(0, values.size()), values);
    }

    /** Takes values by column name. */
    static RowInput ofNamed(TableSchema schema, Map<String, ? extends @Nullable Object> values) {
        Map<Integer, @Nullable Object> fields = new HashMap<>();
        values.forEach((name, value) ->
                fields.put(schema.columns().get(schema.indexOf(name)).fieldId(), value));
        return new RowInput(fields);
    }

    /** Takes the values of a primary key, in key order. */
    static RowInput ofKey(TableSchema schema, List<? extends @Nullable Object> values) {
        List<Column> key = schema.primaryKey();
        if (values.size() != key.size()) {
            throw new IllegalArgumentException("The primary key of " + schema + " has " + key.size()
                    + " columns, but got " + values.size() + " values");
        }
        return of(key, values);
    }

    private static RowInput of(List<Column> columns, List<? extends @Nullable Object> values) {
        Map<Integer, @Nullable Object> fields = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            fields.put(columns.get(i).fieldId(), values.get(i));
        }
        return new RowInput(fields);
    }

    boolean names(Column column) {
        return fields.containsKey(column.fieldId());
    }

    @Nullable
    Object value(Column column) {
        return fields.get(column.fieldId());
    }

    /**
     * Returns the primary key in the database's own types.
     *
     * @throws StatementFailedException if a key column is missing or NULL
     */
    List<@Nullable Object> key(TableVersion version) {
        List<@Nullable Object> given =
                new ArrayList<>(Collections.nCopies(version.schema().columns().size(), null));
        for (Column column : version.schema().primaryKey()) {
            given.set(column.index(), value(column));
        }
        ByteString encoded = RowBytes.encode(version.schema(), given);
        List<@Nullable Object> key = version.key(RowBytes.asLogged(version.schema(), encoded));
        if (key.contains(null)) {
            throw new StatementFailedException(
                    "The primary key of " + version.schema() + " has to be given, but got " + key);
        }
        return key;
    }

    /** Returns values in column order with those of this input in their places. */
    List<@Nullable Object> over(TableVersion version, List<@Nullable Object> values) {
        List<@Nullable Object> result = new ArrayList<>(values);
        for (Column column : version.schema().columns()) {
            if (names(column)) {
                result.set(column.index(), value(column));
            }
        }
        return result;
    }
}
