package io.github.binlogcapturer.format.testing;

import io.github.binlogcapturer.event.Column;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Objects;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/** Which type of Flink holds a column's values in a form exactly, and what the text of such a value is. Immutable. */
final class FlinkColumns {

    /** How a message shows values. */
    enum Form {
        /** All are strings, bytes one character each. */
        CANAL,
        /** Debezium's numbers of days and microseconds. */
        DEBEZIUM_NUMBERS,
        /** Debezium with dates and times as SQL has them. */
        DEBEZIUM_TEXTS
    }

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private final Form form;
    /** Whether UINT64 comes as the bytes of Connect's Decimal. */
    private final boolean decimalBytes;
    /** Whether dates and times are read as strings, so that those that no calendar has can be read. */
    private final boolean textTemporals;

    private final ZoneId zone;

    FlinkColumns(Form form, boolean decimalBytes, boolean textTemporals, ZoneId zone) {
        this.form = form;
        this.decimalBytes = decimalBytes;
        this.textTemporals = textTemporals;
        this.zone = zone;
    }

    DataType type(Column column) {
        if (column.holdsBytes()) {
            return form == Form.CANAL ? DataTypes.STRING() : DataTypes.BYTES();
        }
        return switch (column.type()) {
            case BOOL -> form == Form.CANAL ? DataTypes.TINYINT() : DataTypes.BOOLEAN();
            case INT8 -> DataTypes.TINYINT();
            case INT16, UINT8 -> DataTypes.SMALLINT();
            case INT32, UINT16 -> DataTypes.INT();
            case INT64, UINT32 -> DataTypes.BIGINT();
            case UINT64 -> decimalBytes ? DataTypes.BYTES() : DataTypes.DECIMAL(20, 0);
            case FLOAT -> DataTypes.FLOAT();
            case DOUBLE -> DataTypes.DOUBLE();
            case STRING, JSON, HLL, BITMAP, TDIGEST -> DataTypes.STRING();
            case DATETIME, TIMESTAMP, DATE, TIME -> temporalType(column);
        };
    }

    private DataType temporalType(Column column) {
        if (form == Form.DEBEZIUM_NUMBERS) {
            return switch (column.type()) {
                case DATE -> DataTypes.INT();
                case TIMESTAMP -> DataTypes.TIMESTAMP_LTZ(0);
                default -> DataTypes.BIGINT();
            };
        }
        if (textTemporals) {
            return DataTypes.STRING();
        }
        return switch (column.type()) {
            case DATE -> DataTypes.DATE();
            case TIMESTAMP -> DataTypes.TIMESTAMP(0);
            case DATETIME -> DataTypes.TIMESTAMP(6);
            // Flink's TIME ends at midnight, MySQL's does not
            default -> DataTypes.STRING();
        };
    }

    @Nullable
    String text(RowData row, Column column) {
        int at = column.index();
        if (row.isNullAt(at)) {
            return null;
        }
        if (column.holdsBytes()) {
            byte[] bytes =
                    form == Form.CANAL ? string(row, at).getBytes(StandardCharsets.ISO_8859_1) : row.getBinary(at);
            return Base64.getEncoder().encodeToString(bytes);
        }
        return switch (column.type()) {
            case BOOL -> form == Form.CANAL ? Byte.toString(row.getByte(at)) : row.getBoolean(at) ? "1" : "0";
            case INT8 -> Byte.toString(row.getByte(at));
            case INT16, UINT8 -> Short.toString(row.getShort(at));
            case INT32, UINT16 -> Integer.toString(row.getInt(at));
            case INT64, UINT32 -> Long.toString(row.getLong(at));
            case UINT64 -> unsigned(row, at);
            case FLOAT -> Float.toString(row.getFloat(at));
            case DOUBLE -> Double.toString(row.getDouble(at));
            case STRING, JSON, HLL, BITMAP, TDIGEST -> string(row, at);
            case DATETIME, TIMESTAMP, DATE, TIME -> temporal(row, column);
        };
    }

    private String unsigned(RowData row, int at) {
        return decimalBytes
                ? new BigInteger(row.getBinary(at)).toString()
                : row.getDecimal(at, 20, 0).toBigDecimal().toPlainString();
    }

    private String temporal(RowData row, Column column) {
        int at = column.index();
        if (form != Form.DEBEZIUM_NUMBERS && textTemporals) {
            return string(row, at);
        }
        boolean numbers = form == Form.DEBEZIUM_NUMBERS;
        return switch (column.type()) {
            case DATE -> LocalDate.ofEpochDay(row.getInt(at)).toString();
            case DATETIME ->
                dateTime(
                        numbers
                                ? ofMicros(row.getLong(at))
                                : row.getTimestamp(at, 6).toLocalDateTime());
            case TIMESTAMP ->
                SECONDS.format(
                        numbers
                                ? row.getTimestamp(at, 0)
                                        .toInstant()
                                        .atZone(zone)
                                        .toLocalDateTime()
                                : row.getTimestamp(at, 0).toLocalDateTime());
            default -> numbers ? time(row.getLong(at)) : string(row, at);
        };
    }

    private static LocalDateTime ofMicros(long micros) {
        return LocalDateTime.ofInstant(
                Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L),
                ZoneOffset.UTC);
    }

    private static String dateTime(LocalDateTime value) {
        return (value.equals(value.truncatedTo(ChronoUnit.SECONDS)) ? SECONDS : MICROS).format(value);
    }

    private static String time(long micros) {
        Duration value = Duration.ofSeconds(Math.abs(micros) / 1_000_000);
        String text = String.format("%02d:%02d:%02d", value.toHours(), value.toMinutesPart(), value.toSecondsPart());
        return micros < 0 ? "-" + text : text;
    }

    private static String string(RowData row, int at) {
        return Objects.requireNonNull(row.getString(at)).toString();
    }
}
