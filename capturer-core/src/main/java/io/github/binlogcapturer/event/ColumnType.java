package io.github.binlogcapturer.event;

import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * The storage types of BaikalDB. SQL types map onto them at CREATE TABLE: {@code BOOL} and {@code TINYINT} to INT8,
 * {@code MEDIUMINT} to INT32, <b>{@code DECIMAL} to DOUBLE</b> (so its digits beyond a double are lost in the database already),
 * the CHAR, TEXT and BLOB families to STRING.
 */
public enum ColumnType {
    BOOL(2, Wire.VARINT, Types.BIT, "bool"),
    INT8(3, Wire.ZIGZAG, Types.TINYINT, "tinyint"),
    INT16(4, Wire.ZIGZAG, Types.SMALLINT, "smallint"),
    INT32(5, Wire.ZIGZAG, Types.INTEGER, "int"),
    INT64(6, Wire.ZIGZAG, Types.BIGINT, "bigint"),
    UINT8(7, Wire.VARINT, Types.TINYINT, "tinyint unsigned"),
    UINT16(8, Wire.VARINT, Types.SMALLINT, "smallint unsigned"),
    UINT32(9, Wire.VARINT, Types.INTEGER, "int unsigned"),
    UINT64(10, Wire.VARINT, Types.BIGINT, "bigint unsigned"),
    FLOAT(11, Wire.FIXED32, Types.REAL, "float"),
    DOUBLE(12, Wire.FIXED64, Types.DOUBLE, "double"),
    STRING(13, Wire.BYTES, Types.VARCHAR, "varchar"),
    DATETIME(14, Wire.FIXED64, Types.TIMESTAMP, "datetime"),
    TIMESTAMP(15, Wire.FIXED32, Types.TIMESTAMP, "timestamp"),
    DATE(16, Wire.FIXED32, Types.DATE, "date"),
    HLL(17, Wire.BYTES, Types.BLOB, "hll"),
    TIME(18, Wire.FIXED32, Types.TIME, "time"),
    BITMAP(21, Wire.BYTES, Types.BLOB, "bitmap"),
    TDIGEST(22, Wire.BYTES, Types.BLOB, "tdigest"),
    JSON(23, Wire.BYTES, Types.VARCHAR, "json");

    /** How a value stands in a row's bytes. */
    enum Wire {
        VARINT(0),
        ZIGZAG(0),
        FIXED64(1),
        BYTES(2),
        FIXED32(5);

        final int tagType;

        Wire(int tagType) {
            this.tagType = tagType;
        }
    }

    private static final @Nullable ColumnType[] BY_CODE = new @Nullable ColumnType[25];

    static {
        for (ColumnType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final int jdbcType;
    private final String sqlName;
    final Wire wire;

    ColumnType(int code, Wire wire, int jdbcType, String sqlName) {
        this.code = code;
        this.wire = wire;
        this.jdbcType = jdbcType;
        this.sqlName = sqlName;
    }

    /** Returns the type of BaikalDB's {@code PrimitiveType} number, or null where it is no column type. */
    public static @Nullable ColumnType ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** Returns BaikalDB's {@code PrimitiveType} number. */
    public int code() {
        return code;
    }

    /** Returns the {@link Types java.sql.Types} number. */
    public int jdbcType() {
        return jdbcType;
    }

    /** Returns MySQL's name of the type, without a length. */
    public String sqlName() {
        return sqlName;
    }

    /** Returns whether values are integers, signed or not. */
    public boolean isInteger() {
        return wire == Wire.ZIGZAG || wire == Wire.VARINT;
    }

    /** Returns whether values are opaque bytes of BaikalDB's aggregate types. */
    public boolean isOpaque() {
        return this == HLL || this == BITMAP || this == TDIGEST;
    }
}
