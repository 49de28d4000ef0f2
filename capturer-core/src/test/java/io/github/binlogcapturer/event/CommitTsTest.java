package io.github.binlogcapturer.event;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CommitTsTest {

    @ParameterizedTest
    @CsvSource({
        "1600000000000, 2020-09-13T12:26:40Z, 5817499648000000",
        "1700000000000, 2023-11-14T22:13:20Z, 32031899648000000",
        "1767225600000, 2026-01-01T00:00:00Z, 49654687334400000"
    })
    void shouldConvertTheVectorsOfTheSpecification(long unixMs, Instant instant, long ts) {
        assertThat(CommitTs.at(instant)).isEqualTo(CommitTs.of(ts));
        assertThat(CommitTs.of(ts).instant()).isEqualTo(instant);
        assertThat(CommitTs.toUnixMs(ts)).isEqualTo(unixMs);
    }

    @Test
    void shouldCountFromTheOraclesFirstMillisecond() {
        assertThat(CommitTs.toUnixMs(0)).isEqualTo(1577808000000L);
        assertThat(CommitTs.at(Instant.parse("2019-12-31T16:00:00.001Z"))).isEqualTo(CommitTs.of(1 << 18));
    }

    @Test
    void shouldShowTimeAndCounter() {
        CommitTs ts = CommitTs.of(57000267173068801L);
        assertThat(ts.logical()).isEqualTo(1);
        assertThat(ts).hasToString("57000267173068801 (2026-11-21T07:39:23.325Z+1)");
        assertThat(CommitTs.of((1L << 18) - 1).logical()).isEqualTo(262143);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2019-12-31T16:00:00Z",
                "3200-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59Z"
            })
    void shouldRefuseInstantsThatTheOracleDoesNotReach(Instant instant) {
        assertThatIllegalArgumentException().isThrownBy(() -> CommitTs.at(instant));
    }

    @Test
    void shouldReachTheLastMillisecond() {
        Instant last = CommitTs.of(Long.MAX_VALUE).instant();
        assertThat(CommitTs.at(last).instant()).isEqualTo(last);
    }

    @Test
    void shouldRefuseZeroAndLess() {
        assertThatIllegalArgumentException().isThrownBy(() -> CommitTs.of(0)).withMessageContaining("got 0");
        assertThatIllegalArgumentException().isThrownBy(() -> CommitTs.of(-1));
    }

    @Test
    void shouldOrderByValue() {
        assertThat(CommitTs.of(1)).isLessThan(CommitTs.of(2));
    }
}
