package io.github.binlogcapturer.internal.decode;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/** Parts of an entry's bytes, at eight bytes each: a large transaction has a million rows, and an object for each would outweigh them. */
final class Slices extends AbstractList<Slice> implements RandomAccess {

    /** No parts, to begin with. */
    static final Slices NONE = new Slices(new int[0]);

    private static final int HEADER_BYTES = 40;

    /** Offset and length in turn. */
    private int[] bounds;

    private int size;

    private Slices(int[] bounds) {
        this.bounds = bounds;
    }

    /** Returns these parts with one more: this list, except where it is {@link #NONE}. */
    Slices plus(int offset, int length) {
        Slices grown = bounds.length == 0 ? new Slices(new int[2]) : this;
        grown.add(offset, length);
        return grown;
    }

    private void add(int offset, int length) {
        if (2 * size == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * (size + 1 + size / 2));
        }
        bounds[2 * size] = offset;
        bounds[2 * size + 1] = length;
        size++;
    }

    @Override
    public Slice get(int index) {
        Objects.checkIndex(index, size);
        return new Slice(bounds[2 * index], bounds[2 * index + 1]);
    }

    @Override
    public int size() {
        return size;
    }

    /** Returns how much memory they take, roughly. */
    long heldBytes() {
        return HEADER_BYTES + (long) Integer.BYTES * bounds.length;
    }
}
