package io.github.binlogcapturer.internal.pipeline;

/**
 * Finds the places of start timestamps in a ring, which are all different: hashed, with linear probing. Removing shifts back what follows
 * in the probe sequence, so that there are no tombstones to clean up. Owned by one thread.
 */
final class StartIndex {

    /** 2^64 divided by the golden ratio: neighbouring timestamps are spread. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final long[] startTs;
    /** Place in the ring plus 1; 0 where empty. At most half full. */
    private final int[] table;

    private final int shift;

    /** @param startTs the ring, read when a place is added, looked for or removed */
    StartIndex(long[] startTs) {
        this.startTs = startTs;
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * startTs.length - 1);
        this.shift = Long.SIZE - bits;
        this.table = new int[1 << bits];
    }

    /** Returns the place of a start ts, or -1. */
    int find(long start) {
        return table[slotOf(start)] - 1;
    }

    /** Adds what stands at a place. */
    void add(int place) {
        table[slotOf(startTs[place])] = place + 1;
    }

    /** Removes what stands at a place. */
    void remove(int place) {
        int mask = table.length - 1;
        int hole = slotOf(startTs[place]);
        for (int at = (hole + 1) & mask; table[at] != 0; at = (at + 1) & mask) {
            int home = home(startTs[table[at] - 1]);
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = 0;
    }

    /** Returns where a start ts is, or where it would go. */
    private int slotOf(long start) {
        int slot = home(start);
        while (table[slot] != 0 && startTs[table[slot] - 1] != start) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private int home(long start) {
        return (int) ((start * SPREAD) >>> shift);
    }
}
