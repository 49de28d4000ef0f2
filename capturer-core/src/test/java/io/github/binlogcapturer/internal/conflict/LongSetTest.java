package io.github.binlogcapturer.internal.conflict;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a set keeps when it is emptied or thinned out. */
class LongSetTest {

    private final LongSet set = new LongSet();

    @Test
    void shouldGiveBackTheMemoryOfAnUncommonlyLargeTransaction() {
        LongStream.range(0, 100_000).forEach(set::add);
        set.clear();
        assertThat(set.capacity()).isLessThan(100);

        set.add(7);
        set.add(7);
        assertThat(values()).containsExactly(7);
    }

    @Test
    void shouldKeepTheMemoryOfACommonTransaction() {
        LongStream.range(0, 1000).forEach(set::add);
        set.clear();

        assertThat(set.capacity()).isGreaterThanOrEqualTo(1000);
        assertThat(set.count()).isZero();
    }

    @Test
    void shouldKeepWhatIsAtALimitOrAboveOfMany() {
        LongStream.range(0, 100_000).forEach(set::add);
        set.removeBelow(99_998);

        assertThat(values()).containsExactly(99_998, 99_999);
    }

    /** Small sets are searched one by one, larger ones by hash, and still larger ones grow. */
    @Test
    void shouldBeAsAnySetIsWhateverItsSize() {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            Set<Long> expected = new LinkedHashSet<>();
            set.clear();
            for (int step = random.nextInt(40); step > 0; step--) {
                long value = random.nextInt(30) - 5L;
                set.add(value);
                expected.add(value);
                if (random.nextInt(20) == 0) {
                    set.removeBelow(value);
                    expected.removeIf(other -> other < value);
                }
            }
            assertThat(values()).as("seed %d, round %d", seed, round).containsExactly(expected.toArray(new Long[0]));
        }
    }

    private long[] values() {
        return IntStream.range(0, set.count()).mapToLong(set::get).toArray();
    }
}
