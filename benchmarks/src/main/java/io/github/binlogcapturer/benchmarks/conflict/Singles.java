package io.github.binlogcapturer.benchmarks.conflict;

import java.util.Arrays;

/** A few numbers, each once. */
final class Singles {

    private long[] values = new long[8];
    private int count;

    void clear() {
        count = 0;
    }

    void add(long value) {
        for (int i = 0; i < count; i++) {
            if (values[i] == value) {
                return;
            }
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    int count() {
        return count;
    }

    long get(int index) {
        return values[index];
    }
}
