package io.github.binlogcapturer.spi;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Which settings are taken. */
class ApplySettingsTest {

    @Test
    void shouldTakeTheLargestWindowAndNoLargerOne() {
        ApplySettings defaults = ApplySettings.defaults();

        assertThat(defaults.withWindow(1 << 24).window()).isEqualTo(1 << 24);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withWindow((1 << 24) + 1))
                .withMessageContaining("16777216 transactions, but got 16777217");
    }

    @Test
    void shouldRefuseAWindowThatIsSmallerThanTheLanes() {
        ApplySettings four = ApplySettings.defaults().withLanes(4);

        assertThat(four.withWindow(4).window()).isEqualTo(4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> four.withWindow(3))
                .withMessageContaining("4 lanes");
    }

    @Test
    void shouldLetTheWindowGrowWithTheLanes() {
        assertThat(ApplySettings.defaults().withWindow(10).withLanes(20).window())
                .isEqualTo(20);
    }
}
