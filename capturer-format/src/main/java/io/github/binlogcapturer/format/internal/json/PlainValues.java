package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.format.internal.text.TextBytes;
import java.util.List;

/**
 * Our own form of values: JSON's numbers and booleans where they are such, text elsewhere, Base64 for bytes. Every value has one: a text
 * whose bytes are not valid in its charset is an object {@code {"$base64":…}}.
 */
final class PlainValues {

    private static final byte[] BASE64 = JsonWriter.piece("{\"$base64\":");

    private final TextBytes text = new TextBytes();

    /** Writes an object of some columns. */
    void object(JsonWriter json, Row row, List<Column> columns, ColumnNames names) {
        int start = json.startObject();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            json.raw(names.of(column));
            value(json, row, column);
        }
        json.endObject(start);
    }

    private void value(JsonWriter json, Row row, Column column) {
        int index = column.index();
        if (row.isNull(index)) {
            json.nothing();
            return;
        }
        switch (column.type()) {
            case BOOL -> json.bool(row.longValue(index) != 0);
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> json.number(row.longValue(index));
            case UINT64 -> json.unsigned(row.longValue(index));
            case FLOAT -> json.number(Float.intBitsToFloat((int) row.bits(index)));
            case DOUBLE -> json.number(Double.longBitsToDouble(row.bits(index)));
            case STRING, JSON, HLL, BITMAP, TDIGEST -> bytesOrText(json, row, column);
            case DATETIME, TIMESTAMP, DATE, TIME -> {
                text.loadPlain(row, column);
                json.text(text);
            }
        }
    }

    private void bytesOrText(JsonWriter json, Row row, Column column) {
        int index = column.index();
        if (column.holdsBytes()) {
            text.load(row, index);
            json.base64(text.array(), text.length());
        } else if (text.loadText(row, index)) {
            json.text(text);
        } else {
            text.load(row, index);
            json.raw(BASE64).base64(text.array(), text.length()).raw('}');
        }
    }
}
