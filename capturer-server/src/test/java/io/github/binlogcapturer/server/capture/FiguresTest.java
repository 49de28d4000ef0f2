package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.spi.Metric;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** History, rates and figures. */
class FiguresTest {

    @Test
    void shouldKeepTheSamplesOfTheLastHourInOrder() {
        History history = new History();
        for (int i = 0; i < History.SAMPLES + 3; i++) {
            history.add(Instant.ofEpochSecond(5L * i), i, 2.0 * i);
        }
        assertThat(history.samples()).hasSize(History.SAMPLES);
        assertThat(history.samples().get(0)).isEqualTo(new Sample(Instant.ofEpochSecond(15), 3, 6));
        assertThat(history.samples().get(History.SAMPLES - 1).lagSeconds()).isEqualTo(History.SAMPLES + 2);
    }

    @Test
    void shouldTellTheRateOverTheLastTicks() {
        RateMeter meter = new RateMeter();
        meter.tick(0, 100);
        assertThat(meter.perSecond()).isZero();
        meter.tick(1_000_000_000L, 110);
        assertThat(meter.perSecond()).isEqualTo(10);
        for (int second = 2; second <= 20; second++) {
            meter.tick(second * 1_000_000_000L, 110 + 50L * (second - 1));
        }
        assertThat(meter.perSecond()).isEqualTo(50);
    }

    @Test
    void shouldKeepCountsButNotGaugesOfACaptureThatHasEnded() {
        TargetFigures figures = new TargetFigures();
        figures.add(Metric.TRANSACTIONS, "", 3);
        figures.set(Metric.BUFFER_BYTES, "ring", 10);
        figures.set(Metric.BUFFER_BYTES, "regions", 5);
        figures.set(Metric.RETENTION_HEADROOM, "1", 30);
        figures.set(Metric.RETENTION_HEADROOM, "2", 20);
        assertThat(figures.bufferBytes()).isEqualTo(15);
        assertThat(figures.headroomSeconds()).isEqualTo(20);

        figures.clearGauges();

        assertThat(figures.transactions.sum()).isEqualTo(3);
        assertThat(figures.bufferBytes()).isZero();
        assertThat(figures.headroomSeconds()).isNaN();
    }
}
