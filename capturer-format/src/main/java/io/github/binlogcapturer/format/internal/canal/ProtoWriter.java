package io.github.binlogcapturer.format.internal.canal;

import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.internal.text.TextBytes;
import java.nio.charset.StandardCharsets;

/**
 * Appends protobuf fields to a buffer. A nested message is written in place behind room for its length; where the guess of the length was
 * of another width than the length, the message moves by the difference.
 */
final class ProtoWriter {

    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int MAX_VARINT_BYTES = 10;

    private final MessageBuffer out;

    ProtoWriter(MessageBuffer out) {
        this.out = out;
    }

    MessageBuffer out() {
        return out;
    }

    /** Appends bytes that were prepared. */
    void raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    void raw(MessageBuffer prepared) {
        out.write(prepared.array(), 0, prepared.length());
    }

    void number(int field, long value) {
        tag(field, VARINT);
        out.ensureRoom(MAX_VARINT_BYTES);
        int from = out.length();
        out.advance(putVarint(out.array(), from, value) - from);
    }

    void flag(int field, boolean value) {
        tag(field, VARINT);
        out.write(value ? 1 : 0);
    }

    void text(int field, String value) {
        bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(int field, byte[] value) {
        int start = open(field, value.length);
        raw(value);
        close(start, value.length);
    }

    /** Begins a nested message or text of which the length is known. */
    void length(int field, int length) {
        tag(field, LENGTH_DELIMITED);
        out.ensureRoom(MAX_VARINT_BYTES);
        int from = out.length();
        out.advance(putVarint(out.array(), from, length) - from);
    }

    /** Appends a nested message of prepared fields, a text, and prepared fields. */
    void nested(int field, byte[] head, int textField, TextBytes text, byte[] tail) {
        int textLength = text.length();
        int length = Math.addExact(head.length + 1 + varintBytes(textLength) + tail.length, textLength);
        out.ensureRoom(Math.addExact(length, 1 + MAX_VARINT_BYTES));
        byte[] target = out.array();
        int at = out.length();
        target[at++] = (byte) ((field << 3) | LENGTH_DELIMITED);
        at = put(target, putVarint(target, at, length), head, head.length);
        target[at++] = (byte) ((textField << 3) | LENGTH_DELIMITED);
        at = put(target, putVarint(target, at, textLength), text.array(), textLength);
        at = put(target, at, tail, tail.length);
        out.advance(at - out.length());
    }

    private static int put(byte[] target, int at, byte[] source, int length) {
        System.arraycopy(source, 0, target, at, length);
        return at + length;
    }

    /**
     * Begins a nested message, or text written piece by piece.
     *
     * @param guess about how long it will be
     * @return its place, for {@link #close}
     */
    int open(int field, int guess) {
        tag(field, LENGTH_DELIMITED);
        int room = varintBytes(guess);
        out.ensureRoom(room);
        out.advance(room);
        return out.length();
    }

    /**
     * Ends what was begun.
     *
     * @param start what {@link #open} returned
     * @param guess what it was given
     * @return the length
     */
    int close(int start, int guess) {
        int length = out.length() - start;
        int room = varintBytes(guess);
        int missing = varintBytes(length) - room;
        if (missing != 0) {
            move(start, length, missing);
        }
        putVarint(out.array(), start - room, length);
        return length;
    }

    private void move(int start, int length, int by) {
        if (by > 0) {
            out.ensureRoom(by);
            out.advance(by);
        }
        System.arraycopy(out.array(), start, out.array(), start + by, length);
        out.cutTo(start + by + length);
    }

    /** All fields of Canal's messages have numbers below 16, so that a tag is one byte. */
    private void tag(int field, int wireType) {
        out.write((field << 3) | wireType);
    }

    private static int putVarint(byte[] target, int from, long value) {
        int at = from;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    private static int varintBytes(int value) {
        // 7 bits a byte; 0 has one as well
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }
}
