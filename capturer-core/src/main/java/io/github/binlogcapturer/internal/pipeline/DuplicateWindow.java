package io.github.binlogcapturer.internal.pipeline;

/**
 * Remembers the start timestamps that a region showed last, with their commit timestamps, to notice what is logged twice. Grows as it
 * fills up to its capacity, then forgets the oldest; allocates nothing from there on. Owned by one thread.
 *
 * <p>A ring in commit order. A transaction commits above its start, so one that was logged before has its place among those that were
 * committed above that: the few that overlapped with it. They are gone through from the newest on, which for most is cheaper than a
 * look into a hash table that no cache holds.
 */
final class DuplicateWindow {

    /** What {@link #put} returns for a start ts that is not remembered. */
    static final long UNSEEN = 0;

    private static final int FIRST_CAPACITY = 16;

    private final int capacity;
    private long[] startTs;
    private long[] commitTs;
    /** Where the next one goes. */
    private int next;

    private int size;

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
        int at = next;
        for (int left = size; left > 0; left--) {
            at = at == 0 ? startTs.length - 1 : at - 1;
            if (commitTs[at] <= start) {
                break;
            }
            if (startTs[at] == start) {
                return commitTs[at];
            }
        }
        add(start, commit);
        return UNSEEN;
    }

    private void add(long start, long commit) {
        if (size == startTs.length && size < capacity) {
            grow();
        }
        startTs[next] = start;
        commitTs[next] = commit;
        next = next + 1 == startTs.length ? 0 : next + 1;
        size = Math.min(size + 1, startTs.length);
    }

    private void grow() {
        int larger = (int) Math.min(capacity, 2L * size);
        startTs = unrolled(startTs, larger);
        commitTs = unrolled(commitTs, larger);
        next = size;
    }

    /** Full, so that the oldest one stands where the next would go. */
    private long[] unrolled(long[] ring, int length) {
        long[] copy = new long[length];
        System.arraycopy(ring, next, copy, 0, size - next);
        System.arraycopy(ring, 0, copy, size - next, next);
        return copy;
    }
}
