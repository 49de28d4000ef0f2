package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import java.io.IOException;
import java.util.List;

/**
 * Our own form of values: JSON's numbers and booleans where they are such, text elsewhere, Base64 for bytes. Every value has one: a text
 * whose bytes are not valid in its charset is an object {@code {"$base64":…}}.
 */
final class PlainValues {

    private static final SerializableString BASE64 = new SerializedString("$base64");

    private final ColumnTexts texts = new ColumnTexts();

    /** Writes an object of some columns. */
    void object(JsonGenerator json, Row row, List<Column> columns, ColumnNames names) throws IOException {
        json.writeStartObject();
        for (Column column : columns) {
            json.writeFieldName(names.of(column));
            value(json, row, column);
        }
        json.writeEndObject();
    }

    private void value(JsonGenerator json, Row row, Column column) throws IOException {
        int index = column.index();
        if (row.isNull(index)) {
            json.writeNull();
            return;
        }
        switch (column.type()) {
            case BOOL -> json.writeBoolean(row.longValue(index) != 0);
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> json.writeNumber(row.longValue(index));
            case UINT64 -> unsigned(json, row.longValue(index));
            case FLOAT -> json.writeNumber(Float.intBitsToFloat((int) row.bits(index)));
            case DOUBLE -> json.writeNumber(Double.longBitsToDouble(row.bits(index)));
            case STRING, JSON, HLL, BITMAP, TDIGEST -> bytesOrText(json, row, column);
            case DATETIME, TIMESTAMP, DATE, TIME -> texts.temporal(json, row, index);
        }
    }

    static void unsigned(JsonGenerator json, long bits) throws IOException {
        if (bits >= 0) {
            json.writeNumber(bits);
        } else {
            json.writeNumber(Long.toUnsignedString(bits));
        }
    }

    private void bytesOrText(JsonGenerator json, Row row, Column column) throws IOException {
        int index = column.index();
        if (column.holdsBytes()) {
            texts.base64(json, row, index);
        } else if (!texts.text(json, row, index)) {
            json.writeStartObject();
            json.writeFieldName(BASE64);
            texts.base64(json, row, index);
            json.writeEndObject();
        }
    }
}
