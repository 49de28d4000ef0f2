package io.github.binlogcapturer.format.internal.canal;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.format.internal.text.TextBytes;

/** Writes the columns of a row image. */
final class CanalColumns {

    private static final int UPDATED = 5;
    private static final int IS_NULL = 6;
    private static final int VALUE = 8;

    private static final int FLAG_BYTES = 2;

    private final ProtoWriter proto;
    private final CanalValues values = new CanalValues(false);

    CanalColumns(ProtoWriter proto) {
        this.proto = proto;
    }

    void append(int field, CanalTable table, Row row, int index, boolean updated) {
        byte[] head = table.columnHead(index);
        byte[] tail = table.columnTail(index);
        int around = head.length + 2 * FLAG_BYTES + tail.length;
        if (row.isNull(index)) {
            start(field, around, head, updated, true);
        } else {
            TextBytes text = values.text(row, table.schema().columns().get(index));
            start(field, around + ProtoWriter.sizeOf(text.length()), head, updated, false);
            proto.length(VALUE, text.length());
            text.appendTo(proto.out());
        }
        proto.raw(tail);
    }

    private void start(int field, int length, byte[] head, boolean updated, boolean isNull) {
        proto.length(field, length);
        proto.raw(head);
        proto.flag(UPDATED, updated);
        proto.flag(IS_NULL, isNull);
    }
}
