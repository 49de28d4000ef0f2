package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.RegionStatus;
import io.github.binlogcapturer.internal.checkpoint.CheckpointCommitter;
import io.github.binlogcapturer.internal.checkpoint.Standing;
import io.github.binlogcapturer.internal.store.TransactionRing;
import java.util.List;
import java.util.function.ToLongFunction;

/** The ring, what feeds it, and who saves how far it is. Made when the capturer starts. */
final class Pipeline {

    private final CapturerConfig config;
    private final TransactionRing ring;
    private final Feed feed;
    private final Keeper keeper;

    /**
     * May block, see {@link Origin.Found#feed}.
     *
     * @param saved what the last checkpoint says
     * @param heldTs see {@link TransactionRing#checkpointPositions}
     * @param onEnd see {@link Feed.Ground#onEnd}
     */
    Pipeline(
            CapturerConfig config,
            Origin.Found found,
            StartResolver.Start from,
            Standing saved,
            CheckpointCommitter committer,
            Lifecycle lifecycle,
            ToLongFunction<String> heldTs,
            Runnable onEnd)
            throws InterruptedException {
        this.config = config;
        this.ring = new TransactionRing(
                from.positions(),
                config.limits().ringBytes(),
                config.limits().batchBytes(),
                // ids begin at the time in ms shifted by 20 bits, so those of a later run are higher
                config.clock().now().toEpochMilli() << 20);
        this.feed = found.feed(new Feed.Ground(from, saved.regions(), ring, lifecycle, onEnd));
        this.keeper = new Keeper(committer, ring, feed, lifecycle, config.metrics(), heldTs);
    }

    void start(Workers workers) {
        workers.start("checkpoint", keeper.saving(config.timing().checkpointInterval()));
        feed.start(workers, keeper::save);
    }

    TransactionRing ring() {
        return ring;
    }

    void saveCheckpoint() {
        keeper.save();
    }

    List<RegionStatus> regions() {
        return feed.statuses();
    }

    /** Says in one sentence what holds the stream up. */
    String explain() {
        String full = ring.explainFull();
        return full == null ? feed.explain() : "Waits for " + full + ".";
    }
}
