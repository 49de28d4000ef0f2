package io.github.binlogcapturer.event;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as BaikalDB does; the inverse of {@link RowScanner} with {@link Row#value}. */
final class RowEncoder {

    private RowEncoder() {}

    static byte[] encode(TableSchema schema, @Nullable Object[] values) {
        List<Column> columns = schema.columns();
        if (values.length != columns.size()) {
            throw new IllegalArgumentException("Table " + schema + " has " + columns.size() + " columns, but there are "
                    + values.length + " values");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Column column : columns) {
            Object value = values[column.index()];
            if (value != null) {
                write(out, schema, column, value);
            }
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, TableSchema schema, Column column, Object value) {
        try {
            byte[] encoded = bits(schema, column, value);
            varint(out, ((long) column.fieldId() << 3) | column.type().wire.tagType);
            if (column.type().wire == ColumnType.Wire.BYTES) {
                varint(out, encoded.length);
            }
            out.writeBytes(encoded);
        } catch (ClassCastException e) {
            throw new IllegalArgumentException(
                    "Column " + column.name() + " of " + schema + " is " + column.type() + " and cannot hold " + value,
                    e);
        }
    }

    private static byte[] bits(TableSchema schema, Column column, Object value) {
        return switch (column.type()) {
            case BOOL -> varint((Boolean) value ? 1 : 0);
            case INT8, INT16, INT32, INT64 -> {
                long number = ((Number) value).longValue();
                yield varint((number << 1) ^ (number >> 63));
            }
            case UINT8, UINT16, UINT32 -> varint(((Number) value).longValue());
            case UINT64 -> varint(value instanceof BigInteger big ? big.longValue() : ((Number) value).longValue());
            case FLOAT -> little(Float.floatToRawIntBits(((Number) value).floatValue()), 4);
            case DOUBLE -> little(Double.doubleToRawLongBits(((Number) value).doubleValue()), 8);
            case STRING, JSON, HLL, BITMAP, TDIGEST ->
                value instanceof byte[] bytes ? bytes : ((String) value).getBytes(schema.charset());
            case DATETIME -> little(Temporals.packDateTime((LocalDateTime) value), 8);
            case DATE -> little(Temporals.packDate((LocalDate) value), 4);
            case TIME -> little(Temporals.packTime((Duration) value), 4);
            case TIMESTAMP -> little(((Instant) value).getEpochSecond(), 4);
        };
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
