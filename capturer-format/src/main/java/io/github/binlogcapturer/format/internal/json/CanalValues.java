package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import java.io.IOException;

/** Canal's form of values: all are strings, bytes one character each (ISO 8859-1). */
final class CanalValues {

    private final ColumnTexts texts = new ColumnTexts();
    private final boolean replaceBadText;

    CanalValues(boolean replaceBadText) {
        this.replaceBadText = replaceBadText;
    }

    void write(JsonGenerator json, Row row, Column column) throws IOException {
        int index = column.index();
        if (row.isNull(index)) {
            json.writeNull();
        } else if (column.holdsBytes()) {
            texts.latin1(json, row, index);
        } else {
            text(json, row, column);
        }
    }

    private void text(JsonGenerator json, Row row, Column column) throws IOException {
        int index = column.index();
        switch (column.type()) {
            case BOOL -> json.writeString(row.longValue(index) != 0 ? "1" : "0");
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> texts.digits(json, row, index, false);
            case UINT64 -> texts.digits(json, row, index, true);
            case FLOAT -> json.writeString(NumberOutput.toString(Float.intBitsToFloat((int) row.bits(index)), true));
            case DOUBLE -> json.writeString(NumberOutput.toString(Double.longBitsToDouble(row.bits(index)), true));
            case STRING, JSON, HLL, BITMAP, TDIGEST -> characters(json, row, column);
            case DATETIME, TIMESTAMP, DATE, TIME -> texts.temporal(json, row, index);
        }
    }

    private void characters(JsonGenerator json, Row row, Column column) throws IOException {
        if (texts.text(json, row, column.index())) {
            return;
        }
        if (!replaceBadText) {
            throw NoFormException.badText(row, column);
        }
        texts.replacedText(json, row, column.index());
    }
}
