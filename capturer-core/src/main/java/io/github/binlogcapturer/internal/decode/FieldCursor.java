package io.github.binlogcapturer.internal.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over the fields of a protobuf message in a byte array, and of the messages inside it. Anything out of bounds is an exception.
 */
final class FieldCursor {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** The bit of each byte that the last one of a number has not. */
    private static final long ENDS = 0x8080_8080_8080_8080L;

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
    Slices addTo(Slices slices) {
        int length = length();
        return slices.plus(at - length, length);
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

    /** Reads eight bytes at once where they are there: half of an entry's numbers are timestamps, which take as many. */
    private long readLongVarint() {
        if (limit - at >= Long.BYTES) {
            long word = (long) LONG.get(data, at);
            long ends = ~word & ENDS;
            if (ends != 0) {
                at += (Long.numberOfTrailingZeros(ends) >>> 3) + 1;
                return sevenBitsOfEach(word & (ends ^ (ends - 1)));
            }
        }
        return readVarintBytewise();
    }

    private static long sevenBitsOfEach(long word) {
        long of16 = (word & 0x007f_007f_007f_007fL) | ((word & 0x7f00_7f00_7f00_7f00L) >>> 1);
        long of32 = (of16 & 0x0000_3fff_0000_3fffL) | ((of16 & 0x3fff_0000_3fff_0000L) >>> 2);
        return (of32 & 0x0fff_ffffL) | ((of32 & 0x0fff_ffff_0000_0000L) >>> 4);
    }

    private long readVarintBytewise() {
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
