package io.github.binlogcapturer.internal.conflict;

import java.util.Arrays;

/**
 * Tells on which unfinished earlier transactions each transaction depends. Memory is constant, nothing is ever removed: an entry whose
 * transaction has finished is dead by its number. Not thread-safe; no allocation.
 *
 * <p>Every dependency is told, directly or through the predecessors of a predecessor. Beyond the true ones there are few false ones:
 * where 32 bits of a hash and its bucket agree by chance, and where a bucket had more living keys than entries.
 */
public final class ConflictDetector {

    /*
     * The table is one array of buckets of eight longs, a cache line. Seven are entries: 30 bits of a key's hash as its tag, two flags,
     * and the low half of the sequence number of the last transaction that had the key. The eighth says below which number transactions
     * may have been evicted from the bucket; whoever misses its key there waits for all of them. Its low bits are a hand that goes around
     * the entries: the one it points to is most likely dead, and taken without a look at the others.
     *
     * What costs time is a cache line per key, once the table is larger than the caches. expect() asks for many lines at once.
     *
     * Half a sequence number suffices: an entry's number is the highest one up to the current that ends in these 32 bits. For a living
     * entry that is right; a dead one of 2^32 transactions ago may look alive, and then names an earlier unfinished transaction
     * in vain.
     *
     * Who refers to a key has a second entry, under a hash derived from the key's. Its transaction stands for all earlier ones of the
     * entry as long as each depends on the one before. Where that is not so, since transactions may refer to a key side by side, SEVERAL is
     * set, and the next owner waits for everything up to the last of them. Two keys that share an entry by chance keep both rules.
     */
    private static final int ENTRIES = 7;
    private static final int BUCKET_SHIFT = 3;
    private static final int HAND_BITS = 3;
    private static final int HAND = (1 << HAND_BITS) - 1;
    /** Large arrays begin at a page and have 16 bytes of header, so that buckets from the seventh long on fill cache lines. */
    private static final int ALIGNMENT = 6;

    private static final int BUCKETS_PER_TRANSACTION = 2;
    private static final int LARGEST_SHARE = 16;
    private static final long DERIVED = 0x5265_6665_7272_696eL;
    private static final long TAG = 0xffff_fffc_0000_0000L;
    private static final long REFERRING = 0x2_0000_0000L;
    private static final long SEVERAL = 0x1_0000_0000L;
    private static final long SEQUENCE = 0xffff_ffffL;
    private static final long HALF_WAY = 0x8000_0000L;
    private static final long NONE = -1;

    private final long[] table;
    private final int mask;
    private long last = NONE;
    private long barrier = NONE;
    private boolean refers;

    // of the transaction being added
    private long sequence;
    private long floor;

    /** Keeps the compiler from leaving out reads whose only purpose is to have been done. */
    private long fetched;

    /**
     * @param window how many transactions are in flight at most; more are safe, but find more false dependencies
     * @throws IllegalArgumentException if the window is not within 1 to 2^24
     */
    public ConflictDetector(int window) {
        if (window < 1 || window > 1 << 24) {
            throw new IllegalArgumentException("A window is of 1 to " + (1 << 24) + " transactions, but got " + window);
        }
        int buckets = Integer.highestOneBit(BUCKETS_PER_TRANSACTION * window * 2 - 1);
        this.table = new long[ALIGNMENT + (buckets << BUCKET_SHIFT)];
        this.mask = buckets - 1;
    }

    /** Returns with how many keys at most a transaction had better not be a barrier: more would displace those of all others. */
    public int mostKeys() {
        return Math.max(ENTRIES, (mask + 1) * ENTRIES / LARGEST_SHARE);
    }

    /** Returns whether a transaction has more keys than {@link #mostKeys}. */
    public boolean isTooLarge(KeySet keys) {
        return keys.size() > mostKeys();
    }

    /**
     * Fetches what {@link #add} is going to look at. Where that is done for some dozens of transactions, one right after the other, and
     * then those are added, their cache misses overlap. Changes nothing of what is found.
     */
    public void expect(KeySet keys) {
        if (isTooLarge(keys)) {
            return;
        }
        long words = fetched;
        for (int i = 0; i < keys.ownedCount(); i++) {
            words ^= fetch(keys.owned(i));
        }
        for (int i = 0; i < keys.referredCount(); i++) {
            words ^= fetch(keys.referred(i));
        }
        fetched = words;
    }

    private long fetch(long hash) {
        long word = table[bucket(hash)];
        return refers ? word ^ table[bucket(Mixing.mix(DERIVED, hash))] : word;
    }

    /**
     * Registers the next transaction and tells its predecessors, all from lowWater on and before it.
     *
     * @param sequenceNumber its number, higher than the last one's
     * @param lowWater all transactions below are finished; never lower than before
     * @param into is cleared and gets the predecessors
     * @throws IllegalArgumentException if the number is not higher than the last one, or below lowWater
     */
    public void add(long sequenceNumber, KeySet keys, long lowWater, Predecessors into) {
        begin(sequenceNumber, lowWater, into);
        for (int i = 0; i < keys.ownedCount(); i++) {
            own(keys.owned(i), into);
        }
        for (int i = 0; i < keys.referredCount(); i++) {
            refer(keys.referred(i), into);
        }
        into.finish();
    }

    /**
     * Registers a transaction that depends on everything before it, and on which everything after it depends.
     *
     * @param sequenceNumber its number, higher than the last one's
     * @param into is cleared and gets the predecessors
     * @throws IllegalArgumentException if the number is not higher than the last one
     */
    public void addBarrier(long sequenceNumber, Predecessors into) {
        begin(sequenceNumber, 0, into);
        into.addAllBelow(sequenceNumber);
        into.finish();
        barrier = sequenceNumber;
    }

