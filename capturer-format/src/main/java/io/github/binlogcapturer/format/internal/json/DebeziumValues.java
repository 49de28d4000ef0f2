package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.format.internal.json.DebeziumJsonSettings.Option;
import io.github.binlogcapturer.format.internal.text.NoFormException;
import io.github.binlogcapturer.format.internal.text.TextBytes;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.Year;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/** Debezium's form of values, see {@link DebeziumType}. */
final class DebeziumValues {

    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    /** How long a date-time is without a fraction. */
    private static final int SECONDS_LENGTH = 19;

    private static final int YEAR_LENGTH = 4;

    private final JsonWriter json;
    private final TextBytes text = new TextBytes();
    private final boolean replaceBadText;
    private final boolean datesAsNull;

    DebeziumValues(JsonWriter json, DebeziumJsonSettings settings) {
        this.json = json;
        this.replaceBadText = settings.has(Option.REPLACE_BAD_TEXT);
        this.datesAsNull = settings.has(Option.IMPOSSIBLE_DATES_AS_NULL);
    }

    /** Writes an object of some columns. */
    void object(Row row, List<Column> columns, DebeziumTable table) {
        int start = json.startObject();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            json.raw(table.names.of(column));
            if (row.isNull(column.index())) {
                json.nothing();
            } else {
                value(row, column, table.typeOf(column));
            }
        }
        json.endObject(start);
    }

    private void value(Row row, Column column, DebeziumType type) {
        int index = column.index();
        switch (type) {
            case BOOLEAN -> json.bool(row.longValue(index) != 0);
            case INT16, INT32, INT64 -> json.number(row.longValue(index));
            case DIGITS -> json.unsigned(row.longValue(index));
            case DECIMAL -> decimal(row, index);
            case FLOAT -> json.number(Float.intBitsToFloat((int) row.bits(index)));
            case DOUBLE -> json.number(Double.longBitsToDouble(row.bits(index)));
            case STRING, JSON -> text(row, column);
            case BYTES -> {
                text.load(row, index);
                json.base64(text.array(), text.length());
            }
            case MICRO_TIME -> json.number(((Duration) value(row, index)).toSeconds() * MICROS_PER_SECOND);
            case MICRO_TIMESTAMP -> {
                if (!microTimestamp(row, index)) {
                    date(row, column, type);
                }
            }
            case DATE, ZONED_TIMESTAMP -> date(row, column, type);
            case DIGIT_TEXT -> plain(row, column);
            case SQL_TEXT -> sqlText(row, column, type);
        }
    }

    private void decimal(Row row, int column) {
        byte[] unscaled = ((BigInteger) value(row, column)).toByteArray();
        json.base64(unscaled, unscaled.length);
    }

    private void plain(Row row, Column column) {
        text.loadPlain(row, column);
        json.text(text);
    }

    private void text(Row row, Column column) {
        if (!text.loadText(row, column.index())) {
            if (!replaceBadText) {
                throw NoFormException.badText(row, column);
            }
            text.loadReplaced(row, column.index());
        }
        json.text(text);
    }

    /** Writes a date-time from its digits, without an object for it; returns whether it did, else it is for {@link #date}. */
    private boolean microTimestamp(Row row, int column) {
        text.loadPlain(row, row.schema().columns().get(column));
        if (text.array()[YEAR_LENGTH] != '-') {
            // a column of BaikalDB may hold years of five digits
            return false;
        }
        int year = digits(0, YEAR_LENGTH);
        int month = digits(5, 7);
        int day = digits(8, 10);
        long second = digits(11, 13) * 3600L + digits(14, 16) * 60L + digits(17, 19);
        int micros = text.length() > SECONDS_LENGTH ? digits(SECONDS_LENGTH + 1, text.length()) : 0;
        boolean known = digits(11, 13) < 24 && digits(14, 16) < 60 && digits(17, 19) < 60 && micros < MICROS_PER_SECOND;
        if (!known
                || month < 1
                || month > 12
                || day < 1
                || day > Month.of(month).length(Year.isLeap(year))) {
            return false;
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY + second;
        json.number(seconds * MICROS_PER_SECOND + micros);
        return true;
    }

    private int digits(int from, int to) {
        byte[] ascii = text.array();
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + ascii[i] - '0';
        }
        return number;
    }

    private void date(Row row, Column column, DebeziumType type) {
        Object value = value(row, column.index());
        if (value instanceof LocalDate day) {
            json.number(day.toEpochDay());
        } else if (value instanceof LocalDateTime at) {
            json.number(ChronoUnit.MICROS.between(EPOCH, at));
        } else if (value instanceof Instant at) {
            json.text(at.toString());
        } else if (datesAsNull) {
            nullOrEpoch(column, type);
        } else {
            throw new NoFormException(
                    row,
                    column,
                    value
                            + " is no day of the calendar. Let the format write such dates as null, or write values as text");
        }
    }

    /** Texts keep what no calendar has, unless told to give it up for readers that want dates. */
    private void sqlText(Row row, Column column, DebeziumType type) {
        if (datesAsNull && value(row, column.index()) instanceof String) {
            nullOrEpoch(column, type);
        } else {
            plain(row, column);
        }
    }

    /** Does as Debezium does: null where the column can be NULL, otherwise the first moment of 1970. */
    private void nullOrEpoch(Column column, DebeziumType type) {
        if (column.nullable()) {
            json.nothing();
            return;
        }
        switch (type) {
            case ZONED_TIMESTAMP -> json.text("1970-01-01T00:00:00Z");
            case SQL_TEXT -> json.text(column.type() == ColumnType.DATE ? "1970-01-01" : "1970-01-01 00:00:00");
            default -> json.number(0);
        }
    }

    private static Object value(Row row, int column) {
        return Objects.requireNonNull(row.value(column));
    }
}
