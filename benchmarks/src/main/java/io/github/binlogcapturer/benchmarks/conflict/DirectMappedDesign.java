package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.internal.conflict.KeySet;

/**
 * A table of last transactions by the low bits of a key's hash, without the keys. Rejected: it takes half as much memory and is quick, but
 * with a full window every few transactions one waits for another with which it shares nothing but a place.
 */
final class DirectMappedDesign implements Design {

    private static final int PLACES_PER_TRANSACTION = 16;

    private final int[] lastOwners;
    private final int window;
    private final Singles found = new Singles();
    private long sequence;

    DirectMappedDesign(int window) {
        this.window = window;
        this.lastOwners = new int[Integer.highestOneBit(2 * window - 1) * PLACES_PER_TRANSACTION];
    }

    @Override
    public int add(KeySet keys) {
        found.clear();
        int mask = lastOwners.length - 1;
        for (int i = 0; i < keys.ownedCount(); i++) {
            int place = (int) keys.owned(i) & mask;
            // numbers from 1 on: 0 is nobody
            long owner = lastOwners[place] - 1L;
            if (owner >= Math.max(0, sequence - window + 1) && owner != sequence) {
                found.add(owner);
            }
            lastOwners[place] = (int) sequence + 1;
        }
        sequence++;
        return found.count();
    }

    @Override
    public long predecessor(int index) {
        return found.get(index);
    }
}
