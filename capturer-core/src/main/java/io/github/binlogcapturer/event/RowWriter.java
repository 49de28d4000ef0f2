package io.github.binlogcapturer.event;

import java.util.List;

/**
 * Writes a row's columns as a message of their own. Values that stand one behind the other in the source, each behind its tag, are
 * copied in one go, which for a row as the database wrote it is all of it. Immutable.
 */
final class RowWriter {

    private static final byte VARINT = 0;
    private static final byte PREFIXED = -1;
    private static final int NO_ROOM = -1;

    /** Per column its tag as a varint, first byte lowest. */
    private final long[] tags;

    private final byte[] tagLengths;
    /** Per column the length of its values, or one of the two below. */
    private final byte[] widths;

    RowWriter(List<Column> columns) {
        tags = new long[columns.size()];
        tagLengths = new byte[columns.size()];
        widths = new byte[columns.size()];
        for (int i = 0; i < tags.length; i++) {
            Column column = columns.get(i);
            widths[i] = width(column.type().wire);
            long rest = ((long) column.fieldId() << 3) | column.type().wire.tagType;
            for (; rest > 0x7f; rest >>>= 7) {
                tags[i] |= ((rest & 0x7f) | 0x80) << (8 * tagLengths[i]++);
            }
            tags[i] |= rest << (8 * tagLengths[i]++);
        }
    }

    private static byte width(ColumnType.Wire wire) {
        return switch (wire) {
            case FIXED32 -> Integer.BYTES;
            case FIXED64 -> Long.BYTES;
            case BYTES -> PREFIXED;
            case VARINT, ZIGZAG -> VARINT;
        };
    }

    int size(byte[] data, int[] offsets) {
        int size = 0;
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] != 0) {
                size += tagLengths[i] + length(i, data, offsets[i]);
            }
        }
        return size;
    }

    /** Returns the place behind what was written, or -1 where there is too little room. */
    int write(byte[] data, int[] offsets, byte[] target, int from) {
        int at = from;
        int runStart = 0;
        int runEnd = 0;
        for (int i = 0; i < offsets.length; i++) {
            int value = offsets[i];
            if (value == 0) {
                continue;
            }
            boolean tagged = hasTagBefore(i, data, value);
            if (!tagged || value - tagLengths[i] != runEnd) {
                at = copy(data, runStart, runEnd, target, at);
                runStart = tagged ? value - tagLengths[i] : value;
                if (!tagged) {
                    at = putTag(i, target, at);
                }
                if (at < 0) {
                    return NO_ROOM;
                }
            }
            runEnd = value + length(i, data, value);
        }
        return copy(data, runStart, runEnd, target, at);
    }

    private int length(int column, byte[] data, int value) {
        int width = widths[column];
        if (width > 0) {
            return width;
        }
        int end = value;
        while (data[end++] < 0) {
            // a varint goes on
        }
        return width == VARINT ? end - value : end - value + (int) WireReader.varint(data, value);
    }

    /** Values that were laid out anew have no tag in front, and an image may have a longer form of it. */
    private boolean hasTagBefore(int column, byte[] data, int value) {
        long tag = tags[column];
        if (tagLengths[column] == 1) {
            return data[value - 1] == (byte) tag;
        }
        int start = value - tagLengths[column];
        for (int i = start; i < value; i++, tag >>>= 8) {
            if (i < 0 || data[i] != (byte) tag) {
                return false;
            }
        }
        return true;
    }

    private int putTag(int column, byte[] target, int from) {
        int end = from + tagLengths[column];
        if (from < 0 || end > target.length) {
            return NO_ROOM;
        }
        int at = from;
        for (long tag = tags[column]; at < end; tag >>>= 8) {
            target[at++] = (byte) tag;
        }
        return at;
    }

    private static int copy(byte[] data, int from, int to, byte[] target, int at) {
        if (to - from > target.length - at) {
            return NO_ROOM;
        }
        System.arraycopy(data, from, target, at, to - from);
        return at + to - from;
    }
}
