package io.github.binlogcapturer.micrometer;

import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands what a capturer measures to a registry of Micrometer. Give it to {@link
 * io.github.binlogcapturer.BinlogCapturerBuilder#metrics}, and to sinks that measure by themselves. Thread-safe; a call costs two map
 * look-ups and allocates nothing once a series is known.
 *
 * <p>A registry of Prometheus shows each metric by its {@link Metric#fullName}: counters as they are, timers with {@code _count}, {@code
 * _sum} and {@code _max}, and with buckets where a distribution tells something (reads, sink writes and flushes, capture latency). A timer
 * whose name ends with {@code _total} is a sum of seconds, and becomes a counter of that name. The metric's label becomes a tag. A gauge
 * that has no value any more disappears.
 *
 * <p>Prometheus keeps numbers as doubles, so a commit ts such as that of {@code capturer_checkpoint_ts} is rounded to a multiple of 8: its time is
 * exact, its counter within the millisecond is not.
 */
public final class MicrometerMetrics implements CaptureMetrics, AutoCloseable {

    private static final Set<Metric> DISTRIBUTIONS =
            EnumSet.of(Metric.READ_DURATION, Metric.SINK_WRITE, Metric.SINK_FLUSH, Metric.CAPTURE_LATENCY);
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1)
    };
    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry registry;
    private final Tags common;
    private final Map<Metric, Map<String, Counter>> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, Map<String, Timer>> timers = new EnumMap<>(Metric.class);
    private final Map<Metric, Map<String, GaugeValue>> gauges = new EnumMap<>(Metric.class);
    private volatile boolean closed;

    /** Reports to a registry without common tags: enough for one capture in a process. */
    public MicrometerMetrics(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /**
     * Reports to a registry.
     *
     * @param common tags of all meters, such as the capture's name; two captures that share a registry need different ones
     */
    public MicrometerMetrics(MeterRegistry registry, Iterable<Tag> common) {
        this.registry = registry;
        this.common = Tags.of(common);
        for (Metric metric : Metric.values()) {
            prepare(metric);
        }
    }

    private void prepare(Metric metric) {
        if (metric.kind() == Metric.Kind.GAUGE) {
            gauges.put(metric, new ConcurrentHashMap<>());
        } else if (metric.kind() == Metric.Kind.COUNTER || isSum(metric)) {
            counters.put(metric, new ConcurrentHashMap<>());
        } else {
            timers.put(metric, new ConcurrentHashMap<>());
        }
    }

    private static boolean isSum(Metric metric) {
        return metric.kind() == Metric.Kind.TIMER && metric.fullName().endsWith("_total");
    }

    @Override
    public void add(Metric metric, String label, long amount) {
        increment(metric, label, (double) amount);
    }

    private void increment(Metric metric, String label, double amount) {
        Map<String, Counter> known = of(counters, metric);
        Counter counter = known.get(label);
        if (counter == null && !closed) {
            counter = known.computeIfAbsent(label, value -> newCounter(metric, value));
            removeIfClosed(counter);
        }
        if (counter != null) {
            counter.increment(amount);
        }
    }

    @Override
    public void record(Metric metric, String label, long nanos) {
        if (isSum(metric)) {
            increment(metric, label, nanos / NANOS_PER_SECOND);
            return;
        }
        Map<String, Timer> known = of(timers, metric);
        Timer timer = known.get(label);
        if (timer == null && !closed) {
            timer = known.computeIfAbsent(label, value -> newTimer(metric, value));
            removeIfClosed(timer);
        }
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void set(Metric metric, String label, double value) {
        Map<String, GaugeValue> known = of(gauges, metric);
        if (Double.isNaN(value)) {
            forget(known, label);
            return;
        }
        GaugeValue gauge = known.get(label);
        if (gauge == null && !closed) {
            gauge = known.computeIfAbsent(label, name -> newGauge(metric, name, value));
            removeIfClosed(gauge.meter());
        }
        if (gauge != null) {
            gauge.last = value;
        }
    }

    private void forget(Map<String, GaugeValue> known, String label) {
        known.computeIfPresent(label, (name, gauge) -> {
            remove(gauge.meter());
            return null;
        });
    }

    /** Lets all gauges disappear until they are set again, for a capture that has ended: they would tell of it for ever. */
    public void clearGauges() {
        gauges.values().forEach(known -> known.keySet().forEach(label -> forget(known, label)));
    }

    /** Removes all its meters from the registry, and takes nothing any more. Idempotent. */
    @Override
    public void close() {
        closed = true;
        clearGauges();
        counters.values().forEach(known -> known.values().forEach(this::remove));
        timers.values().forEach(known -> known.values().forEach(this::remove));
    }

    /** Undoes a registration that close may not have seen. */
    private void removeIfClosed(@Nullable Meter meter) {
        if (closed) {
            remove(meter);
        }
    }

    private void remove(@Nullable Meter meter) {
        if (meter != null) {
            registry.remove(meter);
        }
    }

    private Counter newCounter(Metric metric, String label) {
        return Counter.builder(metric.fullName())
                .description(Descriptions.of(metric))
                .tags(tags(metric, label))
                .register(registry);
    }

    private Timer newTimer(Metric metric, String label) {
        Timer.Builder builder = Timer.builder(metric.fullName())
                .description(Descriptions.of(metric))
                .tags(tags(metric, label));
        if (DISTRIBUTIONS.contains(metric)) {
            builder.serviceLevelObjectives(BUCKETS);
        }
        return builder.register(registry);
    }

    private GaugeValue newGauge(Metric metric, String label, double first) {
        GaugeValue value = new GaugeValue();
        value.last = first;
        value.registered(Gauge.builder(metric.fullName(), value, GaugeValue::last)
                .description(Descriptions.of(metric))
                .tags(tags(metric, label))
                .strongReference(true)
                .register(registry));
        return value;
    }

    private Tags tags(Metric metric, String label) {
        return metric.label().isEmpty() ? common : common.and(metric.label(), label);
    }

    private static <T> Map<String, T> of(Map<Metric, Map<String, T>> all, Metric metric) {
        Map<String, T> known = all.get(metric);
        if (known == null) {
            throw new IllegalArgumentException(metric + " is a " + metric.kind() + " and cannot be reported so");
        }
        return known;
    }
}
