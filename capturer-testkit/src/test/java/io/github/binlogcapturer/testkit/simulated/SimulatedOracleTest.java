package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.testkit.servers.Oracle;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SimulatedOracleTest {

    private final SimulatedClock clock = new SimulatedClock();
    private final SimulatedOracle oracle = new SimulatedOracle(clock);

    @Test
    void shouldGiveTheClocksMillisecond() {
        long ts = oracle.take(1);

        assertThat(CommitTs.toUnixMs(ts)).isEqualTo(clock.now().toEpochMilli());
        assertThat(oracle.last()).isEqualTo(ts);
    }

    @Test
    void shouldGiveEachTimestampOnceAlsoWhenAMillisecondIsUsedUp() {
        long end = 0;
        for (int i = 0; i < 20; i++) {
            long first = oracle.take(Oracle.MAX_COUNT);
            assertThat(first).isGreaterThanOrEqualTo(end);
            end = first + Oracle.MAX_COUNT;
        }
    }

    @Test
    void shouldNeverGoBackWhenItsClockJumps() {
        long before = oracle.take(1);
        oracle.jump(Duration.ofHours(1));
        long jumped = oracle.take(1);
        oracle.jump(Duration.ofHours(-2));
        long back = oracle.take(1);

        assertThat(CommitTs.toUnixMs(jumped) - CommitTs.toUnixMs(before)).isEqualTo(3_600_000);
        assertThat(back).isEqualTo(jumped + 1);
    }

    @Test
    void shouldGiveNothingWhileItIsDown() {
        oracle.fail();
        assertThat(oracle.allocate(1)).isEmpty();
        assertThatThrownBy(() -> oracle.take(1)).hasMessageContaining("tsoDown");

        oracle.recover();

        assertThat(oracle.allocate(1)).isPresent();
    }
}
