package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.internal.conflict.KeySet;

/**
 * The detector's table, searched without branches: each entry of a bucket gets a score of its age, or the highest one if it is of the key,
 * and the best one is taken. Rejected: no branch is mispredicted any more, but all seven entries are looked at for every key, which costs
 * as much; keys that come often are found sooner by a search that ends where it finds them. For owned keys only.
 */
final class BranchFreeDesign implements Design {

    private static final int ENTRIES = 7;
    private static final int ALIGNMENT = 6;
    private static final long SEQUENCE = 0xffff_ffffL;
    private static final long FOUND = 1L << 40;

    private final long[] table;
    private final int mask;
    private final int window;
    private final Singles found = new Singles();
    /** Begins where an entry of zeros is dead. */
    private long sequence = 1L << 31;

    private long waitBelow;

    BranchFreeDesign(int window) {
        int buckets = Integer.highestOneBit(4 * window - 1);
        this.table = new long[ALIGNMENT + 8 * buckets];
        this.mask = buckets - 1;
        this.window = window;
    }

    @Override
    public void expect(KeySet[] next) {
        long words = 0;
        for (KeySet keys : next) {
            for (int i = 0; i < keys.ownedCount(); i++) {
                words ^= table[bucket(keys.owned(i))];
            }
        }
        // the reads must not be left out
        table[0] = words;
    }

    @Override
    public int add(KeySet keys) {
        found.clear();
        waitBelow = 0;
        for (int i = 0; i < keys.ownedCount(); i++) {
            own(keys.owned(i));
        }
        sequence++;
        return found.count();
    }

    private void own(long hash) {
        long tag = hash & ~SEQUENCE;
        int bucket = bucket(hash);
        int at = bucket + ((int) best(bucket, tag) & 7);
        boolean known = (table[at] & ~SEQUENCE) == tag;
        long owner = sequence - ((sequence - table[at]) & SEQUENCE);
        long floor = sequence - window + 1;
        if (!known && table[bucket + ENTRIES] > floor) {
            waitBelow = Math.max(waitBelow, Math.min(table[bucket + ENTRIES], sequence));
        }
        if (owner >= floor && owner != sequence) {
            if (known) {
                found.add(owner);
            } else {
                table[bucket + ENTRIES] = Math.max(table[bucket + ENTRIES], owner + 1);
            }
        }
        table[at] = tag | (sequence & SEQUENCE);
    }

    private int bucket(long hash) {
        return ALIGNMENT + (((int) hash & mask) << 3);
    }

    private long best(int bucket, long tag) {
        long best = score(bucket, 0, tag);
        for (int i = 1; i < ENTRIES; i++) {
            best = Math.max(best, score(bucket, i, tag));
        }
        return best;
    }

    private long score(int bucket, int index, long tag) {
        long entry = table[bucket + index];
        long age = (sequence - entry) & SEQUENCE;
        long match = (entry & ~SEQUENCE) == tag ? FOUND : 0;
        return match | (age << 3) | index;
    }

    @Override
    public long predecessor(int index) {
        return found.get(index) - (1L << 31);
    }

    @Override
    public long waitBelow() {
        return waitBelow == 0 ? 0 : waitBelow - (1L << 31);
    }
}
