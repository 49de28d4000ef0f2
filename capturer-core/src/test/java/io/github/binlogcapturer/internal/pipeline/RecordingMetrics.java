package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what was measured: sums of counters, the last and the highest value of gauges. */
final class RecordingMetrics implements CaptureMetrics {

    private final Map<String, Long> sums = new ConcurrentHashMap<>();
    private final Map<String, Double> last = new ConcurrentHashMap<>();
    private final Map<String, Double> highest = new ConcurrentHashMap<>();

    @Override
    public void add(Metric metric, String label, long amount) {
        sums.merge(metric + "/" + label, amount, Long::sum);
        sums.merge(metric.toString(), amount, Long::sum);
    }

    @Override
    public void set(Metric metric, String label, double value) {
        last.put(metric + "/" + label, value);
        highest.merge(metric + "/" + label, value, Math::max);
    }

    @Override
    public void record(Metric metric, String label, long nanos) {}

    long sum(Metric metric) {
        return sums.getOrDefault(metric.toString(), 0L);
    }

    long sum(Metric metric, String label) {
        return sums.getOrDefault(metric + "/" + label, 0L);
    }

    double last(Metric metric, String label) {
        return last.getOrDefault(metric + "/" + label, Double.NaN);
    }

    double highest(Metric metric, String label) {
        return highest.getOrDefault(metric + "/" + label, Double.NaN);
    }
}
