package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.RegionStatus;
import io.github.binlogcapturer.internal.store.TransactionRing;
import java.util.List;
import java.util.Map;

/** What brings events to the ring: the stages behind a cluster, or a log that is read. Thread-safe once started. */
sealed interface Feed permits ClusterFeed, LogFeed {

    /**
     * What a feed stands on.
     *
     * @param from where reading begins
     * @param regions those of the last checkpoint, as {@link io.github.binlogcapturer.spi.Checkpoint#regions} has them
     * @param ring where events go
     * @param onEnd called by a feed's thread when nothing can come any more and all is acknowledged; may end that thread's capturer
     */
    record Ground(
            StartResolver.Start from,
            Map<Long, Long> regions,
            TransactionRing ring,
            Lifecycle lifecycle,
            Runnable onEnd) {}

    /**
     * Starts the threads.
     *
     * @param saveCheckpoint saves the checkpoint at once, for what must stand in it before events follow
     */
    void start(Workers workers, Runnable saveCheckpoint);

    /** Returns the regions to be saved, see {@link io.github.binlogcapturer.spi.Checkpoint#regions}. */
    Map<Long, Long> regions();

    /** Returns how far each region is that is read now, in order; none where there is no cluster. */
    List<RegionStatus> statuses();

    /** Says in one sentence what it waits for. */
    String explain();
}
