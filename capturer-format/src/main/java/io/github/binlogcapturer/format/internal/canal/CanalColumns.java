package io.github.binlogcapturer.format.internal.canal;

import io.github.binlogcapturer.event.Row;

/** Writes the columns of a row image. */
final class CanalColumns {

    private static final int VALUE = 8;

    private final ProtoWriter proto;
    private final CanalValues values = new CanalValues(false);

    CanalColumns(ProtoWriter proto) {
        this.proto = proto;
    }

    void append(int field, CanalTable table, Row row, int index, boolean updated) {
        boolean isNull = row.isNull(index);
        byte[] head = table.columnHead(index, updated, isNull);
        byte[] tail = table.columnTail(index);
        if (isNull) {
            proto.length(field, head.length + tail.length);
            proto.raw(head);
            proto.raw(tail);
        } else {
            proto.nested(
                    field,
                    head,
                    VALUE,
                    values.text(row, table.schema().columns().get(index)),
                    tail);
        }
    }
}
