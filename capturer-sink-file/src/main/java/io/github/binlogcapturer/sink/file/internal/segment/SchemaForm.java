package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.UniqueKey;
import io.github.binlogcapturer.format.MessageBuffer;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** A version of a table as bytes; equal versions have equal bytes. Fields of dropped columns are not kept, as no kept row has them. */
final class SchemaForm {

    private static final int BINARY = 1;
    private static final int NULLABLE = 2;
    private static final int HAS_DEFAULT = 4;

    private SchemaForm() {}

    static byte[] encode(TableSchema schema) {
        MessageBuffer buffer = new MessageBuffer();
        Bytes.putVarint(buffer, schema.tableId());
        Bytes.putText(buffer, schema.name().database());
        Bytes.putText(buffer, schema.name().table());
        Bytes.putVarint(buffer, schema.version());
        Bytes.putText(buffer, schema.charset().name());
        Bytes.putText(buffer, schema.zone().getId());
        Bytes.putVarint(buffer, schema.columns().size());
        schema.columns().forEach(column -> column(buffer, column));
        key(buffer, schema.primaryKey());
        Bytes.putVarint(buffer, schema.uniqueKeys().size());
        for (UniqueKey key : schema.uniqueKeys()) {
            Bytes.putText(buffer, key.name());
            key(buffer, key.columns());
        }
        return buffer.toByteArray();
    }

    /** @throws RuntimeException of some kind if the bytes are no schema, or its charset or zone is not known here */
    static TableSchema decode(byte[] bytes) {
        ByteCursor cursor = new ByteCursor(bytes, 0, bytes.length);
        long tableId = cursor.readVarint();
        TableName name = new TableName(cursor.readText(), cursor.readText());
        TableSchema.Builder builder = TableSchema.builder(tableId, name)
                .version(cursor.readVarint())
                .charset(Charset.forName(cursor.readText()))
                .zone(ZoneId.of(cursor.readText()));
        List<String> columns = new ArrayList<>();
        for (int left = cursor.readCount(); left > 0; left--) {
            Column column = column(cursor);
            columns.add(column.name());
            builder.column(column);
        }
        builder.primaryKey(key(cursor, columns));
        for (int left = cursor.readCount(); left > 0; left--) {
            builder.uniqueKey(cursor.readText(), key(cursor, columns));
        }
        return builder.build();
    }

    private static void column(MessageBuffer buffer, Column column) {
        String defaultText = column.defaultText();
        Bytes.putText(buffer, column.name());
        Bytes.putVarint(buffer, column.fieldId());
        Bytes.putVarint(buffer, column.type().code());
        Bytes.putByte(
                buffer,
                (column.binary() ? BINARY : 0)
                        | (column.nullable() ? NULLABLE : 0)
                        | (defaultText != null ? HAS_DEFAULT : 0));
        if (defaultText != null) {
            Bytes.putText(buffer, defaultText);
        }
    }

    private static Column column(ByteCursor cursor) {
        String name = cursor.readText();
        int fieldId = cursor.readCount();
        int code = cursor.readCount();
        ColumnType type = ColumnType.ofCode(code);
        if (type == null) {
            throw new IllegalArgumentException("Column " + name + " has the unknown type " + code);
        }
        int flags = cursor.readByte();
        String defaultText = (flags & HAS_DEFAULT) != 0 ? cursor.readText() : null;
        // which columns are key columns follows from the primary key
        return new Column(0, name, fieldId, type, (flags & BINARY) != 0, (flags & NULLABLE) != 0, false, defaultText);
    }

    private static void key(MessageBuffer buffer, List<Column> columns) {
        Bytes.putVarint(buffer, columns.size());
        columns.forEach(column -> Bytes.putVarint(buffer, column.index()));
    }

    private static List<String> key(ByteCursor cursor, List<String> columns) {
        List<String> names = new ArrayList<>();
        for (int left = cursor.readCount(); left > 0; left--) {
            names.add(columns.get(cursor.readCount()));
        }
        return names;
    }
}
