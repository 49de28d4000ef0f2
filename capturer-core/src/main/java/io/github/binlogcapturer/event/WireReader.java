package io.github.binlogcapturer.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads protobuf's primitive forms from a byte array at given places. Stateless; bounds are the caller's. */
final class WireReader {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private WireReader() {}

    static int fixed32(byte[] data, int at) {
        return (int) INT.get(data, at);
    }

    static long fixed64(byte[] data, int at) {
        return (long) LONG.get(data, at);
    }

    static long varint(byte[] data, int at) {
        byte first = data[at];
        if (first >= 0) {
            return first;
        }
        long value = first & 0x7f;
        for (int shift = 7, i = at + 1; ; shift += 7, i++) {
            byte next = data[i];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0 || shift >= 63) {
                return value;
            }
        }
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
        return (high & 0x8080_8080_8080_8080L) == 0;
    }

    /** Returns the place behind a varint, or -1 where none ends before the limit within its ten bytes. */
    static int skipVarint(byte[] data, int at, int limit) {
        int end = Math.min(limit, at + 10);
        for (int i = at; i < end; i++) {
            if (data[i] >= 0) {
                return i + 1;
            }
        }
        return -1;
    }
}
