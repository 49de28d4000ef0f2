package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.internal.conflict.KeySet;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A design at work on drawn keys, with its window full. Keys are collected for a few transactions before those are registered. */
final class DesignRun {

    /** As many as the dispatcher of a parallel sink takes together. */
    static final int TOGETHER = 32;

    private final Design design;
    private final KeyDraws draws;
    private final int keysEach;
    private final KeySet[] keys = new KeySet[TOGETHER];

    DesignRun(Design design, KeyDraws draws, int keysEach, int window) {
        this.design = design;
        this.draws = draws.again();
        this.keysEach = keysEach;
        Arrays.setAll(keys, i -> new KeySet());
        register(2 * window + TOGETHER);
    }

    /** Registers so many transactions, rounded down to a multiple of {@link #TOGETHER}; returns how many of them have to wait. */
    long register(int transactions) {
        long waiting = 0;
        for (int i = 0; i + TOGETHER <= transactions; i += TOGETHER) {
            for (KeySet each : keys) {
                draws.draw(keysEach, each);
            }
            design.expect(keys);
            for (KeySet each : keys) {
                waiting += design.add(each) > 0 || design.waitBelow() > 0 ? 1 : 0;
            }
        }
        return waiting;
    }

    /** Returns how many transactions are registered per second. */
    double rate(int transactions) {
        long startNs = System.nanoTime();
        register(transactions);
        return transactions * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - startNs);
    }
}
