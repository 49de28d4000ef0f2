package io.github.binlogcapturer.format.internal.canal;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.format.internal.text.TextBytes;

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
        int around = head.length + tail.length;
        if (isNull) {
            proto.length(field, around);
            proto.raw(head);
        } else {
            TextBytes text = values.text(row, table.schema().columns().get(index));
            proto.length(field, around + ProtoWriter.sizeOf(text.length()));
            proto.raw(head);
            proto.length(VALUE, text.length());
            text.appendTo(proto.out());
        }
        proto.raw(tail);
    }
}
