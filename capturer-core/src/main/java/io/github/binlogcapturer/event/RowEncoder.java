package io.github.binlogcapturer.event;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as BaikalDB does; the inverse of {@link RowScanner} with {@link Row#value}. */
final class RowEncoder {

    private RowEncoder() {}

    static byte[] encode(TableSchema schema, @Nullable Object[] values) {
        if (values.length != schema.columns().size()) {
            throw new IllegalArgumentException("Table " + schema + " has "
                    + schema.columns().size() + " columns, but there are " + values.length + " values");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Column column : inWireOrder(schema)) {
            Object value = values[column.index()];
            if (value != null) {
                varint(out, ((long) column.fieldId() << 3) | column.type().wire.tagType);
                out.writeBytes(encodeValue(schema, column, value));
            }
        }
        return out.toByteArray();
    }

    /**
     * Returns a value as it stands behind its tag, with the length prefix of strings.
     *
     * @throws IllegalArgumentException if the value does not fit the column
     */
    static byte[] encodeValue(TableSchema schema, Column column, Object value) {
        try {
            return bits(schema, column.type(), value);
        } catch (ClassCastException | ArithmeticException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Column " + column.name() + " of " + schema + " is " + column.type() + " and cannot hold the "
                            + value.getClass().getSimpleName() + " " + value + ": " + e.getMessage(),
                    e);
        }
    }

    private static List<Column> inWireOrder(TableSchema schema) {
        return schema.columns().stream()
                .sorted(Comparator.comparingInt(Column::fieldId))
                .toList();
    }

    private static byte[] bits(TableSchema schema, ColumnType type, Object value) {
        return switch (type) {
            case BOOL -> varint((Boolean) value ? 1 : 0);
            case INT8, INT16, INT32, INT64 -> {
                long number = integer(type, (Number) value);
                yield varint((number << 1) ^ (number >> 63));
            }
            case UINT8, UINT16, UINT32, UINT64 -> varint(integer(type, (Number) value));
            case FLOAT -> little(Float.floatToRawIntBits(((Number) value).floatValue()), 4);
            case DOUBLE -> little(Double.doubleToRawLongBits(((Number) value).doubleValue()), 8);
            case STRING, JSON, HLL, BITMAP, TDIGEST ->
                prefixed(value instanceof byte[] bytes ? bytes : charsetBytes(schema, (String) value));
            case DATETIME -> little(dateTime(value), 8);
            case DATE -> little(date(value), 4);
            case TIME -> little(time(value), 4);
            case TIMESTAMP -> little(timestamp(schema, value), 4);
        };
    }

    private static long integer(ColumnType type, Number value) {
        BigInteger exact = value instanceof BigInteger big ? big : new BigDecimal(value.toString()).toBigIntegerExact();
        boolean unsigned = type.wire == ColumnType.Wire.VARINT;
        int width = width(type);
        if (unsigned ? exact.signum() < 0 || exact.bitLength() > width : exact.bitLength() >= width) {
            throw new IllegalArgumentException(
                    "it does not fit into " + width + (unsigned ? " unsigned" : "") + " bits");
        }
        return exact.longValue();
    }

    private static int width(ColumnType type) {
        return switch (type) {
            case INT8, UINT8 -> 8;
            case INT16, UINT16 -> 16;
            case INT32, UINT32 -> 32;
            default -> 64;
        };
    }

    // dates that no calendar has are texts among the values, so texts must find their way back

    private static long dateTime(Object value) {
        return value instanceof String text
                ? TemporalParser.dateTime(text)
                : Temporals.packDateTime((LocalDateTime) value);
    }

    private static int date(Object value) {
        return value instanceof String text ? TemporalParser.date(text) : Temporals.packDate((LocalDate) value);
    }

    private static int time(Object value) {
        return value instanceof String text ? TemporalParser.time(text) : Temporals.packTime((Duration) value);
    }

    private static long timestamp(TableSchema schema, Object value) {
        return value instanceof String text
                ? TemporalParser.timestamp(text, schema.zone())
                : Temporals.packTimestamp((Instant) value);
    }

    private static byte[] charsetBytes(TableSchema schema, String text) {
        try {
            ByteBuffer encoded = schema.charset().newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it has characters that " + schema.charset() + " lacks", e);
        }
    }

    private static byte[] prefixed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 5);
        varint(out, bytes.length);
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private static byte[] little(long bits, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (bits >>> (8 * i));
        }
        return bytes;
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(10);
        varint(out, value);
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write(((int) rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
