package io.github.binlogcapturer.format.internal.canal;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.internal.text.Digits;
import io.github.binlogcapturer.format.internal.text.NoFormException;
import io.github.binlogcapturer.format.internal.text.TextBytes;
import java.util.Objects;

/** Writes the columns of a row image; values as {@link CanalTypes#text} has them. */
final class CanalColumns {

    private static final int UPDATED = 5;
    private static final int IS_NULL = 6;
    private static final int VALUE = 8;

    /** Most values of fixed width are shorter, as is the message around them; a length up to 127 takes one byte. */
    private static final int FLAGS_AND_SHORT_VALUE = 20;

    private final ProtoWriter proto;
    private final TextBytes text = new TextBytes();

    CanalColumns(ProtoWriter proto) {
        this.proto = proto;
    }

    void append(int field, CanalTable table, Row row, int index, boolean updated) {
        byte[] head = table.columnHead(index);
        byte[] tail = table.columnTail(index);
        Column column = table.schema().columns().get(index);
        int valueGuess = isText(column) ? row.byteCount(index) : 1;
        int guess = head.length + tail.length + FLAGS_AND_SHORT_VALUE + valueGuess;
        int start = proto.open(field, guess);
        proto.raw(head);
        proto.flag(UPDATED, updated);
        boolean isNull = row.isNull(index);
        proto.flag(IS_NULL, isNull);
        if (!isNull) {
            int valueStart = proto.open(VALUE, valueGuess);
            value(row, column);
            proto.close(valueStart, valueGuess);
        }
        proto.raw(tail);
        proto.close(start, guess);
    }

    private static boolean isText(Column column) {
        return switch (column.type()) {
            case STRING, JSON, HLL, BITMAP, TDIGEST -> true;
            default -> false;
        };
    }

    private void value(Row row, Column column) {
        int index = column.index();
        switch (column.type()) {
            case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
                Digits.append(proto.out(), row, index);
            case FLOAT, DOUBLE, DATETIME, TIMESTAMP, DATE, TIME ->
                Digits.appendAscii(proto.out(), Objects.requireNonNull(CanalTypes.text(row, column)));
            case STRING, JSON, HLL, BITMAP, TDIGEST -> bytesOrText(row, column);
        }
    }

    private void bytesOrText(Row row, Column column) {
        if (column.holdsBytes()) {
            text.load(row, column.index());
            characters(text.array(), text.length());
        } else if (text.loadText(row, column.index())) {
            proto.out().write(text.array(), 0, text.length());
        } else {
            throw new NoFormException("Column " + column.name() + " holds bytes that are not valid "
                    + row.schema().charset().name() + ", for which Canal has no text");
        }
    }

    /** Appends each byte as the character of its number, in UTF-8. */
    private void characters(byte[] bytes, int length) {
        MessageBuffer out = proto.out();
        out.ensureRoom(Math.multiplyExact(2, length));
        byte[] target = out.array();
        int from = out.length();
        int at = from;
        for (int i = 0; i < length; i++) {
            int value = bytes[i] & 0xff;
            if (value < 0x80) {
                target[at++] = (byte) value;
            } else {
                target[at++] = (byte) (0xc0 | (value >> 6));
                target[at++] = (byte) (0x80 | (value & 0x3f));
            }
        }
        out.advance(at - from);
    }
}
