package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Metrics that a test looks at, by {@code METRIC label}. */
final class RecordingMetrics implements CaptureMetrics {

    final Map<String, Long> counts = new ConcurrentHashMap<>();
    final List<String> timed = new CopyOnWriteArrayList<>();

    long count(Metric metric, String label) {
        return counts.getOrDefault(metric + " " + label, 0L);
    }

    @Override
    public void add(Metric metric, String label, long amount) {
        counts.merge(metric + " " + label, amount, Long::sum);
    }

    @Override
    public void set(Metric metric, String label, double value) {}

    @Override
    public void record(Metric metric, String label, long nanos) {
        timed.add(metric + " " + label);
    }
}
