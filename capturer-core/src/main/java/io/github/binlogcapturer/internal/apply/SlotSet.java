package io.github.binlogcapturer.internal.apply;

/** A set of sequences out of a window that moves: one bit for each slot, which a sequence shares with those a capacity away. */
final class SlotSet {

    /** What {@link #next} gives where there is nothing more. */
    static final long NONE = -1;

    private final long[] words;
    private final int mask;

    /** @param capacity a power of two, at least 64 */
    SlotSet(int capacity) {
        this.words = new long[capacity >> 6];
        this.mask = capacity - 1;
    }

    void add(long sequence) {
        int slot = (int) sequence & mask;
        words[slot >> 6] |= 1L << slot;
    }

    void remove(long sequence) {
        int slot = (int) sequence & mask;
        words[slot >> 6] &= ~(1L << slot);
    }

    boolean contains(long sequence) {
        int slot = (int) sequence & mask;
        return (words[slot >> 6] >>> slot & 1) != 0;
    }

    /** Returns the lowest member from one sequence on and below another, or {@link #NONE}. */
    long next(long from, long end) {
        long sequence = from;
        while (sequence < end) {
            int slot = (int) sequence & mask;
            long rest = words[slot >> 6] >>> slot;
            if (rest != 0) {
                long found = sequence + Long.numberOfTrailingZeros(rest);
                // a word where the window wraps holds bits of both its ends
                return found < end ? found : NONE;
            }
            sequence += Long.SIZE - (slot & (Long.SIZE - 1));
        }
        return NONE;
    }
}
