package io.github.binlogcapturer.internal.conflict;

import java.util.Arrays;

/**
 * A set of longs in the order in which they came. Emptied in no time, and without garbage once it has grown to its size, unless that is
 * large: then it begins anew, so as not to keep the memory of the largest for ever.
 */
final class LongSet {

    private static final int LEAST = 16;
    /** More values than that are not kept room for. Enough for what a detector takes with a window of 2^16 transactions. */
    private static final int MOST_KEPT = 1 << 16;

    private long[] values = new long[LEAST];
    private int count;
    /** Open addressing: generation in the high half, index of the value in the low half. Slots of other generations are free. */
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
        int mask = slots.length - 1;
        int at = (int) Mixing.mix(0, value) & mask;
        for (; (int) (slots[at] >>> 32) == generation; at = (at + 1) & mask) {
            if (values[(int) slots[at]] == value) {
                return;
            }
        }
        if (count == values.length) {
            grow();
            add(value);
            return;
        }
        slots[at] = ((long) generation << 32) | count;
        values[count++] = value;
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
