package io.github.binlogcapturer.server.terminal;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextsTest {

    @Test
    void shouldTellDurationsInTwoUnits() {
        assertThat(Texts.duration(Duration.ofMillis(350))).isEqualTo("350 ms");
        assertThat(Texts.duration(Duration.ofMillis(4250))).isEqualTo("4.2 s");
        assertThat(Texts.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Texts.duration(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
        assertThat(Texts.duration(Duration.ofMinutes(187))).isEqualTo("3 h 7 min");
        assertThat(Texts.duration(Duration.ofHours(52))).isEqualTo("2 d 4 h");
        assertThat(Texts.duration(Duration.ofMinutes(-1))).isEqualTo("-1 min");
    }

    @Test
    void shouldTellSizesInTheirUnit() {
        assertThat(Texts.bytes(812)).isEqualTo("812 B");
        assertThat(Texts.bytes(1024 * 1024 * 1.5)).isEqualTo("1.5 MiB");
        assertThat(Texts.bytes(300.0 * 1024)).isEqualTo("300 KiB");
        assertThat(Texts.bytes(Math.pow(2, 63))).isEqualTo("8.0 EiB");
    }

    @Test
    void shouldTellCountsAndRates() {
        assertThat(Texts.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Texts.rate(0.25)).isEqualTo("0.3/s");
        assertThat(Texts.rate(12_500)).isEqualTo("12,500/s");
    }
}
