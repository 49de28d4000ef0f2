package io.github.binlogcapturer.internal.decode;

/**
 * Walks over the fields of a protobuf message in a byte array, and of the messages inside it. Anything out of bounds is an exception.
 */
final class FieldCursor {

    private final byte[] data;
    private int limit;
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
        int outer = enter();
        long last = 0;
        while (at < limit) {
            last = readVarint();
        }
        leave(outer);
        return last;
    }

    Slice slice() {
        int length = length();
        return new Slice(at - length, length);
    }

    /** Steps over bytes and adds where they are. */
    void addTo(Slices slices) {
        int length = length();
        slices.add(at - length, length);
    }

    /** Goes into a message, whose fields come next. Returns what {@link #leave} needs once they are at their end. */
    int enter() {
        require(2);
        int length = readLength();
        int outer = limit;
        limit = at + length;
        return outer;
    }

    void leave(int outer) {
        limit = outer;
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

    private int length() {
        require(2);
        int length = readLength();
        at += length;
        return length;
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
        if (at < limit && data[at] >= 0) {
            return data[at++];
        }
        return readLongVarint();
    }

    private long readLongVarint() {
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
