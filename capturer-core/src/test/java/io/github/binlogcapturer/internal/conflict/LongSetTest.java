package io.github.binlogcapturer.internal.conflict;

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

    private long[] values() {
        return IntStream.range(0, set.count()).mapToLong(set::get).toArray();
    }
}
