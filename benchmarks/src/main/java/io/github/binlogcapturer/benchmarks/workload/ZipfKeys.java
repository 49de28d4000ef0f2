package io.github.binlogcapturer.benchmarks.workload;

import java.util.Arrays;
import java.util.Random;

/** Draws keys of which the n-th most frequent comes in proportion to 1/n to the power of an exponent. Seeded by its caller. */
public final class ZipfKeys {

    private final double[] cumulated;

    public ZipfKeys(int keys, double exponent) {
        cumulated = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += 1 / Math.pow(i + 1.0, exponent);
            cumulated[i] = sum;
        }
    }

    /** Returns a key between 0 and the number of keys. */
    public int next(Random random) {
        double point = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, point);
        return Math.min(cumulated.length - 1, found < 0 ? -found - 1 : found);
    }
}
