package io.github.binlogcapturer.internal.decode;

/** A part of an entry's bytes. */
record Slice(int offset, int length) {

    static final Slice EMPTY = new Slice(0, 0);
}
