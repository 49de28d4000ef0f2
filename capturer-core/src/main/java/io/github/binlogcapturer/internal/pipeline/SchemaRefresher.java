package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.internal.schema.SchemaCatalog;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads schemas again: regularly, and where decoding cannot go on without, as long as it takes. Thread-safe. */
final class SchemaRefresher {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaRefresher.class);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final SchemaCatalog catalog;
    private final Lifecycle lifecycle;
    private final CaptureMetrics metrics;
    private volatile @Nullable String waitingFor;

    SchemaRefresher(SchemaCatalog catalog, Lifecycle lifecycle, CaptureMetrics metrics) {
        this.catalog = catalog;
        this.lifecycle = lifecycle;
        this.metrics = metrics;
    }

    Workers.Task regularly(Duration interval) {
        return () -> {
            while (!lifecycle.pause(interval.toNanos())) {
                refreshOnce();
            }
        };
    }

    private void refreshOnce() throws InterruptedException {
        try {
            catalog.refresh();
            metrics.add(Metric.REFRESHES, "done", 1);
        } catch (RetriableException | ConfigurationException e) {
            // a dropped or unlinked table ends nothing: what it logged before is still on its way
            metrics.add(Metric.REFRESHES, "failed", 1);
            LOG.warn("Schemas and regions could not be read again; the known ones serve until they can", e);
            lifecycle.tell(listener -> listener.onRefreshFailed(e));
        }
    }

    /** Returns for whose sake schemas are being read again, or null. */
    @Nullable
    String waitingFor() {
        return waitingFor;
    }

    /**
     * Reads the schemas again; while the cluster cannot be asked, tries on.
     *
     * @param reason what cannot be decoded, for messages
     */
    SchemaCatalog.View refresh(String reason) throws InterruptedException {
        waitingFor = reason;
        try {
            while (true) {
                try {
                    return catalog.refresh();
                } catch (RetriableException | ConfigurationException e) {
                    // a table that is dropped or linked anew meanwhile may be settled soon; without an answer nothing
                    // may be dropped
                    LOG.warn("Cannot read schemas again for {}; trying on", reason, e);
                    lifecycle.tell(listener -> listener.onRefreshFailed(e));
                    pause();
                }
            }
        } finally {
            waitingFor = null;
        }
    }

    /** Gives the cluster time to spread a schema change. */
    void pause() throws InterruptedException {
        lifecycle.pauseBetweenTries(PAUSE_NS);
    }
}
