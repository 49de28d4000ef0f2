package io.github.binlogcapturer.internal.metrics;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class GuardedMetricsTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(GuardedMetrics.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> reports = new ArrayList<>();
    private boolean fails;

    private final CaptureMetrics users = new CaptureMetrics() {
        @Override
        public void add(Metric metric, String label, long amount) {
            report("add " + metric + " " + label + " " + amount);
        }

        @Override
        public void set(Metric metric, String label, double value) {
            report("set " + metric + " " + label + " " + value);
        }

        @Override
        public void record(Metric metric, String label, long nanos) {
            report("record " + metric + " " + label + " " + nanos);
        }
    };

    private void report(String what) {
        reports.add(what);
        if (fails) {
            throw new IllegalStateException("disk full");
        }
    }

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
    }

    @Test
    void shouldPassReportsOn() {
        CaptureMetrics metrics = GuardedMetrics.of(users);

        metrics.add(Metric.READS, "progress", 2);
        metrics.set(Metric.STATE, "RUNNING", 1);
        metrics.record(Metric.READ_DURATION, "a:1", 3);

        assertThat(reports)
                .containsExactly("add READS progress 2", "set STATE RUNNING 1.0", "record READ_DURATION a:1 3");
    }

    @Test
    void shouldLogFirstFailureAndGoOn() {
        CaptureMetrics metrics = GuardedMetrics.of(users);
        fails = true;

        metrics.add(Metric.READS, "progress", 1);
        metrics.set(Metric.STATE, "RUNNING", 1);
        metrics.record(Metric.READ_DURATION, "a:1", 3);

        assertThat(reports).hasSize(3);
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage()).contains("capturer_reads_total"));
    }

    @Test
    void shouldGuardOnce() {
        CaptureMetrics metrics = GuardedMetrics.of(users);

        assertThat(GuardedMetrics.of(metrics)).isSameAs(metrics);
    }
}
