package io.github.binlogcapturer.format.internal.sql;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.format.internal.text.NoFormException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The parts of statements that are the same for all rows of a schema version, as UTF-8. The arrays are not to be changed. */
final class SqlTable {

    private final TableSchema schema;
    private final List<Column> locators;
    private final byte[] insert;
    private final byte[] replace;
    private final byte[] update;
    private final byte[] delete;
    private final byte[] unchanged;
    private final byte[][] assignments;
    private final byte[][] conditions;
    private final byte[] limit;

    SqlTable(TableSchema schema, SqlShape shape) {
        this.schema = schema;
        locators = schema.primaryKey().isEmpty() ? schema.columns() : schema.primaryKey();
        String name = shape.qualified()
                ? quoted(schema.name().database(), schema.name()) + "."
                        + quoted(schema.name().table(), schema.name())
                : quoted(schema.name().table(), schema.name());
        String rows = name + " (" + names(schema.columns()) + ")" + shape.words(" VALUES ");
        replace = utf8(shape.words("REPLACE INTO ") + rows);
        insert = shape.original() ? replace : utf8("INSERT INTO " + rows);
        update = utf8(shape.words("UPDATE ") + name + shape.words(" SET "));
        String keyList = shape.words(" WHERE ") + "(" + names(locators) + ")" + shape.words(" IN ") + "(";
        delete = utf8(shape.words("DELETE FROM ") + name + (shape.original() && hasKey() ? keyList : ""));
        limit = utf8(hasKey() ? "" : shape.words(" LIMIT 1"));
        assignments = new byte[schema.columns().size()][];
        for (Column column : schema.columns()) {
            assignments[column.index()] = utf8(quoted(column) + "=");
        }
        conditions = new byte[locators.size()][];
        for (int i = 0; i < conditions.length; i++) {
            String joint = shape.words(i == 0 ? " WHERE " : " AND ");
            conditions[i] = utf8(joint + quoted(locators.get(i)) + (hasKey() ? "=" : "<=>"));
        }
        String locator = quoted(locators.get(0));
        unchanged = utf8(locator + "=" + locator);
    }

    TableSchema schema() {
        return schema;
    }

    boolean hasKey() {
        return !schema.primaryKey().isEmpty();
    }

    /** Returns the columns that find a row: the primary key, or all where there is none. */
    List<Column> locators() {
        return locators;
    }

    /** Returns an insert up to its first row. */
    byte[] insert() {
        return insert;
    }

    /** Returns a replace up to its first row. */
    byte[] replace() {
        return replace;
    }

    /** Returns an update up to its first assignment. */
    byte[] update() {
        return update;
    }

    /** Returns a delete up to its conditions; in the original's shape, where there is a key, up to its first key. */
    byte[] delete() {
        return delete;
    }

    /** Returns an assignment that changes nothing. */
    byte[] unchanged() {
        return unchanged;
    }

    /** Returns a column's name and the sign behind it. */
    byte[] assignment(int column) {
        return assignments[column];
    }

    /** Returns the word, the name and the sign in front of the value of a locator. */
    byte[] condition(int locator) {
        return conditions[locator];
    }

    /** Returns what keeps a statement to one row where the condition may hold for several. */
    byte[] limit() {
        return limit;
    }

    private String names(List<Column> columns) {
        return columns.stream().map(this::quoted).collect(Collectors.joining(","));
    }

    private String quoted(Column column) {
        return quoted(column.name(), schema.name());
    }

    private static String quoted(String name, TableName table) {
        if (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
            throw new NoFormException(
                    table,
                    null,
                    "a name has a line break, which SQL cannot escape, so it has no place in a statement of one line: \""
                            + name + "\"");
        }
        return "`" + name.replace("`", "``") + "`";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
