package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.internal.conflict.ConflictDetector;
import io.github.binlogcapturer.internal.conflict.KeySet;
import io.github.binlogcapturer.internal.conflict.Predecessors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * How many transactions of three uniform keys per second one thread looks up and registers: the conflict detector, and a map from each key
 * to its last transaction, out of which finished ones are taken. Prints a line per window: {@code NAME ours=… peer=… ratio=…}, medians.
 *
 * <p>System properties: {@code transactions} (default 2000000), {@code rounds} (5), {@code seed} (1).
 */
public final class ConflictFigures {

    private static final int[] WINDOWS = {1 << 10, 1 << 14, 1 << 18};
    private static final int KEYS = 3;
    private static final long KEY_SPACE = 10_000_000;

    private final int transactions = Integer.getInteger("transactions", 2_000_000);
    private final int rounds = Integer.getInteger("rounds", 5);
    private final long seed = Long.getLong("seed", 1);
    private long found;

    private ConflictFigures() {}

    /** Prints the figures. Takes a minute. */
    public static void main(String[] args) {
        new ConflictFigures().run();
    }

    private void run() {
        for (int window : WINDOWS) {
            double[] ours = new double[rounds];
            double[] peer = new double[rounds];
            for (int round = -1; round < rounds; round++) {
                double own = rate(new Detector(window), window);
                double map = rate(new KeyMap(window), window);
                if (round >= 0) {
                    ours[round] = own;
                    peer[round] = map;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "conflicts/window-%d/vs-hash-map ours=%.0f peer=%.0f ratio=%.2f%n",
                    window,
                    median(ours),
                    median(peer),
                    median(ours) / median(peer));
        }
        System.out.println("predecessors found: " + found);
    }

    /** Fills the window twice before it looks at the clock. Drawing keys and collecting them counts for both alike. */
    private double rate(Way way, int window) {
        SplittableRandom random = new SplittableRandom(seed);
        KeySet keys = new KeySet();
        int unmeasured = 2 * window;
        long startNs = 0;
        for (int i = 0; i < transactions + unmeasured; i++) {
            if (i == unmeasured) {
                startNs = System.nanoTime();
            }
            keys.clear();
            for (int key = 0; key < KEYS; key++) {
                // spread over 64 bits as hashes are
                keys.addOwned(new SplittableRandom(random.nextLong(KEY_SPACE)).nextLong());
            }
            found += way.add(i, keys);
        }
        return transactions * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - startNs);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Registers a transaction. */
    private interface Way {

        /** Returns how many predecessors it has. */
        int add(long sequence, KeySet keys);
    }

    private static final class Detector implements Way {

        private final int window;
        private final ConflictDetector detector;
        private final Predecessors predecessors = new Predecessors();

        Detector(int window) {
            this.window = window;
            this.detector = new ConflictDetector(window);
        }

        @Override
        public int add(long sequence, KeySet keys) {
            detector.add(sequence, keys, Math.max(0, sequence - window), predecessors);
            return predecessors.count();
        }
    }

    /** Keeps the keys of those in flight in a ring, to take them out of the map when they finish. */
    private static final class KeyMap implements Way {

        private final Map<Long, Long> owners = new HashMap<>();
        private final long[] ring;

        KeyMap(int window) {
            this.ring = new long[window * KEYS];
        }

        @Override
        public int add(long sequence, KeySet keys) {
            int at = (int) (sequence * KEYS % ring.length);
            if (sequence * KEYS >= ring.length) {
                for (int i = 0; i < KEYS; i++) {
                    owners.remove(ring[at + i], sequence - ring.length / KEYS);
                }
            }
            int predecessors = 0;
            for (int i = 0; i < keys.ownedCount(); i++) {
                ring[at + i] = keys.owned(i);
                if (owners.put(keys.owned(i), sequence) != null) {
                    predecessors++;
                }
            }
            return predecessors;
        }
    }
}
