package io.github.binlogcapturer.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads protobuf's primitive forms from a byte array at given places. Stateless; bounds are the caller's. */
final class WireReader {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private WireReader() {}

    static int fixed32(byte[] data, int at) {
        return (int) INT.get(data, at);
    }

    static long fixed64(byte[] data, int at) {
        return (long) LONG.get(data, at);
    }

    static long varint(byte[] data, int at) {
        byte first = data[at];
        return first >= 0 ? first : longVarint(data, at);
    }

    /** Reads eight bytes at once where they are there and the number ends within them. */
    private static long longVarint(byte[] data, int at) {
        if (data.length - at >= Long.BYTES) {
            long word = fixed64(data, at);
            long ends = ~word & HIGH_BITS;
            if (ends != 0) {
                return sevenBitsOfEach(word & (ends ^ (ends - 1)));
            }
        }
        long value = 0;
        for (int shift = 0, i = at; ; shift += 7, i++) {
            byte next = data[i];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0 || shift >= 63) {
                return value;
            }
        }
    }

    /** Drops the highest bit of each byte. */
    private static long sevenBitsOfEach(long word) {
        long of16 = (word & 0x007f_007f_007f_007fL) | ((word & 0x7f00_7f00_7f00_7f00L) >>> 1);
        long of32 = (of16 & 0x0000_3fff_0000_3fffL) | ((of16 & 0x3fff_0000_3fff_0000L) >>> 2);
        return (of32 & 0x0fff_ffffL) | ((of32 & 0x0fff_ffff_0000_0000L) >>> 4);
    }

    static long zigzag(byte[] data, int at) {
        long raw = varint(data, at);
        return (raw >>> 1) ^ -(raw & 1);
    }

    static boolean isAscii(byte[] data, int from, int to) {
        long high = 0;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            high |= fixed64(data, at);
        }
        for (; at < to; at++) {
            high |= data[at];
        }
        return (high & HIGH_BITS) == 0;
    }

    /** Returns the place behind a varint, or -1 where none ends before the limit within its ten bytes. */
    static int skipVarint(byte[] data, int at, int limit) {
        int from = at;
        if (limit - at >= Long.BYTES) {
            long ends = ~fixed64(data, at) & HIGH_BITS;
            if (ends != 0) {
                return at + (Long.numberOfTrailingZeros(ends) >>> 3) + 1;
            }
            from = at + Long.BYTES;
        }
        int end = Math.min(limit, at + 10);
        for (int i = from; i < end; i++) {
            if (data[i] >= 0) {
                return i + 1;
            }
        }
        return -1;
    }
}
