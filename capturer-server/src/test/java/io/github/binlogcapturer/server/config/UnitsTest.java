package io.github.binlogcapturer.server.config;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnitsTest {

    private static final long SEED = Long.getLong("seed", 1);

    @Test
    void shouldReadDurations() {
        assertThat(Units.duration("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Units.duration("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(Units.duration("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(Units.duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Units.duration("7d")).isEqualTo(Duration.ofDays(7));
        assertThat(Units.duration("0")).isEqualTo(Duration.ZERO);
    }

    @Test
    void shouldReadSizes() {
        assertThat(Units.size("256MiB")).isEqualTo(256L << 20);
        assertThat(Units.size("1 GiB")).isEqualTo(1L << 30);
        assertThat(Units.size("17")).isEqualTo(17);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 s", "-5s", "s", "1s1h", "1.5h", "5S", "99999999999h"})
    void shouldRefuseOtherDurations(String text) {
        assertThatThrownBy(() -> Units.duration(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5MB", "-1", "1.5GiB", "9223372036854775807KiB", "99999999999999999999"})
    void shouldRefuseOtherSizes(String text) {
        assertThatThrownBy(() -> Units.size(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadBackWhatIsWritten() {
        Random random = new Random(SEED);
        for (int i = 0; i < 1000; i++) {
            Duration duration = Duration.ofMillis(random.nextLong() >>> (20 + random.nextInt(43)));
            long size = (random.nextLong() >>> (12 + random.nextInt(50))) << (random.nextInt(2) * 10);
            assertThat(Units.duration(Units.text(duration))).as("seed %d", SEED).isEqualTo(duration);
            assertThat(Units.size(Units.text(size))).as("seed %d", SEED).isEqualTo(size);
        }
    }
}
