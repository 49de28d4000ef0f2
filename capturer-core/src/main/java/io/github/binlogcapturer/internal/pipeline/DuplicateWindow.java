package io.github.binlogcapturer.internal.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the start timestamps that a region showed last, with their commit timestamps, to notice what is logged twice. Grows as it
 * fills up to its capacity, then forgets the oldest. Owned by one thread.
 *
 * <p>A ring in commit order. A transaction commits above its start, so one that was logged before has its place among those that were
 * committed above that: the few that overlapped with it. They are gone through from the newest on, which for most is cheaper than a
 * look into a hash table that no cache holds. Where many overlap again and again they are looked up in such a table after all, as long as
 * that lasts, so that the cost stays bounded.
 */
final class DuplicateWindow {

    /** What {@link #put} returns for a start ts that is not remembered. */
    static final long UNSEEN = 0;

    private static final int FIRST_CAPACITY = 16;
    /** A look that has gone through so many, and is not done, is a long one. */
    private static final int MOST_STEPS = 128;
    /** So many long looks are cheaper than an index, while as many transactions go by as are remembered. */
    private static final int FEW_LONG_LOOKS = 8;

    private final int capacity;
    private long[] startTs;
    private long[] commitTs;
    /** Where the next one goes. */
    private int next;

    private int size;

    private @Nullable StartIndex index;
    /** The long looks among those of late. */
    private int longLooks;
    /** How many were added while those were counted. */
    private int added;

    /** @param capacity how many are remembered at most, at least 1 */
    DuplicateWindow(int capacity) {
        this.capacity = capacity;
        int first = Math.min(capacity, FIRST_CAPACITY);
        this.startTs = new long[first];
        this.commitTs = new long[first];
    }

    /**
     * Remembers a start ts unless it is remembered already.
     *
     * @param commit above the start, and above that of the call before
     * @return the commit ts under which it was seen first, or {@link #UNSEEN}
     */
    long put(long start, long commit) {
        int place = find(start);
        if (place >= 0) {
            return commitTs[place];
        }
        add(start, commit);
        return UNSEEN;
    }

    /** Returns the place of a start ts, or -1. */
    private int find(long start) {
        int at = next;
        for (int steps = 0; steps < size; steps++) {
            at = at == 0 ? startTs.length - 1 : at - 1;
            if (commitTs[at] <= start) {
                return -1;
            }
            if (startTs[at] == start) {
                return at;
            }
            if (steps == MOST_STEPS && ++longLooks > FEW_LONG_LOOKS) {
                return index().find(start);
            }
        }
        return -1;
    }

    private StartIndex index() {
        StartIndex made = index;
        if (made == null) {
            made = new StartIndex(startTs);
            for (int steps = 0, at = next; steps < size; steps++) {
                at = at == 0 ? startTs.length - 1 : at - 1;
                made.add(at);
            }
            index = made;
        }
        return made;
    }

    private void add(long start, long commit) {
        if (size == startTs.length && size < capacity) {
            grow();
        }
        if (++added > capacity) {
            index = longLooks > FEW_LONG_LOOKS ? index : null;
            longLooks = 0;
            added = 0;
        }
        if (index != null && size == startTs.length) {
            index.remove(next);
        }
        startTs[next] = start;
        commitTs[next] = commit;
        if (index != null) {
            index.add(next);
        }
        next = next + 1 == startTs.length ? 0 : next + 1;
        size = Math.min(size + 1, startTs.length);
    }

    private void grow() {
        int larger = (int) Math.min(capacity, 2L * size);
        startTs = unrolled(startTs, larger);
        commitTs = unrolled(commitTs, larger);
        next = size;
        index = null;
    }

    /** Full, so that the oldest one stands where the next would go. */
    private long[] unrolled(long[] ring, int length) {
        long[] copy = new long[length];
        System.arraycopy(ring, next, copy, 0, size - next);
        System.arraycopy(ring, 0, copy, size - next, next);
        return copy;
    }
}
