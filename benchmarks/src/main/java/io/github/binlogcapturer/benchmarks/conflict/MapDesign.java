package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.internal.conflict.KeySet;
import java.util.HashMap;
import java.util.Map;

/**
 * A map from each key to the last transaction that had it. Transactions that finish take their keys out, which a ring of all in flight
 * remembers. Exact; boxes keys and numbers.
 */
final class MapDesign implements Design {

    private final Map<Long, Long> owners = new HashMap<>();
    private final long[][] ring;
    private final Singles found = new Singles();
    private long sequence;

    MapDesign(int window, int mostKeys) {
        this.ring = new long[window][mostKeys + 1];
    }

    @Override
    public int add(KeySet keys) {
        long[] mine = ring[(int) (sequence % ring.length)];
        if (sequence >= ring.length) {
            finish(mine, sequence - ring.length);
        }
        found.clear();
        int count = keys.ownedCount();
        mine[0] = count;
        for (int i = 0; i < count; i++) {
            long key = keys.owned(i);
            mine[i + 1] = key;
            Long owner = owners.put(key, sequence);
            if (owner != null) {
                found.add(owner);
            }
        }
        sequence++;
        return found.count();
    }

    private void finish(long[] keys, long finished) {
        for (int i = 1; i <= keys[0]; i++) {
            owners.remove(keys[i], finished);
        }
    }

    @Override
    public long predecessor(int index) {
        return found.get(index);
    }
}
