package io.github.binlogcapturer.format;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** Bytes that grow at their end; cleared, it keeps its memory for the next message. Owned by one thread. */
public final class MessageBuffer extends OutputStream {

    private static final int FIRST_BYTES = 512;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    @Override
    public void write(int value) {
        ensureRoom(1);
        bytes[length++] = (byte) value;
    }

    /**
     * Appends a part of an array.
     *
     * @throws IndexOutOfBoundsException if the part lies outside of the array
     */
    @Override
    public void write(byte[] source, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, source.length);
        ensureRoom(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** Returns how many bytes there are. */
    public int length() {
        return length;
    }

    /**
     * Drops everything behind a length, as it was before.
     *
     * @throws IndexOutOfBoundsException if there are fewer bytes
     */
    public void cutTo(int newLength) {
        length = Objects.checkIndex(newLength, length + 1);
    }

    /** Drops everything. */
    public void clear() {
        length = 0;
    }

    /** Drops everything, and the memory where it is larger than so many bytes, so that one huge message does not hold it for good. */
    public void clear(int keptBytes) {
        length = 0;
        if (bytes.length > keptBytes) {
            bytes = new byte[Math.min(FIRST_BYTES, keptBytes)];
        }
    }

    /** Returns the array that holds the bytes in its front; another one after the next write. */
    public byte[] array() {
        return bytes;
    }

    /** Returns a copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Returns a copy of the bytes from a place on. */
    public byte[] copyFrom(int from) {
        return Arrays.copyOfRange(bytes, Objects.checkIndex(from, length + 1), length);
    }

    /**
     * Makes sure that the next bytes fit, so that they may be put into {@link #array()} directly and taken in by {@link #advance}.
     *
     * @throws ArithmeticException if they would be more than an array can hold
     */
    public void ensureRoom(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L)));
        }
    }

    /** Takes in bytes that were put behind the end of {@link #array()}. */
    public void advance(int count) {
        length = Objects.checkIndex(length + count, bytes.length + 1);
    }
}
