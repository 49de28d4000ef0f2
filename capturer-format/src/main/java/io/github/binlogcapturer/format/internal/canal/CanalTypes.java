package io.github.binlogcapturer.format.internal.canal;

import io.github.binlogcapturer.event.Column;
import java.sql.Types;

/**
 * How Canal names the types of columns, in protobuf and in canal-json alike. Stateless.
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
}
