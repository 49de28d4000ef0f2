package io.github.binlogcapturer.internal.pipeline;

/**
 * Remembers the start timestamps that a region showed last, with their commit timestamps, to notice what is logged twice. Grows as it
 * fills up to its capacity, then forgets the oldest; allocates nothing from there on. Owned by one thread.
 *
 * <p>The places of a ring, hashed by start ts with linear probing. Forgetting shifts back what follows in the probe sequence, so that there
 * are no tombstones to clean up.
 */
final class DuplicateWindow {

    /** What {@link #put} returns for a start ts that is not remembered. */
    static final long UNSEEN = 0;

    private static final int FIRST_CAPACITY = 16;
    /** 2^64 divided by the golden ratio: neighbouring timestamps are spread. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final int capacity;
    private long[] startTs;
    private long[] commitTs;
    private int oldest;
    private int size;
    /** Place in the ring plus 1; 0 where empty. At most half full. */
    private int[] table;

    private int shift;

    /** @param capacity how many are remembered at most, at least 1 */
    DuplicateWindow(int capacity) {
        this.capacity = capacity;
        int first = Math.min(capacity, FIRST_CAPACITY);
        this.startTs = new long[first];
        this.commitTs = new long[first];
        this.table = tableFor(first);
    }

    /**
     * Remembers a start ts unless it is remembered already.
     *
     * @return the commit ts under which it was seen first, or {@link #UNSEEN}
     */
    long put(long start, long commit) {
        int slot = slotOf(start);
        if (table[slot] != 0) {
            return commitTs[table[slot] - 1];
        }
        if (size == startTs.length) {
            makeRoom();
            slot = slotOf(start);
        }
        int place = (int) (((long) oldest + size) % startTs.length);
        startTs[place] = start;
        commitTs[place] = commit;
        table[slot] = place + 1;
        size++;
        return UNSEEN;
    }

    private void makeRoom() {
        if (size < capacity) {
            grow();
        } else {
            forgetOldest();
        }
    }

    private void grow() {
        int larger = (int) Math.min(capacity, 2L * size);
        // full, so that everything is remembered and the oldest one stands where the next would go
        startTs = unrolled(startTs, larger);
        commitTs = unrolled(commitTs, larger);
        oldest = 0;
        table = tableFor(larger);
        for (int place = 0; place < size; place++) {
            table[slotOf(startTs[place])] = place + 1;
        }
    }

    private long[] unrolled(long[] ring, int length) {
        long[] copy = new long[length];
        System.arraycopy(ring, oldest, copy, 0, size - oldest);
        System.arraycopy(ring, 0, copy, size - oldest, oldest);
        return copy;
    }

    private void forgetOldest() {
        int mask = table.length - 1;
        int hole = slotOf(startTs[oldest]);
        for (int at = (hole + 1) & mask; table[at] != 0; at = (at + 1) & mask) {
            int home = home(startTs[table[at] - 1]);
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = 0;
        oldest = oldest + 1 == startTs.length ? 0 : oldest + 1;
        size--;
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

    private int[] tableFor(int places) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * places - 1);
        shift = Long.SIZE - bits;
        return new int[1 << bits];
    }
}
