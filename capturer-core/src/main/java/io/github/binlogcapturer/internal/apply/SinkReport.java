package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;

/** What is told of a subscriber's sink: metrics under its name, and the text of failures. Thread-safe. */
record SinkReport(String subscriber, CaptureMetrics metrics) {

    void add(Metric metric, long amount) {
        if (amount != 0) {
            metrics.add(metric, subscriber, amount);
        }
    }

    void set(Metric metric, double value) {
        metrics.set(metric, subscriber, value);
    }

    void record(Metric metric, long nanos) {
        metrics.record(metric, subscriber, nanos);
    }

    String describe(String what, Throwable cause) {
        return "The sink of subscriber \"" + subscriber + "\" " + what + ": " + cause
                + ". What it has not applied was not acknowledged, so it comes again after a restart";
    }
}
