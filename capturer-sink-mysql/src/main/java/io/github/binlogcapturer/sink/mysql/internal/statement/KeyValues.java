package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.sink.mysql.internal.target.MappedKey;
import io.github.binlogcapturer.spi.KeyPart;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

import static io.github.binlogcapturer.spi.KeyPart.Comparison.EXACT;

/** Reads a key of the target out of a row of the source, as an object that equals another where the target takes both for equal. */
final class KeyValues {

    private KeyValues() {}

    /** Returns the key, or null where a part is NULL. The key must be {@linkplain MappedKey#known known}. */
    static @Nullable Object of(MappedKey key, Row row) {
        List<KeyPart> parts = key.parts();
        if (parts.size() == 1) {
            return part(parts.get(0), row);
        }
        List<Object> values = new ArrayList<>(parts.size());
        for (KeyPart part : parts) {
            Object value = part(part, row);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    /** Returns the key as the source tells it apart, byte by byte, or null where a part is NULL. The key must be known. */
    static @Nullable Object exactOf(MappedKey key, Row row) {
        List<Object> values = new ArrayList<>(key.parts().size());
        for (KeyPart part : key.parts()) {
            int index = part.column();
            if (row.isNull(index)) {
                return null;
            }
            Object value = row.value(index);
            boolean bytes = value instanceof byte[] || value instanceof String;
            values.add(
                    bytes
                            ? ByteBuffer.wrap(Objects.requireNonNull(row.bytes(index)))
                            : part(KeyPart.of(index, EXACT), row));
        }
        return values;
    }

    private static @Nullable Object part(KeyPart part, Row row) {
        int index = part.column();
        if (row.isNull(index)) {
            return null;
        }
        return switch (row.schema().columns().get(index).type()) {
            case BOOL -> row.longValue(index) != 0 ? 1L : 0L;
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> row.longValue(index);
            case UINT64 -> unsigned(row.longValue(index));
            // adding 0 makes -0 the same as 0
            case FLOAT -> Float.intBitsToFloat((int) row.bits(index)) + 0.0d;
            case DOUBLE -> Double.longBitsToDouble(row.bits(index)) + 0.0d;
            case STRING, JSON, HLL, BITMAP, TDIGEST -> text(part, row, index);
            case DATETIME, TIMESTAMP, DATE, TIME -> Objects.requireNonNull(row.value(index));
        };
    }

    private static Object unsigned(long bits) {
        return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    }

    private static Object text(KeyPart part, Row row, int index) {
        return switch (part.comparison()) {
            case FOLDED_TEXT ->
                TextFold.folded(TextFold.prefix(Objects.requireNonNull(row.text(index)), part.prefix()));
            case BINARY_TEXT ->
                TextFold.binary(TextFold.prefix(Objects.requireNonNull(row.text(index)), part.prefix()));
            case EXACT, UNKNOWN -> bytes(Objects.requireNonNull(row.bytes(index)), part.prefix());
        };
    }

    private static Object bytes(byte[] value, int prefix) {
        int length = prefix == 0 ? value.length : Math.min(prefix, value.length);
        // a BINARY column fills up with them
        while (length > 0 && value[length - 1] == 0) {
            length--;
        }
        return ByteBuffer.wrap(value, 0, length);
    }
}
