package io.github.binlogcapturer.format.internal.canal;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.format.MessageBuffer;

/** The parts of entries that are the same for all rows of a schema version. */
final class CanalTable {

    private static final int HEADER_SCHEMA_NAME = 8;
    private static final int HEADER_TABLE_NAME = 9;

    private static final int COLUMN_INDEX = 1;
    private static final int COLUMN_SQL_TYPE = 2;
    private static final int COLUMN_NAME = 3;
    private static final int COLUMN_IS_KEY = 4;
    private static final int COLUMN_UPDATED = 5;
    private static final int COLUMN_IS_NULL = 6;
    private static final int COLUMN_MYSQL_TYPE = 10;

    private final TableSchema schema;
    private final byte[] names;
    private final byte[][] updatedHeads;
    private final byte[][] sameHeads;
    private final byte[][] updatedNulls;
    private final byte[][] sameNulls;
    private final byte[][] columnTails;

    CanalTable(TableSchema schema) {
        this.schema = schema;
        MessageBuffer buffer = new MessageBuffer();
        ProtoWriter proto = new ProtoWriter(buffer);
        proto.text(HEADER_SCHEMA_NAME, schema.name().database());
        proto.text(HEADER_TABLE_NAME, schema.name().table());
        names = taken(buffer);
        updatedHeads = heads(proto, schema, true, false);
        sameHeads = heads(proto, schema, false, false);
        updatedNulls = heads(proto, schema, true, true);
        sameNulls = heads(proto, schema, false, true);
        columnTails =
                schema.columns().stream().map(column -> tail(proto, column)).toArray(byte[][]::new);
    }

    TableSchema schema() {
        return schema;
    }

    /** Returns the header's fields of database and table. */
    byte[] names() {
        return names;
    }

    /** Returns a column's fields up to isNull. */
    byte[] columnHead(int column, boolean updated, boolean isNull) {
        byte[][] heads = isNull ? (updated ? updatedNulls : sameNulls) : (updated ? updatedHeads : sameHeads);
        return heads[column];
    }

    /** Returns a column's fields behind its value. */
    byte[] columnTail(int column) {
        return columnTails[column];
    }

    private static byte[][] heads(ProtoWriter proto, TableSchema schema, boolean updated, boolean isNull) {
        return schema.columns().stream()
                .map(column -> head(proto, column, updated, isNull))
                .toArray(byte[][]::new);
    }

    private static byte[] head(ProtoWriter proto, Column column, boolean updated, boolean isNull) {
        proto.number(COLUMN_INDEX, column.index());
        proto.number(COLUMN_SQL_TYPE, CanalTypes.sqlType(column));
        proto.text(COLUMN_NAME, column.name());
        proto.flag(COLUMN_IS_KEY, column.key());
        proto.flag(COLUMN_UPDATED, updated);
        proto.flag(COLUMN_IS_NULL, isNull);
        return taken(proto.out());
    }

    private static byte[] tail(ProtoWriter proto, Column column) {
        proto.text(COLUMN_MYSQL_TYPE, CanalTypes.mysqlType(column));
        return taken(proto.out());
    }

    private static byte[] taken(MessageBuffer buffer) {
        byte[] bytes = buffer.toByteArray();
        buffer.clear();
        return bytes;
    }
}
