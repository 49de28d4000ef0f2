package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.format.internal.canal.CanalTypes;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The parts of a canal-json message that are the same for all rows of a table, as finished JSON. */
final class CanalNames {

    final ColumnNames names;
    /** From behind the rows to the time of execution. */
    final byte[] behindData;
    /** From behind the id to the old values. */
    final byte[] behindId;
    /** From behind the old values to the time at which the message was made. */
    final byte[] behindOld;
    /** Which columns the current message changes; filled anew by each. */
    final boolean[] changed;

    CanalNames(TableSchema schema) {
        List<Column> columns = schema.columns();
        names = new ColumnNames(schema);
        behindData = JsonWriter.piece(
                "],\"database\":" + JsonWriter.quoted(schema.name().database()) + ",\"es\":");
        behindId = JsonWriter.piece(",\"isDdl\":false,\"mysqlType\":"
                + object(columns, column -> JsonWriter.quoted(CanalTypes.mysqlType(column))) + ",\"old\":");
        behindOld = JsonWriter.piece(",\"pkNames\":" + pkNames(schema.primaryKey()) + ",\"sql\":\"\",\"sqlType\":"
                + object(columns, column -> Integer.toString(CanalTypes.sqlType(column)))
                + ",\"table\":" + JsonWriter.quoted(schema.name().table()) + ",\"ts\":");
        changed = new boolean[columns.size()];
    }

    private static String object(List<Column> columns, Function<Column, String> value) {
        return columns.stream()
                .map(column -> JsonWriter.quoted(column.name()) + ":" + value.apply(column))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Canal has null where there is no primary key. */
    private static String pkNames(List<Column> key) {
        return key.isEmpty()
                ? "null"
                : key.stream()
                        .map(column -> JsonWriter.quoted(column.name()))
                        .collect(Collectors.joining(",", "[", "]"));
    }
}
