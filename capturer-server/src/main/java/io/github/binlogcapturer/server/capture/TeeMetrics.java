package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;

/** Hands what is measured to two. */
record TeeMetrics(CaptureMetrics first, CaptureMetrics second) implements CaptureMetrics {

    @Override
    public void add(Metric metric, String label, long amount) {
        first.add(metric, label, amount);
        second.add(metric, label, amount);
    }

    @Override
    public void set(Metric metric, String label, double value) {
        first.set(metric, label, value);
        second.set(metric, label, value);
    }

    @Override
    public void record(Metric metric, String label, long nanos) {
        first.record(metric, label, nanos);
        second.record(metric, label, nanos);
    }
}
