package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.Stall;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.store.TransactionRing;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the running whole: regions that stall, a position that may expire, gauges. Each on a thread of its own, since peers are asked. */
final class Watch {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long SHORTEST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** What is done over and over. */
    @FunctionalInterface
    private interface Look {
        void look(List<RegionProgress> regions) throws InterruptedException;
    }

    private final CapturerConfig config;
    private final RegionCrew crew;
    private final TransactionRing ring;
    private final Lifecycle lifecycle;
    private final StallWatch stalls;

    Watch(CapturerConfig config, RegionCrew crew, TransactionRing ring, Lifecycle lifecycle) {
        this.config = config;
        this.crew = crew;
        this.ring = ring;
        this.lifecycle = lifecycle;
        this.stalls = new StallWatch(
                config.timing().stallAfter(), config.clock(), config.metrics(), lifecycle::tell, lifecycle::isStopping);
    }

    void start(Workers workers) {
        CapturerConfig.Timing timing = config.timing();
        workers.start("stalls", over(shortened(timing.stallAfter(), 4, SECOND_NS), stalls::look));
        RetentionWatch retention =
                new RetentionWatch(timing.retentionWarning(), config.metrics(), lifecycle::tell, lifecycle::isStopping);
        workers.start(
                "retention",
                over(
                        shortened(timing.retentionWarning(), 60, MINUTE_NS),
                        present -> retention.look(present, crew.beginnings(), neededTs())));
        if (config.metrics() != CaptureMetrics.none()) {
            Gauges gauges = new Gauges(
                    config.metrics(), config.clock(), ring, config.limits().ringBytes());
            workers.start("gauges", over(SECOND_NS, gauges::report));
        }
    }

    /** Returns the stall of a region that was told last and lasts on, or null. */
    @Nullable
    Stall stallOf(Region region) {
        return stalls.stallOf(region);
    }

    /** Says why a region shows nothing new, or returns null where it does not stall, or nobody knows yet. */
    @Nullable
    String explain(Region region) {
        Stall stall = stalls.stallOf(region);
        return stall == null ? null : StallWatch.describe(stall);
    }

    private long neededTs() {
        return ring.positions().values().stream()
                .mapToLong(CommitTs::value)
                .min()
                .orElseThrow();
    }

    private static long shortened(Duration time, int parts, long mostNs) {
        return Math.max(SHORTEST_PAUSE_NS, Math.min(mostNs, TransactionRing.toNanos(time) / parts));
    }

    private Workers.Task over(long pauseNs, Look look) {
        return () -> {
            while (!lifecycle.pause(pauseNs)) {
                try {
                    look.look(crew.progress());
                } catch (RuntimeException e) {
                    if (!lifecycle.isStopping()) {
                        LOG.warn("What the capture waits for could not be found out; data flow on", e);
                    }
                }
            }
        };
    }
}
