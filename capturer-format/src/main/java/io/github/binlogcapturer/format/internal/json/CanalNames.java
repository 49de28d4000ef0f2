package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.format.internal.canal.CanalTypes;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The parts of a canal-json message that are the same for all rows of a table, as finished JSON. */
final class CanalNames {

    final ColumnNames names;
    final SerializableString mysqlType;
    final SerializableString sqlType;
    final SerializableString pkNames;
    /** Which columns the current message changes; filled anew by each. */
    final boolean[] changed;

    CanalNames(TableSchema schema) {
        List<Column> columns = schema.columns();
        names = new ColumnNames(schema);
        mysqlType = object(columns, column -> JsonOutput.quoted(CanalTypes.mysqlType(column)));
        sqlType = object(columns, column -> Integer.toString(CanalTypes.sqlType(column)));
        pkNames = pkNames(schema.primaryKey());
        changed = new boolean[columns.size()];
    }

    private static SerializableString object(List<Column> columns, Function<Column, String> value) {
        return new SerializedString(columns.stream()
                .map(column -> JsonOutput.quoted(column.name()) + ":" + value.apply(column))
                .collect(Collectors.joining(",", "{", "}")));
    }

    /** Canal has null where there is no primary key. */
    private static SerializableString pkNames(List<Column> key) {
        return new SerializedString(
                key.isEmpty()
                        ? "null"
                        : key.stream()
                                .map(column -> JsonOutput.quoted(column.name()))
                                .collect(Collectors.joining(",", "[", "]")));
    }
}
