package io.github.binlogcapturer.micrometer;

import io.github.binlogcapturer.spi.Metric;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MicrometerMetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MicrometerMetrics metrics = new MicrometerMetrics(registry, Tags.of("target", "dw"));

    @Test
    void shouldShowACounterByItsFullNameOnce() {
        metrics.add(Metric.READS, "progress", 3);
        metrics.add(Metric.READS, "progress", 4);

        assertThat(samples("capturer_reads_total"))
                .containsExactly("capturer_reads_total{outcome=\"progress\",target=\"dw\"} 7.0");
        assertThat(registry.scrape()).doesNotContain("total_total");
    }

    @Test
    void shouldShowEveryMetricByItsFullNameWithAHelpText() {
        for (Metric metric : Metric.values()) {
            report(metric);
        }

        List<String> lines = registry.scrape().lines().toList();
        assertThat(Metric.values()).allSatisfy(metric -> {
            String sample = metric.kind() == Metric.Kind.TIMER && metric != Metric.MERGE_BLOCKED
                    ? metric.fullName() + "_sum"
                    : metric.fullName();
            assertThat(lines).anyMatch(line -> line.startsWith(sample + "{target=") || line.startsWith(sample + "{"));
            assertThat(lines).contains("# HELP " + metric.fullName() + " " + Descriptions.of(metric));
        });
    }

    @Test
    void shouldShowWhereTheMergeIsBlockedAsACounterOfSeconds() {
        metrics.record(Metric.MERGE_BLOCKED, "17", 1_500_000_000L);

        assertThat(samples("capturer_merge_blocked_seconds"))
                .containsExactly("capturer_merge_blocked_seconds_total{region=\"17\",target=\"dw\"} 1.5");
    }

    @Test
    void shouldShowBucketsOfADistribution() {
        metrics.record(Metric.SINK_WRITE, "dw", 30_000_000L);

        assertThat(samples("capturer_sink_write_seconds"))
                .contains(
                        "capturer_sink_write_seconds_bucket{subscriber=\"dw\",target=\"dw\",le=\"0.025\"} 0",
                        "capturer_sink_write_seconds_bucket{subscriber=\"dw\",target=\"dw\",le=\"0.05\"} 1",
                        "capturer_sink_write_seconds_count{subscriber=\"dw\",target=\"dw\"} 1",
                        "capturer_sink_write_seconds_sum{subscriber=\"dw\",target=\"dw\"} 0.03");
    }

    @Test
    void shouldShowTheLastValueOfAGauge() {
        metrics.set(Metric.RESOLVED_LAG, "", 3);
        metrics.set(Metric.RESOLVED_LAG, "", 1.5);

        assertThat(samples("capturer_resolved_lag_seconds"))
                .containsExactly("capturer_resolved_lag_seconds{target=\"dw\"} 1.5");
    }

    @Test
    void shouldLetAGaugeDisappearThatHasNoValueAnyMore() {
        metrics.set(Metric.REGION_LAG, "17", 3);
        metrics.set(Metric.REGION_LAG, "17", Double.NaN);
        assertThat(samples("capturer_region_watermark_lag_seconds")).isEmpty();

        metrics.set(Metric.REGION_LAG, "17", 4);
        assertThat(samples("capturer_region_watermark_lag_seconds"))
                .containsExactly("capturer_region_watermark_lag_seconds{region=\"17\",target=\"dw\"} 4.0");
    }

    @Test
    void shouldKeepCountersWhenGaugesAreCleared() {
        metrics.set(Metric.RESOLVED_LAG, "", 3);
        metrics.add(Metric.TRANSACTIONS, "", 3);

        metrics.clearGauges();

        assertThat(samples("capturer_")).containsExactly("capturer_transactions_total{target=\"dw\"} 3.0");
    }

    @Test
    void shouldRemoveItsMetersOnlyWhenClosed() {
        MicrometerMetrics other = new MicrometerMetrics(registry, Tags.of("target", "lake"));
        Arrays.stream(Metric.values()).forEach(this::report);
        other.add(Metric.TRANSACTIONS, "", 1);

        metrics.close();
        Arrays.stream(Metric.values()).forEach(this::report);

        assertThat(samples("capturer_")).containsExactly("capturer_transactions_total{target=\"lake\"} 1.0");
    }

    @Test
    void shouldRefuseAReportOfAnotherKind() {
        assertThatThrownBy(() -> metrics.set(Metric.TRANSACTIONS, "", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("TRANSACTIONS is a COUNTER and cannot be reported so");
    }

    private void report(Metric metric) {
        String label = metric.label().isEmpty() ? "" : "x";
        switch (metric.kind()) {
            case COUNTER -> metrics.add(metric, label, 1);
            case GAUGE -> metrics.set(metric, label, 1);
            case TIMER -> metrics.record(metric, label, 1_000_000_000L);
        }
    }

    private List<String> samples(String prefix) {
        return registry.scrape().lines().filter(line -> line.startsWith(prefix)).toList();
    }
}
