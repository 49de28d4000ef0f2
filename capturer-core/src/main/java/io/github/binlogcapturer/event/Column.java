package io.github.binlogcapturer.event;

import java.sql.Types;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column as a schema version knows it.
 *
 * @param index place among the columns of its {@link TableSchema}, from 0
 * @param fieldId BaikalDB's number of the column, never reused; it outlives a rename
 * @param binary whether a STRING holds bytes rather than text (BINARY, VARBINARY, BLOB)
 * @param key whether the column belongs to the primary key
 * @param defaultText the default as text, or null where there is none; for {@code current_timestamp} the instant at which the
 *     column was added
 */
public record Column(
        int index,
        String name,
        int fieldId,
        ColumnType type,
        boolean binary,
        boolean nullable,
        boolean key,
        @Nullable String defaultText) {

    public Column {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        if (fieldId <= 0) {
            throw new IllegalArgumentException("Field ids begin at 1, but column " + name + " has " + fieldId);
        }
    }

    /** Returns the {@link Types java.sql.Types} number; binary strings are {@link Types#VARBINARY}. */
    public int jdbcType() {
        return holdsBytes() && type == ColumnType.STRING ? Types.VARBINARY : type.jdbcType();
    }

    /** Returns MySQL's name of the type, without a length; binary strings are {@code varbinary}. */
    public String sqlType() {
        return holdsBytes() && type == ColumnType.STRING ? "varbinary" : type.sqlName();
    }

    /** Returns whether values are bytes without a charset. */
    public boolean holdsBytes() {
        return binary || type.isOpaque();
    }

    Column at(int newIndex) {
        return new Column(newIndex, name, fieldId, type, binary, nullable, key, defaultText);
    }
}
