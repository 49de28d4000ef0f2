package io.github.binlogcapturer.event;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Shows the bytes of one value as a Java object or as text. Stateless; the places come from {@link RowScanner}. */
final class RowValues {

    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);
    private static final int OFFICIAL_FLOAT_DIGITS = 6;
    private static final int OFFICIAL_DOUBLE_DIGITS = 12;

    private RowValues() {}

    static Object value(TableSchema schema, Column column, byte[] data, int at) {
        ColumnType type = column.type();
        return switch (type) {
            case BOOL -> WireReader.varint(data, at) != 0;
            case INT8, INT16, INT32, UINT8, UINT16 -> (int) integer(type, data, at);
            case INT64, UINT32 -> integer(type, data, at);
            case UINT64 -> unsigned(WireReader.varint(data, at));
            case FLOAT -> Float.intBitsToFloat(WireReader.fixed32(data, at));
            case DOUBLE -> Double.longBitsToDouble(WireReader.fixed64(data, at));
            case STRING, HLL, BITMAP, TDIGEST, JSON -> column.holdsBytes() ? bytes(data, at) : string(schema, data, at);
            case DATETIME -> Temporals.dateTimeValue(WireReader.fixed64(data, at));
            case DATE -> Temporals.dateValue(WireReader.fixed32(data, at));
            case TIME -> Temporals.timeValue(WireReader.fixed32(data, at));
            case TIMESTAMP -> timestamp(WireReader.fixed32(data, at));
        };
    }

    static String text(TableSchema schema, Column column, byte[] data, int at) {
        return switch (column.type()) {
            case FLOAT -> Float.toString(Float.intBitsToFloat(WireReader.fixed32(data, at)));
            case DOUBLE -> Double.toString(Double.longBitsToDouble(WireReader.fixed64(data, at)));
            case STRING, HLL, BITMAP, TDIGEST, JSON ->
                column.holdsBytes() ? Base64.getEncoder().encodeToString(bytes(data, at)) : string(schema, data, at);
            default -> commonText(schema, column.type(), data, at);
        };
    }

    static String officialText(TableSchema schema, Column column, byte[] data, int at) {
        return switch (column.type()) {
            case FLOAT ->
                FloatTexts.significant(Float.intBitsToFloat(WireReader.fixed32(data, at)), OFFICIAL_FLOAT_DIGITS);
            case DOUBLE ->
                FloatTexts.significant(Double.longBitsToDouble(WireReader.fixed64(data, at)), OFFICIAL_DOUBLE_DIGITS);
            case STRING, HLL, BITMAP, TDIGEST, JSON ->
                column.holdsBytes()
                        ? new String(bytes(data, at), StandardCharsets.ISO_8859_1)
                        : string(schema, data, at);
            default -> commonText(schema, column.type(), data, at);
        };
    }

    /** Returns an integer cut to the width of its type, as the database cuts it. */
    static long integer(ColumnType type, byte[] data, int at) {
        return switch (type) {
            case INT8 -> (byte) WireReader.zigzag(data, at);
            case INT16 -> (short) WireReader.zigzag(data, at);
            case INT32 -> (int) WireReader.zigzag(data, at);
            case INT64 -> WireReader.zigzag(data, at);
            case UINT8 -> WireReader.varint(data, at) & 0xff;
            case UINT16 -> WireReader.varint(data, at) & 0xffff;
            case UINT32 -> WireReader.varint(data, at) & 0xffff_ffffL;
            default -> WireReader.varint(data, at);
        };
    }

    static long bits(TableSchema schema, ColumnType type, byte[] data, int at) {
        return switch (type) {
            case BOOL -> WireReader.varint(data, at) != 0 ? 1 : 0;
            case FLOAT, TIME -> WireReader.fixed32(data, at);
            case DOUBLE, DATETIME -> WireReader.fixed64(data, at);
            case DATE -> (long) WireReader.fixed32(data, at) << Temporals.DATE_SHIFT;
            case TIMESTAMP -> Temporals.packDigits(WireReader.fixed32(data, at), schema.zone());
            default -> integer(type, data, at);
        };
    }

    static byte[] bytes(byte[] data, int at) {
        int start = WireReader.skipVarint(data, at, data.length);
        return Arrays.copyOfRange(data, start, start + (int) WireReader.varint(data, at));
    }

    private static String string(TableSchema schema, byte[] data, int at) {
        int shortLength = data[at];
        if (shortLength >= 0) {
            return new String(data, at + 1, shortLength, schema.charset());
        }
        int start = WireReader.skipVarint(data, at, data.length);
        return new String(data, start, (int) WireReader.varint(data, at), schema.charset());
    }

    private static String commonText(TableSchema schema, ColumnType type, byte[] data, int at) {
        return switch (type) {
            case BOOL -> WireReader.varint(data, at) != 0 ? "1" : "0";
            case UINT64 -> Long.toUnsignedString(WireReader.varint(data, at));
            case DATETIME -> Temporals.dateTimeText(WireReader.fixed64(data, at));
            case DATE -> Temporals.dateText(WireReader.fixed32(data, at));
            case TIME -> Temporals.timeText(WireReader.fixed32(data, at));
            case TIMESTAMP -> Temporals.timestampText(WireReader.fixed32(data, at), schema.zone());
            default -> Long.toString(integer(type, data, at));
        };
    }

    /** The database's 0 means 0000-00-00 00:00:00, not 1970. */
    private static Object timestamp(int unixSeconds) {
        return unixSeconds == 0
                ? Temporals.timestampText(0, TableSchema.DEFAULT_ZONE)
                : Instant.ofEpochSecond(Integer.toUnsignedLong(unixSeconds));
    }

    private static BigInteger unsigned(long bits) {
        return bits >= 0 ? BigInteger.valueOf(bits) : BigInteger.valueOf(bits).add(TWO_64);
    }
}
