package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.checkpoint.CheckpointCommitter;
import io.github.binlogcapturer.internal.checkpoint.Standing;
import io.github.binlogcapturer.internal.store.TransactionRing;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves the checkpoint, now and regularly. A failure is told and tried again; data flow on. */
final class Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final CheckpointCommitter committer;
    private final TransactionRing ring;
    private final Feed feed;
    private final Lifecycle lifecycle;
    private final CaptureMetrics metrics;
    private final ToLongFunction<String> heldTs;

    /** @param heldTs see {@link TransactionRing#checkpointPositions} */
    Keeper(
            CheckpointCommitter committer,
            TransactionRing ring,
            Feed feed,
            Lifecycle lifecycle,
            CaptureMetrics metrics,
            ToLongFunction<String> heldTs) {
        this.committer = committer;
        this.ring = ring;
        this.feed = feed;
        this.lifecycle = lifecycle;
        this.metrics = metrics;
        this.heldTs = heldTs;
    }

    Workers.Task saving(Duration interval) {
        return () -> {
            while (!lifecycle.pause(interval.toNanos())) {
                save();
            }
        };
    }

    void save() {
        try {
            committer.save(this::standing).ifPresent(checkpoint -> {
                metrics.add(Metric.CHECKPOINTS, "saved", 1);
                lifecycle.tell(listener -> listener.onCheckpointSaved(checkpoint));
            });
        } catch (IOException | RuntimeException e) {
            if (lifecycle.isStopping() && Thread.currentThread().isInterrupted()) {
                // interrupted in the middle because the capturer stops, which saves once more
                return;
            }
            metrics.add(Metric.CHECKPOINTS, "failed", 1);
            LOG.warn("The checkpoint could not be saved and will be tried again; data flow on", e);
            lifecycle.tell(listener -> listener.onCheckpointFailed(e));
        }
    }

    /**
     * Positions first, regions second. A region is among them before anything of it is handed out, so a checkpoint whose position has
     * passed an entry of a region names that region. The other way round a region could join in between, and a restart would take
     * for late what was delivered in time. A region named together with positions from before it joined does no harm: all of its entries
     * are sure to lie behind them, and it is read from its beginning where that is the later.
     */
    private Standing standing() {
        Map<String, CommitTs> positions = ring.checkpointPositions(heldTs);
        return new Standing(positions, feed.regions());
    }
}
