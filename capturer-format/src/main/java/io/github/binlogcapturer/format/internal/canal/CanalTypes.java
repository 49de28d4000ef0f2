package io.github.binlogcapturer.format.internal.canal;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How Canal names the types of columns and shows their values, in protobuf and in canal-json alike. Stateless.
 *
 * <p>A column has one sqlType for all its values. Canal's own depends on the value where the column is unsigned: it takes the next
 * wider type for values of the upper half. Here an unsigned column always has that wider type, which all its values fit in.
 */
public final class CanalTypes {

    private CanalTypes() {}

    /** Returns the {@link Types java.sql.Types} number that Canal gives a column. */
    public static int sqlType(Column column) {
        return switch (column.type()) {
            case BOOL, INT8 -> Types.TINYINT;
            case INT16, UINT8 -> Types.SMALLINT;
            case INT32, UINT16 -> Types.INTEGER;
            case INT64, UINT32 -> Types.BIGINT;
            case UINT64 -> Types.DECIMAL;
            case FLOAT -> Types.REAL;
            case DOUBLE -> Types.DOUBLE;
            case STRING, JSON -> column.holdsBytes() ? Types.BLOB : Types.VARCHAR;
            case HLL, BITMAP, TDIGEST -> Types.BLOB;
            case DATE -> Types.DATE;
            case TIME -> Types.TIME;
            case DATETIME, TIMESTAMP -> Types.TIMESTAMP;
        };
    }

    /**
     * Returns MySQL's text of a column's type, as {@code bigint unsigned}. Lengths are left out, since BaikalDB keeps none; bytes of any
     * kind are {@code blob}, and DATETIME has its six digits.
     */
    public static String mysqlType(Column column) {
        if (column.holdsBytes()) {
            return "blob";
        }
        return switch (column.type()) {
            case BOOL -> "tinyint(1)";
            case DATETIME -> "datetime(6)";
            default -> column.sqlType();
        };
    }

    /**
     * Returns a value as Canal shows it, or null for NULL: bytes are one character each (ISO 8859-1), all else is its exact text.
     *
     * @throws IllegalArgumentException if the bytes of a text are not valid in the table's charset, so that no text stands for them
     */
    public static @Nullable String text(Row row, Column column) {
        int index = column.index();
        if (row.isNull(index)) {
            return null;
        }
        if (column.holdsBytes()) {
            return new String(Objects.requireNonNull(row.bytes(index)), StandardCharsets.ISO_8859_1);
        }
        return switch (column.type()) {
            case FLOAT -> NumberOutput.toString((Float) Objects.requireNonNull(row.value(index)), true);
            case DOUBLE -> NumberOutput.toString((Double) Objects.requireNonNull(row.value(index)), true);
            case STRING, JSON -> exact(row, index, Objects.requireNonNull(row.text(index)));
            default -> row.text(index);
        };
    }

    private static String exact(Row row, int index, String text) {
        if (text.indexOf('\uFFFD') >= 0
                && !Arrays.equals(text.getBytes(row.schema().charset()), row.bytes(index))) {
            throw new IllegalArgumentException(
                    "its bytes are not valid " + row.schema().charset().name() + ", so no text stands for them");
        }
        return text;
    }
}
