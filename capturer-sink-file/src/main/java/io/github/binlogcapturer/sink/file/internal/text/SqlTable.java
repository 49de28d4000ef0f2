package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The parts of statements that are the same for all rows of a schema version.
 *
 * @param columns the quoted names, by column index
 * @param locators the columns that find a row: the primary key, or all where there is none
 */
record SqlTable(TableSchema schema, String name, List<String> columns, String columnList, List<Column> locators) {

    static SqlTable of(TableSchema schema) {
        List<String> columns = schema.columns().stream()
                .map(column -> quoted(column.name(), schema.name()))
                .toList();
        return new SqlTable(
                schema,
                quoted(schema.name()),
                columns,
                columns.stream().collect(Collectors.joining(",", " (", ") VALUES (")),
                schema.primaryKey().isEmpty() ? schema.columns() : schema.primaryKey());
    }

    static String quoted(TableName name) {
        return quoted(name.database(), name) + "." + quoted(name.table(), name);
    }

    boolean hasKey() {
        return !schema.primaryKey().isEmpty();
    }

    private static String quoted(String name, TableName table) {
        if (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
            throw new SinkException("A name of table " + table
                    + " has a line break, which SQL cannot escape, so it has no "
                    + "place in a file of one statement per line: \"" + name + "\". Write JSON_LINES, or leave it out");
        }
        return "`" + name.replace("`", "``") + "`";
    }
}
