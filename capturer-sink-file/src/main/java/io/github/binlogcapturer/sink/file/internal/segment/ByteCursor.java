package io.github.binlogcapturer.sink.file.internal.segment;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads from an array what {@link Bytes} puts there; an {@link IndexOutOfBoundsException} says that it has too little. */
final class ByteCursor {

    final byte[] data;
    private final int limit;
    private int at;

    ByteCursor(byte[] data, int from, int limit) {
        this.data = data;
        this.at = from;
        this.limit = Objects.checkIndex(limit, data.length + 1);
    }

    int position() {
        return at;
    }

    boolean hasMore() {
        return at < limit;
    }

    int readByte() {
        return data[take(1)] & 0xff;
    }

    int readInt() {
        return Bytes.getInt(data, take(Integer.BYTES));
    }

    long readLong() {
        return Bytes.getLong(data, take(Long.BYTES));
    }

    long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 7 * Bytes.MAX_VARINT; shift += 7) {
            byte next = data[take(1)];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("A number has no end");
    }

    /** Reads a number that counts something or is a place among many. */
    int readCount() {
        return Math.toIntExact(readVarint());
    }

    String readText() {
        int length = readCount();
        return new String(data, take(length), length, StandardCharsets.UTF_8);
    }

    /** Passes over bytes; returns where they begin. */
    int take(int count) {
        int from = at;
        at += Objects.checkIndex(count, limit - from + 1);
        return from;
    }
}
