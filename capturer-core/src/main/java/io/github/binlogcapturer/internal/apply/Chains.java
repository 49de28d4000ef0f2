package io.github.binlogcapturer.internal.apply;

import java.util.Arrays;

/** A list of slots for each slot, in cells that are used again: once warm, nothing is allocated. */
final class Chains {

    /** The cell behind the last one. */
    static final int END = -1;

    private final int[] heads;
    private int[] values = new int[256];
    private int[] nexts = new int[256];
    private int unused = END;
    private int made;

    Chains(int slots) {
        this.heads = new int[slots];
        Arrays.fill(heads, END);
    }

    void add(int slot, int value) {
        int cell = unused;
        if (cell == END) {
            cell = make();
        } else {
            unused = nexts[cell];
        }
        values[cell] = value;
        nexts[cell] = heads[slot];
        heads[slot] = cell;
    }

    /** Returns the first cell of a slot's list, or {@link #END}. */
    int first(int slot) {
        return heads[slot];
    }

    int next(int cell) {
        return nexts[cell];
    }

    int value(int cell) {
        return values[cell];
    }

    void clear(int slot) {
        int cell = heads[slot];
        while (cell != END) {
            int next = nexts[cell];
            nexts[cell] = unused;
            unused = cell;
            cell = next;
        }
        heads[slot] = END;
    }

    private int make() {
        if (made == values.length) {
            values = Arrays.copyOf(values, 2 * made);
            nexts = Arrays.copyOf(nexts, 2 * made);
        }
        return made++;
    }
}
