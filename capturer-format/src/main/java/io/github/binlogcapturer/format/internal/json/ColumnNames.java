package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import java.util.List;

/** The names of a table and its columns, ready to be written. */
final class ColumnNames {

    final SerializableString database;
    final SerializableString table;
    final List<Column> columns;
    final List<Column> key;
    private final SerializableString[] names;

    ColumnNames(TableSchema schema) {
        database = new SerializedString(schema.name().database());
        table = new SerializedString(schema.name().table());
        columns = schema.columns();
        key = schema.primaryKey();
        names = columns.stream()
                .map(column -> new SerializedString(column.name()))
                .toArray(SerializableString[]::new);
    }

    SerializableString of(Column column) {
        return names[column.index()];
    }
}
