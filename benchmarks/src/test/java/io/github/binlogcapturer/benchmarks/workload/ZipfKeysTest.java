package io.github.binlogcapturer.benchmarks.workload;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ZipfKeysTest {

    private static final int KEYS = 100;
    private static final int DRAWS = 200_000;

    private static int[] counts(double exponent) {
        ZipfKeys keys = new ZipfKeys(KEYS, exponent);
        Random random = new Random(1);
        int[] counts = new int[KEYS];
        for (int i = 0; i < DRAWS; i++) {
            counts[keys.next(random)]++;
        }
        return counts;
    }

    @Test
    void shouldDrawKeysAsOftenAsTheLawSays() {
        double sum = 0;
        for (int key = 0; key < KEYS; key++) {
            sum += Math.pow(key + 1.0, -0.99);
        }
        int[] counts = counts(0.99);
        for (int key : new int[] {0, 1, 9, 99}) {
            double expected = DRAWS * Math.pow(key + 1.0, -0.99) / sum;
            assertThat((double) counts[key]).as("key %d, seed 1", key).isCloseTo(expected, within(0.15 * expected));
        }
    }

    @Test
    void shouldDrawAllAsOftenWithoutSkew() {
        assertThat(Arrays.stream(counts(0))).as("seed 1").allMatch(count -> count > 1600 && count < 2400);
    }
}
