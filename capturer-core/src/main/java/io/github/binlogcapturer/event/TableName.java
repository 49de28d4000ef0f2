package io.github.binlogcapturer.event;

import java.util.Objects;

/** The name of a table within the captured namespace. */
public record TableName(String database, String table) {

    public TableName {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(table, "table");
    }

    /**
     * Reads {@code database.table}; the table may contain further dots.
     *
     * @throws IllegalArgumentException if there is no dot, or nothing on one side of it
     */
    public static TableName parse(String text) {
        int dot = text.indexOf('.');
        if (dot <= 0 || dot == text.length() - 1) {
            throw new IllegalArgumentException("A table is named database.table, but got \"" + text + "\"");
        }
        return new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    /** Returns {@code database.table}. */
    @Override
    public String toString() {
        return database + "." + table;
    }
}
