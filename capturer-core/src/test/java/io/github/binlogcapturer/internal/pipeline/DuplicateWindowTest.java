package io.github.binlogcapturer.internal.pipeline;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DuplicateWindowTest {

    @Test
    void shouldTellUnderWhichCommitTsItSawAStartTsFirst() {
        DuplicateWindow window = new DuplicateWindow(8);

        assertThat(window.put(10, 20)).isEqualTo(DuplicateWindow.UNSEEN);
        assertThat(window.put(11, 21)).isEqualTo(DuplicateWindow.UNSEEN);
        assertThat(window.put(10, 30)).isEqualTo(20);
        assertThat(window.put(10, 40)).isEqualTo(20);
    }

    @Test
    void shouldForgetTheOldestOnceItIsFull() {
        DuplicateWindow window = new DuplicateWindow(3);
        for (long ts = 1; ts <= 4; ts++) {
            window.put(ts, ts + 100);
        }

        assertThat(window.put(2, 999)).isEqualTo(102);
        assertThat(window.put(3, 999)).isEqualTo(103);
        assertThat(window.put(4, 999)).isEqualTo(104);
        assertThat(window.put(1, 999)).isEqualTo(DuplicateWindow.UNSEEN);
    }

    @Test
    @Timeout(60)
    void shouldStayQuickWhereAllOverlap() {
        int capacity = 1 << 17;
        DuplicateWindow window = new DuplicateWindow(capacity);
        // step by step these would be a hundred billion comparisons
        for (int i = 1; i <= 10 * capacity; i++) {
            window.put(i, (1L << 40) + i);
        }

        long forgotten = 9L * capacity;
        assertThat(window.put(forgotten + 1, 1L << 41)).isEqualTo((1L << 40) + forgotten + 1);
        assertThat(window.put(forgotten, 1L << 41)).isEqualTo(DuplicateWindow.UNSEEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 15, 16, 17, 100, 130, 300, 1000})
    void shouldAgreeWithAMapOfThoseSeenLast(int capacity) {
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed * 10_000 + capacity);
            DuplicateWindow window = new DuplicateWindow(capacity);
            Map<Long, Long> model = new HashMap<>();
            ArrayDeque<Long> order = new ArrayDeque<>();
            for (long commit = 4000; commit <= 12_000; commit++) {
                // for a time many overlap, for a time few, so that what is made for many comes and goes
                boolean far = commit / 2000 % 2 == 0 && random.nextBoolean();
                long start = commit - 1 - random.nextInt(far ? 3 * capacity : 3);
                Long first = model.putIfAbsent(start, commit);

                assertThat(window.put(start, commit))
                        .as("seed %d, step %d", seed, commit)
                        .isEqualTo(first == null ? DuplicateWindow.UNSEEN : first);
                if (first == null) {
                    order.add(start);
                }
                if (order.size() > capacity) {
                    model.remove(order.remove());
                }
            }
        }
    }
}
