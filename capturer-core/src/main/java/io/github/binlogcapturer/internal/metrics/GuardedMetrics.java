package io.github.binlogcapturer.internal.metrics;

import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics of a user whose exceptions change nothing: the first is logged, later ones are not, and reports go on. Thread-safe. */
public final class GuardedMetrics implements CaptureMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedMetrics.class);

    private final CaptureMetrics metrics;
    private final AtomicBoolean told = new AtomicBoolean();

    private GuardedMetrics(CaptureMetrics metrics) {
        this.metrics = metrics;
    }

    /** Returns metrics that never throw; the same ones where they are guarded already, or go nowhere. */
    public static CaptureMetrics of(CaptureMetrics metrics) {
        boolean harmless = metrics instanceof GuardedMetrics || metrics == CaptureMetrics.none();
        return harmless ? metrics : new GuardedMetrics(metrics);
    }

    @Override
    public void add(Metric metric, String label, long amount) {
        guard(metric, () -> metrics.add(metric, label, amount));
    }

    @Override
    public void set(Metric metric, String label, double value) {
        guard(metric, () -> metrics.set(metric, label, value));
    }

    @Override
    public void record(Metric metric, String label, long nanos) {
        guard(metric, () -> metrics.record(metric, label, nanos));
    }

    private void guard(Metric metric, Runnable report) {
        try {
            report.run();
        } catch (RuntimeException failure) {
            if (told.compareAndSet(false, true)) {
                LOG.warn(
                        "CaptureMetrics {} failed to take {}; the capture goes on, and further failures are not logged",
                        metrics.getClass().getName(),
                        metric.fullName(),
                        failure);
            }
        }
    }
}
