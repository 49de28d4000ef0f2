package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.format.MessageBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Puts numbers and texts at the end of a buffer. */
final class Bytes {

    static final int MAX_VARINT = 10;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    static void setInt(byte[] target, int at, int value) {
        INT.set(target, at, value);
    }

    static void setLong(byte[] target, int at, long value) {
        LONG.set(target, at, value);
    }

    static int getInt(byte[] source, int at) {
        return (int) INT.get(source, at);
    }

    static long getLong(byte[] source, int at) {
        return (long) LONG.get(source, at);
    }

    /** Returns the place behind the number, which takes up to {@link #MAX_VARINT} bytes. */
    static int setVarint(byte[] target, int from, long value) {
        int at = from;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    /** Puts bytes behind their length; returns the place behind them. */
    static int setBytes(byte[] target, int from, byte[] bytes) {
        int at = setVarint(target, from, bytes.length);
        System.arraycopy(bytes, 0, target, at, bytes.length);
        return at + bytes.length;
    }

    static int varintLength(int value) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    static void putByte(MessageBuffer buffer, int value) {
        buffer.write(value);
    }

    static void putInt(MessageBuffer buffer, int value) {
        buffer.ensureRoom(Integer.BYTES);
        INT.set(buffer.array(), buffer.length(), value);
        buffer.advance(Integer.BYTES);
    }

    static void putLong(MessageBuffer buffer, long value) {
        buffer.ensureRoom(Long.BYTES);
        LONG.set(buffer.array(), buffer.length(), value);
        buffer.advance(Long.BYTES);
    }

    static void putVarint(MessageBuffer buffer, long value) {
        buffer.ensureRoom(MAX_VARINT);
        buffer.advance(setVarint(buffer.array(), buffer.length(), value) - buffer.length());
    }

    static void putText(MessageBuffer buffer, String text) {
        putBytes(buffer, text.getBytes(StandardCharsets.UTF_8));
    }

    static void putBytes(MessageBuffer buffer, byte[] bytes) {
        putVarint(buffer, bytes.length);
        buffer.write(bytes, 0, bytes.length);
    }
}
