package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.format.internal.json.DebeziumJsonSettings.Option;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/** Debezium's form of values, see {@link DebeziumType}. */
final class DebeziumValues {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final LocalDateTime EPOCH = LocalDate.EPOCH.atStartOfDay();

    private final ColumnTexts texts = new ColumnTexts();
    private final DebeziumJsonSettings settings;

    DebeziumValues(DebeziumJsonSettings settings) {
        this.settings = settings;
    }

    /** Writes an object of some columns. */
    void object(JsonGenerator json, Row row, List<Column> columns, DebeziumTable table) throws IOException {
        json.writeStartObject();
        for (Column column : columns) {
            json.writeFieldName(table.names.of(column));
            if (row.isNull(column.index())) {
                json.writeNull();
            } else {
                value(json, row, column, table.typeOf(column));
            }
        }
        json.writeEndObject();
    }

    private void value(JsonGenerator json, Row row, Column column, DebeziumType type) throws IOException {
        int index = column.index();
        switch (type) {
            case BOOLEAN -> json.writeBoolean(row.longValue(index) != 0);
            case INT16, INT32, INT64 -> json.writeNumber(row.longValue(index));
            case DIGITS -> PlainValues.unsigned(json, row.longValue(index));
            case DIGIT_TEXT -> texts.digits(json, row, index, true);
            case DECIMAL -> json.writeBinary(((BigInteger) value(row, index)).toByteArray());
            case FLOAT -> json.writeNumber(Float.intBitsToFloat((int) row.bits(index)));
            case DOUBLE -> json.writeNumber(Double.longBitsToDouble(row.bits(index)));
            case STRING, JSON -> text(json, row, column);
            case BYTES -> texts.base64(json, row, index);
            case MICRO_TIME -> json.writeNumber(((Duration) value(row, index)).toSeconds() * MICROS_PER_SECOND);
            case DATE, MICRO_TIMESTAMP, ZONED_TIMESTAMP -> date(json, row, column, type);
            case SQL_TEXT -> sqlText(json, row, column, type);
        }
    }

    private void text(JsonGenerator json, Row row, Column column) throws IOException {
        if (texts.text(json, row, column.index())) {
            return;
        }
        if (!settings.has(Option.REPLACE_BAD_TEXT)) {
            throw NoFormException.badText(row, column);
        }
        texts.replacedText(json, row, column.index());
    }

    private void date(JsonGenerator json, Row row, Column column, DebeziumType type) throws IOException {
        Object value = value(row, column.index());
        if (value instanceof LocalDate day) {
            json.writeNumber(day.toEpochDay());
        } else if (value instanceof LocalDateTime at) {
            json.writeNumber(ChronoUnit.MICROS.between(EPOCH, at));
        } else if (value instanceof Instant at) {
            texts.instant(json, at);
        } else if (settings.has(Option.IMPOSSIBLE_DATES_AS_NULL)) {
            nullOrEpoch(json, column, type);
        } else {
            throw new NoFormException(
                    row,
                    column,
                    value
                            + " is no day of the calendar. Let the format write such dates as null, or write values as text");
        }
    }

    /** Texts keep what no calendar has, unless told to give it up for readers that want dates. */
    private void sqlText(JsonGenerator json, Row row, Column column, DebeziumType type) throws IOException {
        if (settings.has(Option.IMPOSSIBLE_DATES_AS_NULL) && value(row, column.index()) instanceof String) {
            nullOrEpoch(json, column, type);
        } else {
            texts.temporal(json, row, column.index());
        }
    }

    /** Does as Debezium does: null where the column can be NULL, otherwise the first moment of 1970. */
    private static void nullOrEpoch(JsonGenerator json, Column column, DebeziumType type) throws IOException {
        if (column.nullable()) {
            json.writeNull();
            return;
        }
        switch (type) {
            case ZONED_TIMESTAMP -> json.writeString("1970-01-01T00:00:00Z");
            case SQL_TEXT -> json.writeString(column.type() == ColumnType.DATE ? "1970-01-01" : "1970-01-01 00:00:00");
            default -> json.writeNumber(0);
        }
    }

    private static Object value(Row row, int column) {
        return Objects.requireNonNull(row.value(column));
    }
}
