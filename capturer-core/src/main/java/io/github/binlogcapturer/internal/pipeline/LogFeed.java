package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.RegionStatus;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.store.TransactionRing;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Feeds the ring from a log, on one thread; another one reports gauges. */
final class LogFeed implements Feed {

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final CapturerConfig config;
    private final Feed.Ground ground;
    private final TransactionRing ring;
    private final LogPump pump;

    LogFeed(CapturerConfig config, LogUse log, LogTables tables, Feed.Ground ground) {
        this.config = config;
        this.ground = ground;
        this.ring = ground.ring();
        Delivery delivery = new Delivery(
                config.filters(), ring, config.metrics(), config.timing().heartbeatInterval());
        this.pump =
                new LogPump(log, tables, new SkippedTransactions(config.skipped(), config.metrics()), delivery, ground);
    }

    @Override
    public void start(Workers workers, Runnable saveCheckpoint) {
        if (config.metrics() != CaptureMetrics.none()) {
            Gauges gauges = new Gauges(
                    config.metrics(), config.clock(), ring, config.limits().ringBytes());
            workers.start("gauges", reporting(gauges));
        }
        workers.start("log", pump);
    }

    private Workers.Task reporting(Gauges gauges) {
        return () -> {
            try {
                do {
                    gauges.reportRing();
                } while (!ground.lifecycle().pause(SECOND_NS));
            } finally {
                // what is read last is where a short log has ended
                gauges.reportRing();
            }
        };
    }

    /** A log knows no regions. Those of the last checkpoint stay, for the capture of a cluster that goes on from the same one. */
    @Override
    public Map<Long, Long> regions() {
        return ground.regions();
    }

    @Override
    public List<RegionStatus> statuses() {
        return List.of();
    }

    @Override
    public String explain() {
        return switch (pump.stage()) {
            case READING -> "Moves: reads the log, and has reached commit ts " + CommitTs.of(ring.resolvedTs()) + ".";
            case AT_THE_END -> "Has read the log to its end, and waits for " + ring.explainUnfinished() + ".";
            case AT_DAMAGE ->
                "Has read the log up to where it is damaged, fails then, and waits for " + ring.explainUnfinished()
                        + ".";
        };
    }
}
