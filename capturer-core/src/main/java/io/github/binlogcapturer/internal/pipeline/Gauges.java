package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.store.TransactionRing;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reports how far everything is. Used by one thread. */
final class Gauges {

    /** Below this lag, in milliseconds, a capture has caught up: regions show something about every second. */
    private static final long CAUGHT_UP_MS = 2000;

    /** How much of the latest pace goes into the smoothed one. */
    private static final double PACE_WEIGHT = 0.2;

    private final CaptureMetrics metrics;
    private final CaptureClock clock;
    private final TransactionRing ring;
    private final Set<String> reportedRegions = new HashSet<>();
    private long lastNowMs;
    private long lastResolvedMs;
    private double pace = Double.NaN;

    Gauges(CaptureMetrics metrics, CaptureClock clock, TransactionRing ring, long ringLimitBytes) {
        this.metrics = metrics;
        this.clock = clock;
        this.ring = ring;
        this.lastNowMs = clock.now().toEpochMilli();
        this.lastResolvedMs = CommitTs.toUnixMs(ring.resolvedTs());
        metrics.set(Metric.BUFFER_LIMIT, "ring", (double) ringLimitBytes);
    }

    void report(List<RegionProgress> regions) {
        reportRing();
        long nowMs = clock.now().toEpochMilli();
        long resolvedTs = ring.resolvedTs();
        long lagMs = nowMs - CommitTs.toUnixMs(resolvedTs);
        metrics.set(Metric.RESOLVED_LAG, "", lagMs / 1e3);
        metrics.set(Metric.CATCH_UP, "", catchUpSeconds(nowMs, CommitTs.toUnixMs(resolvedTs), lagMs));
        ring.positions()
                .forEach((subscriber, position) -> metrics.set(
                        Metric.CHECKPOINT_LAG, subscriber, (nowMs - CommitTs.toUnixMs(position.value())) / 1e3));
        reportRegions(regions);
    }

    /** Reports what means something without a cluster too: places and bytes, but no lag behind the wall clock. */
    void reportRing() {
        metrics.set(Metric.RESOLVED_TS, "", (double) ring.resolvedTs());
        metrics.set(Metric.BUFFER_BYTES, "ring", (double) ring.bytes());
        ring.positions()
                .forEach((subscriber, position) ->
                        metrics.set(Metric.CHECKPOINT_TS, subscriber, (double) position.value()));
    }

    private void reportRegions(List<RegionProgress> regions) {
        long furthestMs = regions.stream()
                .mapToLong(region -> CommitTs.toUnixMs(region.reachedTs()))
                .max()
                .orElse(0);
        Set<String> gone = new HashSet<>(reportedRegions);
        for (RegionProgress region : regions) {
            String id = Long.toString(region.region().regionId());
            metrics.set(Metric.REGION_LAG, id, (furthestMs - CommitTs.toUnixMs(region.reachedTs())) / 1e3);
            reportedRegions.add(id);
            gone.remove(id);
        }
        gone.forEach(id -> metrics.set(Metric.REGION_LAG, id, Double.NaN));
        reportedRegions.removeAll(gone);
    }

    /** The backlog by the pace at which it shrinks; NaN where it does not. */
    private double catchUpSeconds(long nowMs, long resolvedMs, long lagMs) {
        double latest =
                nowMs == lastNowMs ? pace : (double) (resolvedMs - lastResolvedMs) / (double) (nowMs - lastNowMs);
        pace = Double.isNaN(pace) ? latest : pace + PACE_WEIGHT * (latest - pace);
        lastNowMs = nowMs;
        lastResolvedMs = resolvedMs;
        if (lagMs <= CAUGHT_UP_MS) {
            return 0;
        }
        return pace > 1 ? lagMs / 1e3 / (pace - 1) : Double.NaN;
    }
}
