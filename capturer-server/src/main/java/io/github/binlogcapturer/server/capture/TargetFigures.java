package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The figures of one target that its status shows, as its captures report them; counts go on from one capture to the next. Thread-safe. */
final class TargetFigures implements CaptureMetrics {

    final LongAdder transactions = new LongAdder();
    final LongAdder changes = new LongAdder();
    final LongAdder conflicts = new LongAdder();
    final LongAdder refused = new LongAdder();
    private final Map<String, Double> headrooms = new ConcurrentHashMap<>();
    private final Map<String, Double> bytes = new ConcurrentHashMap<>();
    private final Map<String, Double> limits = new ConcurrentHashMap<>();
    private volatile double lagSeconds = Double.NaN;
    private volatile double catchUpSeconds = Double.NaN;
    private volatile double inFlight;

    @Override
    public void add(Metric metric, String label, long amount) {
        switch (metric) {
            case TRANSACTIONS -> transactions.add(amount);
            case SINK_CHANGES -> changes.add(amount);
            case SINK_CONFLICTS -> conflicts.add(amount);
            case SINK_REFUSED -> refused.add(amount);
            default -> {
                // the other counters are for monitoring systems
            }
        }
    }

    @Override
    public void set(Metric metric, String label, double value) {
        switch (metric) {
            case CHECKPOINT_LAG -> lagSeconds = value;
            case CATCH_UP -> catchUpSeconds = value;
            case SINK_IN_FLIGHT -> inFlight = value;
            case RETENTION_HEADROOM -> put(headrooms, label, value);
            case BUFFER_BYTES -> put(bytes, label, value);
            case BUFFER_LIMIT -> put(limits, label, value);
            default -> {
                // the other gauges are for monitoring systems
            }
        }
    }

    private static void put(Map<String, Double> values, String label, double value) {
        if (Double.isNaN(value)) {
            values.remove(label);
        } else {
            values.put(label, value);
        }
    }

    @Override
    public void record(Metric metric, String label, long nanos) {
        // durations are for monitoring systems
    }

    /** Forgets what was true of a capture that has ended. */
    void clearGauges() {
        lagSeconds = Double.NaN;
        catchUpSeconds = Double.NaN;
        inFlight = 0;
        headrooms.clear();
        bytes.clear();
        limits.clear();
    }

    double lagSeconds() {
        return lagSeconds;
    }

    double catchUpSeconds() {
        return catchUpSeconds;
    }

    /** The smallest of all regions, NaN where none is known. */
    double headroomSeconds() {
        return headrooms.values().stream()
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(Double.NaN);
    }

    long inFlight() {
        return (long) inFlight;
    }

    long bufferBytes() {
        return (long) bytes.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    long bufferLimitBytes() {
        return (long) limits.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
