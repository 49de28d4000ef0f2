package io.github.binlogcapturer.internal.conflict;

import java.util.Arrays;

/**
 * A set of longs in the order in which they came. Emptied in no time, and without garbage once it has grown to its size, unless that is
 * large: then it begins anew, so as not to keep the memory of the largest for ever.
 */
final class LongSet {

    private static final int LEAST = 16;
    /** Up to so many values are compared one by one, which is quicker than to hash a value. */
    private static final int FEW = 8;
    /** More values than that are not kept room for: a dispatcher has some dozens of sets. */
    private static final int MOST_KEPT = 1 << 12;

    private long[] values = new long[LEAST];
    private int count;
    /**
     * Open addressing: generation in the high half, index of the value in the low half. Slots of other generations are free. Not used
     * for few values.
     */
    private long[] slots = new long[4 * LEAST];

    private int generation = 1;

    void clear() {
        if (values.length > MOST_KEPT) {
            values = new long[LEAST];
            slots = new long[4 * LEAST];
        }
        forget();
    }

    /** Returns how many values it has room for. */
    int capacity() {
        return values.length;
    }

    private void forget() {
        count = 0;
        if (++generation == 0) {
            Arrays.fill(slots, 0);
            generation = 1;
        }
    }

    int count() {
        return count;
    }

    long get(int index) {
        return values[index];
    }

    void add(long value) {
        if (count < FEW) {
            addToFew(value);
        } else {
            addToMany(value);
        }
    }

    private void addToFew(long value) {
        for (int i = 0; i < count; i++) {
            if (values[i] == value) {
                return;
            }
        }
        values[count++] = value;
        if (count == FEW) {
            for (int i = 0; i < FEW; i++) {
                slots[slot(values[i])] = taken(i);
            }
        }
    }

    private void addToMany(long value) {
        int at = slot(value);
        if (isTaken(at)) {
            return;
        }
        if (count == values.length) {
            grow();
            at = slot(value);
        }
        slots[at] = taken(count);
        values[count++] = value;
    }

    /** Returns the slot of a value, or the free one for it. */
    private int slot(long value) {
        int mask = slots.length - 1;
        int at = (int) Mixing.mix(0, value) & mask;
        while (isTaken(at) && values[(int) slots[at]] != value) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private boolean isTaken(int slot) {
        return (int) (slots[slot] >>> 32) == generation;
    }

    private long taken(int index) {
        return ((long) generation << 32) | index;
    }

    /** Keeps the values from a limit on; order is kept. */
    void removeBelow(long limit) {
        int all = count;
        forget();
        for (int i = 0; i < all; i++) {
            long value = values[i];
            if (value >= limit) {
                add(value);
            }
        }
    }

    private void grow() {
        long[] old = values;
        int all = count;
        values = new long[all * 2];
        slots = new long[all * 8];
        forget();
        for (int i = 0; i < all; i++) {
            add(old[i]);
        }
    }
}
