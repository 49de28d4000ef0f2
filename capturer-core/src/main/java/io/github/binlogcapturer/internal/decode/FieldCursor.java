package io.github.binlogcapturer.internal.decode;

/** Walks over the fields of one protobuf message in a byte array. Anything out of bounds is an exception. */
final class FieldCursor {

    private final byte[] data;
    private final int limit;
    private int at;
    private int tag;

    FieldCursor(byte[] data, int offset, int limit) {
        this.data = data;
        this.at = offset;
        this.limit = limit;
    }

    /** Moves to the next field; false at the end. After true, exactly one reading method or {@link #skip} must follow. */
    boolean next() {
        if (at == limit) {
            return false;
        }
        long read = readVarint();
        if (read >>> 32 != 0 || read >>> 3 == 0) {
            throw new IllegalStateException(Long.toUnsignedString(read) + " is no tag, before byte " + at);
        }
        tag = (int) read;
        return true;
    }

    int field() {
        return tag >>> 3;
    }

    long varint() {
        require(0);
        return readVarint();
    }

    /** Reads a number of a repeated field, whether packed or not; of a packed run it returns the last. */
    long packedOrSingle() {
        if ((tag & 7) == 0) {
            return readVarint();
        }
        FieldCursor run = nested();
        long last = 0;
        while (run.at < run.limit) {
            last = run.readVarint();
        }
        return last;
    }

    Slice slice() {
        require(2);
        int length = readLength();
        Slice slice = new Slice(at, length);
        at += length;
        return slice;
    }

    FieldCursor nested() {
        require(2);
        int length = readLength();
        FieldCursor nested = new FieldCursor(data, at, at + length);
        at += length;
        return nested;
    }

    void skip() {
        switch (tag & 7) {
            case 0 -> readVarint();
            case 1 -> advance(8);
            case 2 -> advance(readLength());
            case 5 -> advance(4);
            default -> throw new IllegalStateException("field " + field() + " has wire type " + (tag & 7));
        }
    }

    private int readLength() {
        long length = readVarint();
        if (length < 0 || length > limit - at) {
            throw new IllegalStateException("field " + field() + " is cut off at byte " + at);
        }
        return (int) length;
    }

    private void advance(int count) {
        if (count > limit - at) {
            throw new IllegalStateException("field " + field() + " is cut off at byte " + at);
        }
        at += count;
    }

    private long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == limit) {
                throw new IllegalStateException("a number is cut off at byte " + at);
            }
            byte next = data[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("a number has more than ten bytes at byte " + at);
    }

    private void require(int wireType) {
        if ((tag & 7) != wireType) {
            throw new IllegalStateException("field " + field() + " has wire type " + (tag & 7) + ", not " + wireType);
        }
    }
}