    private void begin(long sequenceNumber, long lowWater, Predecessors into) {
        if (sequenceNumber <= last || lowWater > sequenceNumber) {
            throw new IllegalArgumentException("Transaction " + sequenceNumber + " with all below " + lowWater
                    + " finished cannot follow transaction " + last);
        }
        if (last == NONE) {
            fillWithDead((sequenceNumber - HALF_WAY) & SEQUENCE);
        }
        last = sequenceNumber;
        sequence = sequenceNumber;
        into.clear();
        if (barrier >= lowWater) {
            into.add(barrier);
        }
        // what is before the barrier is waited for by waiting for the barrier
        floor = Math.max(lowWater, barrier + 1);
    }

    /** An entry of zeros would pass for transaction 0. */
    private void fillWithDead(long entry) {
        Arrays.fill(table, entry);
        for (int i = ALIGNMENT + ENTRIES; i < table.length; i += 1 << BUCKET_SHIFT) {
            table[i] = 0;
        }
    }

    private void own(long hash, Predecessors into) {
        long tag = hash & TAG;
        int bucket = bucket(hash);
        int at = find(bucket, tag);
        if (at >= 0) {
            long owner = transaction(table[at]);
            if (owner >= floor && owner != sequence) {
                into.add(owner);
            }
            table[at] = entry(tag);
        } else {
            waitForEvicted(bucket, into);
            table[makeRoom(bucket)] = entry(tag);
        }
        if (refers) {
            ownBeforeReferring(Mixing.mix(DERIVED, hash), into);
        }
    }

    /** The owner waits for all who refer to its key, and from now on stands for them. */
    private void ownBeforeReferring(long derived, Predecessors into) {
        long tag = (derived & TAG) | REFERRING;
        int bucket = bucket(derived);
        int at = findReferring(bucket, tag);
        if (at < 0) {
            waitForEvicted(bucket, into);
            return;
        }
        long referring = transaction(table[at]);
        if (referring >= floor && referring != sequence) {
            if ((table[at] & SEVERAL) == 0) {
                into.add(referring);
            } else {
                into.addAllBelow(referring + 1);
            }
            table[at] = entry(tag);
        }
    }

    private void refer(long hash, Predecessors into) {
        refers = true;
        long owner = ownerOf(hash, into);
        long derived = Mixing.mix(DERIVED, hash);
        long tag = (derived & TAG) | REFERRING;
        int bucket = bucket(derived);
        int at = findReferring(bucket, tag);
        if (at < 0) {
            boolean evicted = evictedBelow(bucket) > floor;
            table[makeRoom(bucket)] = entry(evicted ? tag | SEVERAL : tag);
            return;
        }
        long referring = transaction(table[at]);
        if (referring != sequence) {
            boolean covered = referring < floor || (referring == owner && (table[at] & SEVERAL) == 0);
            table[at] = entry(covered ? tag : tag | SEVERAL);
        }
    }

    private long ownerOf(long hash, Predecessors into) {
        int bucket = bucket(hash);
        int at = find(bucket, hash & TAG);
        if (at < 0) {
            waitForEvicted(bucket, into);
            return NONE;
        }
        long owner = transaction(table[at]);
        if (owner < floor || owner == sequence) {
            return NONE;
        }
        into.add(owner);
        return owner;
    }

    private int bucket(long hash) {
        return ALIGNMENT + (((int) hash & mask) << BUCKET_SHIFT);
    }

    private int find(int bucket, long tag) {
        for (int at = bucket; at < bucket + ENTRIES; at++) {
            if ((table[at] & ~SEQUENCE) == tag) {
                return at;
            }
        }
        return -1;
    }

    private int findReferring(int bucket, long tag) {
        int at = find(bucket, tag);
        return at >= 0 ? at : find(bucket, tag | SEVERAL);
    }

    private long entry(long tag) {
        return tag | (sequence & SEQUENCE);
    }

    /** Returns the highest sequence number, up to the current, that ends as the entry says. */
    private long transaction(long entry) {
        return sequence - ((sequence - entry) & SEQUENCE);
    }

    private long evictedBelow(int bucket) {
        return table[bucket + ENTRIES] >>> HAND_BITS;
    }

    private void waitForEvicted(int bucket, Predecessors into) {
        long evictedBelow = evictedBelow(bucket);
        if (evictedBelow > floor) {
            into.addAllBelow(Math.min(evictedBelow, sequence));
        }
    }

    /** Returns the place of a dead entry, or of the oldest where the hand points to one that is alive, and moves the hand. */
    private int makeRoom(int bucket) {
        long word = table[bucket + ENTRIES];
        int hand = (int) word & HAND;
        table[bucket + ENTRIES] = (word - hand) | (hand == ENTRIES - 1 ? 0 : hand + 1);
        return transaction(table[bucket + hand]) < floor ? bucket + hand : evictOldest(bucket);
    }

    /** Returns the place of the bucket's oldest entry; notes the eviction where that is alive. */
    private int evictOldest(int bucket) {
        int oldest = bucket;
        long greatestAge = -1;
        for (int at = bucket; at < bucket + ENTRIES; at++) {
            long age = (sequence - table[at]) & SEQUENCE;
            if (age > greatestAge) {
                greatestAge = age;
                oldest = at;
            }
        }
        long evictedBelow = sequence - greatestAge + 1;
        if (evictedBelow > floor && evictedBelow > evictedBelow(bucket)) {
            table[bucket + ENTRIES] = (evictedBelow << HAND_BITS) | (table[bucket + ENTRIES] & HAND);
        }
        return oldest;
    }
}
