package io.github.binlogcapturer.sink.mysql.internal.verify;

import io.github.binlogcapturer.event.TableName;

/** Writes names and values into SQL text. */
final class Literals {

    private Literals() {}

    static String name(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static String name(TableName table) {
        return name(table.database()) + "." + name(table.table());
    }

    /** Returns a literal for a value as it was read. */
    static String value(ValueKind kind, String raw, boolean backslashEscapes) {
        return switch (kind) {
            case NUMBER, FLOAT, DOUBLE -> raw;
            case BYTES -> raw.isEmpty() ? "''" : "X'" + raw + "'";
            case TEXT, TIME, JSON -> quoted(raw, backslashEscapes);
        };
    }

    private static String quoted(String text, boolean backslashEscapes) {
        String escaped = backslashEscapes ? text.replace("\\", "\\\\") : text;
        return "'" + escaped.replace("'", "''") + "'";
    }
}
