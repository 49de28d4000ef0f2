package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.sink.mysql.internal.target.ColumnMapping;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Objects;

/** Turns values of the source into values of the target, exactly. */
final class Values {

    private static final char MALFORMED = '\uFFFD';
    /** What a month or a day reads where it is none; a year may well be zero, but MySQL's is not. */
    private static final String ZERO_PART = "00";

    private static final int MONTH_AT = 5;
    private static final int DAY_AT = 8;
    private static final int DATE_LENGTH = 10;
    private static final int DAYS_OF_EVERY_MONTH = 28;

    private Values() {}

    static void write(TargetTable table, ColumnMapping column, Row row, ValueOut out) {
        int index = column.index();
        if (row.isNull(index)) {
            out.nothing();
            return;
        }
        switch (column.source().type()) {
            case BOOL -> out.integer(row.longValue(index) != 0 ? 1 : 0);
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> out.integer(row.longValue(index));
            case UINT64 -> out.unsigned(row.longValue(index));
            case FLOAT -> real(table, column, Float.intBitsToFloat((int) row.bits(index)), out);
            case DOUBLE -> real(table, column, Double.longBitsToDouble(row.bits(index)), out);
            case STRING, JSON, HLL, BITMAP, TDIGEST -> textOrBytes(table, column, row, out);
            case DATETIME, DATE -> date(table, column, row, out);
            case TIMESTAMP -> timestamp(table, column, row, out);
            case TIME -> out.text(text(row, index));
        }
    }

    private static void real(TargetTable table, ColumnMapping column, Number value, ValueOut out) {
        double wide = value.doubleValue();
        if (!Double.isFinite(wide)) {
            throw new DataException("Column " + column.source().name() + " of table "
                    + table.source().name() + " is " + value
                    + ", which no column of MySQL can hold. Correct it at the source, or leave the column out");
        }
        switch (column.target().dataType()) {
            // all digits of the float as a double, since its own few can lie beyond the greatest float
            case "float", "double" -> out.real(wide);
            default -> out.number(value.toString());
        }
    }

    private static void textOrBytes(TargetTable table, ColumnMapping column, Row row, ValueOut out) {
        int index = column.index();
        if (column.source().holdsBytes() || isBinary(column)) {
            out.bytes(padded(column, Objects.requireNonNull(row.bytes(index))));
            return;
        }
        String text = text(row, index);
        if (text.indexOf(MALFORMED) >= 0 && !isExact(table, row, index, text)) {
            // the target judges what it thinks of them
            out.bytes(Objects.requireNonNull(row.bytes(index)));
        } else {
            out.text(text);
        }
    }

    /** A BINARY column adds zeros when it stores a value, but not when it is compared with one. */
    private static byte[] padded(ColumnMapping column, byte[] value) {
        if (!column.target().dataType().equals("binary")) {
            return value;
        }
        String type = column.target().columnType();
        int length = Integer.parseInt(type.substring(type.indexOf('(') + 1, type.indexOf(')')));
        return value.length < length ? Arrays.copyOf(value, length) : value;
    }

    private static boolean isBinary(ColumnMapping column) {
        String type = column.target().dataType();
        return type.endsWith("blob") || type.endsWith("binary");
    }

    private static boolean isExact(TargetTable table, Row row, int index, String text) {
        return Arrays.equals(text.getBytes(table.source().charset()), row.bytes(index));
    }

    private static void date(TargetTable table, ColumnMapping column, Row row, ValueOut out) {
        String text = text(row, column.index());
        if (isReal(text, row, column.index())) {
            out.text(text);
        } else {
            unreal(table, column, text, out);
        }
    }

    /** Most days are seen to be real without building a date. */
    private static boolean isReal(String text, Row row, int index) {
        if (text.startsWith(ZERO_PART, MONTH_AT) || text.startsWith(ZERO_PART, DAY_AT) || text.startsWith("0000")) {
            return false;
        }
        int day = (text.charAt(DAY_AT) - '0') * 10 + text.charAt(DAY_AT + 1) - '0';
        return (day <= DAYS_OF_EVERY_MONTH && text.length() == DATE_LENGTH) || !(row.value(index) instanceof String);
    }

    private static void timestamp(TargetTable table, ColumnMapping column, Row row, ValueOut out) {
        if (!(row.value(column.index()) instanceof Instant instant)) {
            unreal(table, column, text(row, column.index()), out);
        } else if (column.target().dataType().equals("timestamp")) {
            LocalDateTime local = LocalDateTime.ofInstant(instant, table.zone());
            out.text(local.toLocalDate() + " " + clock(local));
        } else {
            out.text(text(row, column.index()));
        }
    }

    private static String clock(LocalDateTime local) {
        StringBuilder text = new StringBuilder(8);
        pad(text, local.getHour()).append(':');
        pad(text, local.getMinute()).append(':');
        return pad(text, local.getSecond()).toString();
    }

    private static StringBuilder pad(StringBuilder text, int value) {
        return (value < 10 ? text.append('0') : text).append(value);
    }

    private static void unreal(TargetTable table, ColumnMapping column, String text, ValueOut out) {
        switch (table.zeroDates()) {
            case KEEP -> out.text(text);
            case NULL -> out.nothing();
            case FAIL -> {
                Column source = column.source();
                throw new DataException("Column " + source.name() + " of table "
                        + table.source().name() + " is " + text + ", which no calendar has, and zeroDates is FAIL."
                        + " Correct it at the source, or choose KEEP or NULL");
            }
        }
    }

    private static String text(Row row, int index) {
        return Objects.requireNonNull(row.text(index));
    }
}
