package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as BaikalDB stores and logs them: protobuf messages whose field numbers are field ids, see section 8 of the specification. Writing is
 * the test kit's own, so that it can be wrong in other ways than the core's reading. Stateless.
 */
final class RowBytes {

    private RowBytes() {}

    /**
     * Writes values in column order; null is left out.
     *
     * @throws StatementFailedException if a value is not of its column's type
     */
    static ByteString encode(TableSchema schema, List<@Nullable Object> values) {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        List<Column> inWireOrder = schema.columns().stream()
                .sorted(Comparator.comparingInt(Column::fieldId))
                .toList();
        try {
            for (Column column : inWireOrder) {
                Object value = values.get(column.index());
                if (value != null) {
                    writeChecked(out, schema, column, value);
                }
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteString();
    }

    private static void writeChecked(CodedOutputStream out, TableSchema schema, Column column, Object value)
            throws IOException {
        try {
            write(out, schema, column, value);
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new StatementFailedException(
                    "Column " + column.name() + " of " + schema.name() + " is " + column.type()
                            + " and cannot hold the " + value.getClass().getSimpleName() + " " + value,
                    e);
        }
    }

    /** Integers that are too large lose their upper bits, as in the database. */
    private static void write(CodedOutputStream out, TableSchema schema, Column column, Object value)
            throws IOException {
        int field = column.fieldId();
        switch (column.type()) {
            case BOOL -> out.writeBool(field, value instanceof Boolean flag ? flag : integer(value) != 0);
            case INT8 -> out.writeSInt32(field, (byte) integer(value));
            case INT16 -> out.writeSInt32(field, (short) integer(value));
            case INT32 -> out.writeSInt32(field, (int) integer(value));
            case INT64 -> out.writeSInt64(field, integer(value));
            case UINT8 -> out.writeUInt32(field, (int) integer(value) & 0xff);
            case UINT16 -> out.writeUInt32(field, (int) integer(value) & 0xffff);
            case UINT32 -> out.writeUInt32(field, (int) integer(value));
            case UINT64 -> out.writeUInt64(field, integer(value));
            case FLOAT -> out.writeFloat(field, decimal(value).floatValue());
            case DOUBLE -> out.writeDouble(field, decimal(value).doubleValue());
            case STRING, JSON, HLL, BITMAP, TDIGEST -> out.writeBytes(field, bytes(schema, value));
            case DATETIME -> out.writeFixed64(field, PackedTime.dateTime(value));
            case TIMESTAMP -> out.writeFixed32(field, PackedTime.timestamp(value, schema.zone()));
            case DATE -> out.writeFixed32(field, PackedTime.date(value));
            case TIME -> out.writeSFixed32(field, PackedTime.time(value));
        }
    }

    private static long integer(Object value) {
        return value instanceof Number number
                ? number.longValue()
                : new BigDecimal(((String) value).strip()).longValue();
    }

    private static Number decimal(Object value) {
        return value instanceof Number number ? number : new BigDecimal(((String) value).strip());
    }

    private static ByteString bytes(TableSchema schema, Object value) {
        return value instanceof byte[] bytes
                ? ByteString.copyFrom(bytes)
                : ByteString.copyFrom((String) value, schema.charset());
    }

    /** Returns the values as they stand in the bytes, in column order and as {@link Row#value(int)} has them. */
    static List<@Nullable Object> asLogged(TableSchema schema, ByteString bytes) {
        return values(Row.parse(schema, bytes.toByteArray(), 0, bytes.size()));
    }

    /** Returns the values as a SELECT shows them: a column that is absent has its default. */
    static List<@Nullable Object> asSelected(TableSchema schema, ByteString bytes) {
        return values(Row.parse(schema, bytes.toByteArray(), 0, bytes.size()).withDefaults());
    }

    private static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : row.schema().columns()) {
            values.add(row.value(column.index()));
        }
        return Collections.unmodifiableList(values);
    }
}
