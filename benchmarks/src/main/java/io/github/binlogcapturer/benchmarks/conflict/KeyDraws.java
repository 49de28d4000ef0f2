package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.benchmarks.workload.ZipfKeys;
import io.github.binlogcapturer.internal.conflict.KeySet;
import java.util.Random;

/**
 * Keys of transactions without end, drawn beforehand: 16 MB of them, which are read from the front to the back again and again, as rows
 * come from memory too. Uniform ones are others each time.
 */
final class KeyDraws {

    /** How many keys there are. */
    static final int KEY_SPACE = 10_000_000;

    private static final int PREPARED = 1 << 22;
    private static final int STEP = 3_141_593;

    private final int[] drawn;
    private final int step;
    private int next;
    private int shift;

    private KeyDraws(int[] drawn, int step) {
        this.drawn = drawn;
        this.step = step;
    }

    static KeyDraws uniform(long seed) {
        Random random = new Random(seed);
        return new KeyDraws(random.ints(PREPARED, 0, KEY_SPACE).toArray(), STEP);
    }

    static KeyDraws zipf(double exponent, long seed) {
        Random random = new Random(seed);
        ZipfKeys keys = new ZipfKeys(KEY_SPACE, exponent);
        int[] drawn = new int[PREPARED];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = keys.next(random);
        }
        return new KeyDraws(drawn, 0);
    }

    /** Returns the same keys, from the first on, for another reader. */
    KeyDraws again() {
        return new KeyDraws(drawn, step);
    }

    /** Draws the keys of the next transaction; of equal ones there is one. */
    void draw(int count, KeySet into) {
        into.clear();
        for (int i = 0; i < count; i++) {
            into.addOwned(hash(next()));
        }
    }

    private int next() {
        if (next == PREPARED) {
            next = 0;
            shift = (shift + step) % KEY_SPACE;
        }
        int key = drawn[next++] + shift;
        return key < KEY_SPACE ? key : key - KEY_SPACE;
    }

    /** Spreads keys over 64 bits as hashes are. */
    private static long hash(long key) {
        long z = key * 0x9e37_79b9_7f4a_7c15L;
        z = (z ^ (z >>> 32)) * 0xbf58_476d_1ce4_e5b9L;
        return z ^ (z >>> 29);
    }
}
