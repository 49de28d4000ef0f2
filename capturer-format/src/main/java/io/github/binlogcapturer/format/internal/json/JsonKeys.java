package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.internal.text.PerTable;

/**
 * Writes the key of the stock formats: a JSON object of the primary key's columns in key order, as {@code {"id":1}}. Values are those of
 * JSON lines, so each has a form and equal keys have equal bytes. Owned by one thread.
 */
public final class JsonKeys {

    private final JsonWriter json;
    private final PlainValues values = new PlainValues();
    private final PerTable<ColumnNames> tables = new PerTable<>(ColumnNames::new);

    /** Makes a writer that appends to the buffer. */
    public JsonKeys(MessageBuffer buffer) {
        this.json = new JsonWriter(buffer);
    }

    /** Appends the key of a row; returns false, and appends nothing, where the table has no primary key. */
    public boolean append(Row row) {
        ColumnNames names = tables.of(row.schema());
        if (names.key.isEmpty()) {
            return false;
        }
        values.object(json, row, names.key, names);
        return true;
    }
}
