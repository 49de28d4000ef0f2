package io.github.binlogcapturer.spi;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Keeps what a capturer measures, for tests and for programs that show it by themselves. Thread-safe. */
public final class InMemoryMetrics implements CaptureMetrics {

    private record Series(Metric metric, String label) {}

    /** One series; a counter uses the sum, a gauge the last value, a timer the count and the sum. */
    private static final class Value {
        private final LongAdder count = new LongAdder();
        private final DoubleAdder sum = new DoubleAdder();
        private volatile double last = Double.NaN;
    }

    private final Map<Series, Value> values = new ConcurrentHashMap<>();

    InMemoryMetrics() {}

    @Override
    public void add(Metric metric, String label, long amount) {
        value(metric, label, Metric.Kind.COUNTER).sum.add((double) amount);
    }

    @Override
    public void set(Metric metric, String label, double value) {
        value(metric, label, Metric.Kind.GAUGE).last = value;
    }

    @Override
    public void record(Metric metric, String label, long nanos) {
        Value timer = value(metric, label, Metric.Kind.TIMER);
        timer.count.increment();
        timer.sum.add(nanos / 1e9);
    }

    private Value value(Metric metric, String label, Metric.Kind kind) {
        if (metric.kind() != kind) {
            throw new IllegalArgumentException(metric + " is a " + metric.kind() + ", not a " + kind);
        }
        return values.computeIfAbsent(new Series(metric, label), series -> new Value());
    }

    /**
     * Returns a counter's sum, a gauge's last value, or the sum of a timer's durations in seconds.
     *
     * @param label the value of the metric's label, empty where it has none
     * @return 0 for a counter or timer, NaN for a gauge, that nothing was reported of
     */
    public double value(Metric metric, String label) {
        Value known = values.get(new Series(metric, label));
        if (metric.kind() == Metric.Kind.GAUGE) {
            return known == null ? Double.NaN : known.last;
        }
        return known == null ? 0 : known.sum.sum();
    }

    /** Returns how many durations of a timer were reported. */
    public long count(Metric metric, String label) {
        Value known = values.get(new Series(metric, label));
        return known == null ? 0 : known.count.sum();
    }

    /** Returns the sum of {@link #value} over all labels; of gauges those without a value count nothing. */
    public double total(Metric metric) {
        return labels(metric).stream()
                .mapToDouble(label -> value(metric, label))
                .filter(value -> !Double.isNaN(value))
                .sum();
    }

    /** Returns the labels of which something was reported, in order. */
    public Set<String> labels(Metric metric) {
        Set<String> labels = new TreeSet<>();
        values.keySet().stream()
                .filter(series -> series.metric() == metric)
                .forEach(series -> labels.add(series.label()));
        return labels;
    }
}
