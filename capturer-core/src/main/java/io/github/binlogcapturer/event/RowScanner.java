package io.github.binlogcapturer.event;

import io.github.binlogcapturer.event.ColumnType.Wire;

/** Walks once over a row's bytes and notes where each column's value stands. */
final class RowScanner {

    private RowScanner() {}

    static int[] scan(TableSchema schema, byte[] data, int from, int limit) {
        int[] offsets = new int[schema.columns().size()];
        int at = from;
        while (at < limit) {
            int tag = data[at];
            int valueAt = at + 1;
            if (tag < 8) {
                valueAt = WireReader.skipVarint(data, at, limit);
                tag = tag(schema, data, at, valueAt, from);
            }
            int index = schema.indexOfTag(tag);
            if (index < 0) {
                requireSkippable(schema, tag, valueAt - from);
            }
            int end = valueEnd(tag & 7, data, valueAt, limit);
            if (end < 0) {
                throw broken(
                        schema,
                        valueAt - from,
                        "the value of field " + (tag >>> 3) + " is cut off or of no known form");
            }
            if (index >= 0) {
                offsets[index] = valueAt;
            }
            at = end;
        }
        return offsets;
    }

    private static int tag(TableSchema schema, byte[] data, int at, int end, int from) {
        if (end < 0) {
            throw broken(schema, at - from, "a tag is cut off");
        }
        long tag = WireReader.varint(data, at);
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw broken(schema, at - from, Long.toUnsignedString(tag) + " is no tag");
        }
        return (int) tag;
    }

    /** Returns how many bytes a value takes, its length prefix included. */
    static int valueLength(Wire wire, byte[] data, int at) {
        return switch (wire) {
            case FIXED32 -> 4;
            case FIXED64 -> 8;
            case BYTES -> WireReader.skipVarint(data, at, data.length) - at + (int) WireReader.varint(data, at);
            case VARINT, ZIGZAG -> WireReader.skipVarint(data, at, data.length) - at;
        };
    }

    private static int valueEnd(int wireType, byte[] data, int at, int limit) {
        long end;
        switch (wireType) {
            case 0 -> end = WireReader.skipVarint(data, at, limit);
            case 1 -> end = at + 8L;
            case 2 -> end = at < limit && data[at] >= 0 ? at + 1L + data[at] : longBytesEnd(data, at, limit);
            case 5 -> end = at + 4L;
            default -> end = -1;
        }
        return end > limit ? -1 : (int) end;
    }

    private static long longBytesEnd(byte[] data, int at, int limit) {
        int start = WireReader.skipVarint(data, at, limit);
        long length = start < 0 ? -1 : WireReader.varint(data, at);
        return length < 0 || length > limit ? -1 : start + length;
    }

    /** Returns if the field is a column's that is not wanted. */
    private static void requireSkippable(TableSchema schema, int tag, int at) {
        int fieldId = tag >>> 3;
        int index = schema.indexOfField(fieldId);
        if (index == TableSchema.UNKNOWN) {
            throw new UnknownFieldException(schema, fieldId);
        }
        if (index >= 0) {
            Column column = schema.columns().get(index);
            throw new RowFormatException("Column " + column.name() + " (field " + fieldId + ") of " + schema + " is "
                    + column.type() + ", but its value at byte " + at + " has wire type " + (tag & 7));
        }
    }

    private static RowFormatException broken(TableSchema schema, int at, String what) {
        return new RowFormatException("Row image of " + schema + ": " + what + ", at byte " + at);
    }
}
