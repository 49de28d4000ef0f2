package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import java.util.List;

/** The columns of a table and their names, ready to be written. */
final class ColumnNames {

    final List<Column> columns;
    final List<Column> key;
    private final byte[][] names;

    ColumnNames(TableSchema schema) {
        columns = schema.columns();
        key = schema.primaryKey();
        names = columns.stream()
                .map(column -> JsonWriter.piece("," + JsonWriter.quoted(column.name()) + ":"))
                .toArray(byte[][]::new);
    }

    /** Returns a column's name with a comma in front and a colon behind it. */
    byte[] of(Column column) {
        return names[column.index()];
    }
}
