package io.github.binlogcapturer.internal.apply;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnacknowledgedTest {

    private final Unacknowledged unacked = new Unacknowledged();

    @Test
    void shouldGiveTheNewestUpToATimestamp() {
        unacked.add(1, 10, 10);
        unacked.add(2, 20, 15);
        unacked.add(3, 30, 30);

        assertThat(unacked.takeUpTo(9)).isNull();
        assertThat(unacked.takeUpTo(20)).isEqualTo(new Unacknowledged.Written(2, 20, 15));
        assertThat(unacked.takeUpTo(29)).isNull();
        assertThat(unacked.isEmpty()).isFalse();
    }

    @Test
    void shouldGiveTheNewestOfAll() {
        unacked.add(1, 10, 10);
        unacked.add(2, 20, 20);

        assertThat(unacked.takeAll()).isEqualTo(new Unacknowledged.Written(2, 20, 20));
        assertThat(unacked.takeAll()).isNull();
        assertThat(unacked.isEmpty()).isTrue();
    }

    @Test
    void shouldStaySmallWhereASinkCollectsForLong() {
        for (int i = 1; i <= 100_000; i++) {
            unacked.add(i, i, i);
        }

        assertThat(unacked.takeUpTo(500)).isEqualTo(new Unacknowledged.Written(500, 500, 500));
        assertThat(unacked.takeUpTo(50_000)).isEqualTo(new Unacknowledged.Written(1023, 1023, 1023));
        assertThat(unacked.takeAll()).isEqualTo(new Unacknowledged.Written(100_000, 100_000, 100_000));
    }
}
