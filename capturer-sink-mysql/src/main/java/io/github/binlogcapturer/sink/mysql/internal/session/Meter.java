package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what goes wrong. Metrics that throw are logged once. Thread-safe. */
final class Meter {

    private static final Logger LOG = LoggerFactory.getLogger(Meter.class);

    private final CaptureMetrics metrics;
    private final Set<String> displacedKeys = ConcurrentHashMap.newKeySet();
    private final Set<String> overwrittenTables = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean failed = new AtomicBoolean();

    Meter(CaptureMetrics metrics) {
        this.metrics = metrics;
    }

    void retried(ErrorClass type) {
        add(Metric.SINK_RETRIES, type.label());
    }

    void rowFault(String outcome) {
        add(Metric.SINK_ROW_FAULTS, outcome);
    }

    /** Returns whether it is the first time for this key. */
    boolean displaced(String key) {
        add(Metric.SINK_DISPLACED, "");
        return displacedKeys.add(key);
    }

    /** Returns whether it is the first time for these tables. */
    boolean isFirstOverwrite(String tables) {
        return overwrittenTables.add(tables);
    }

    private void add(Metric metric, String label) {
        try {
            metrics.add(metric, label, 1);
        } catch (RuntimeException e) {
            if (failed.compareAndSet(false, true)) {
                LOG.warn("Metrics of the user failed; this is said once", e);
            }
        }
    }
}
