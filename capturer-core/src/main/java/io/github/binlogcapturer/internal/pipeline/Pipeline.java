package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.checkpoint.CheckpointCommitter;
import io.github.binlogcapturer.internal.decode.TransactionDecoder;
import io.github.binlogcapturer.internal.schema.SchemaCatalog;
import io.github.binlogcapturer.internal.store.TransactionRing;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The stages between source and ring, and the threads they run on: one per region, one to merge, one to decode, and those that keep house
 * and watch. Made when the capturer starts.
 */
final class Pipeline {

    /** Enough for merge and decode to work side by side; what waits in it is bounded by the regions' memory. */
    private static final int CHUNKS_IN_FLIGHT = 4;

    private final CapturerConfig config;
    private final TransactionRing ring;
    private final SchemaRefresher refresher;
    private final Keeper keeper;
    private final RegionCrew crew;
    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(CHUNKS_IN_FLIGHT);
    private final MergeStage merge;
    private final DecodeStage decode;
    private final Payloads payloads;
    private final Watch watch;
    private final StartResolver.Start from;

    /** @param heldTs see {@link TransactionRing#checkpointPositions} */
    Pipeline(
            CapturerConfig config,
            SourceSnapshot snapshot,
            StartResolver.Start from,
            KnownRegions known,
            CheckpointCommitter committer,
            Lifecycle lifecycle,
            ToLongFunction<String> heldTs) {
        this.config = config;
        this.from = from;
        this.ring = new TransactionRing(
                from.positions(),
                config.limits().ringBytes(),
                config.limits().batchBytes(),
                // ids begin at the time in ms shifted by 20 bits, so those of a later run are higher
                config.clock().now().toEpochMilli() << 20);
        // bounded by count, since answers with heartbeats alone take no memory of the regions
        BlockingQueue<RegionMessage> inbox =
                new ArrayBlockingQueue<>(2 * snapshot.regions().size());
        RegionMemory memory = new RegionMemory(
                config.limits().regionsBytes(), config.source().boundsAnswers(), config.clock(), config.metrics());
        this.crew = new RegionCrew(config, snapshot.regions(), known, memory, inbox, lifecycle);
        SchemaCatalog catalog = new SchemaCatalog(config.source(), snapshot, crew::compare, config.clock());
        this.refresher = new SchemaRefresher(catalog, lifecycle);
        this.keeper = new Keeper(committer, ring, crew, catalog, lifecycle, config.metrics(), heldTs);
        this.merge = new MergeStage(
                crew.first(),
                memory,
                from.lowestTs(),
                snapshot.joinGap(),
                inbox,
                chunks,
                config.clock(),
                config.metrics());
        this.watch = new Watch(config, crew, ring, lifecycle);
        this.payloads = new Payloads(config.source(), memory, config.metrics(), config.clock());
        this.decode = new DecodeStage(
                chunks,
                catalog,
                refresher,
                new TransactionDecoder(config.absentColumns()),
                config.filters(),
                ring,
                payloads,
                config.metrics(),
                config.clock(),
                config.timing().heartbeatInterval().toMillis());
    }

    void start(Workers workers) {
        workers.start("merge", merge);
        workers.start("decode", decode);
        workers.start("checkpoint", keeper.saving(config.timing().checkpointInterval()));
        workers.start("refresh", keeper.refreshing(config.timing().refreshInterval()));
        crew.start(workers, from, keeper::save);
        watch.start(workers);
    }

    TransactionRing ring() {
        return ring;
    }

    void saveCheckpoint() {
        keeper.save();
    }

    /** Says in one sentence what holds the stream up. */
    String explain() {
        String full = ring.explainFull();
        if (full != null) {
            return "Waits for " + full + ".";
        }
        String schema = refresher.waitingFor();
        if (schema != null) {
            return "Waits for the meta servers to tell the schemas again, for " + schema + ".";
        }
        Payloads.@Nullable Reread reread = payloads.underWay();
        if (reread != null) {
            return "Waits since " + elapsedMs(reread.sinceNs()) + " ms for the entry of " + reread.region()
                    + " at commit ts " + CommitTs.of(reread.commitTs())
                    + ", which is read again since memory had no room for it.";
        }
        MergeStage.@Nullable Blocked blocked = merge.blocked();
        if (blocked == null) {
            return "Moves: merges what the regions have delivered.";
        }
        String stall = watch.explain(blocked.region());
        if (stall != null) {
            return "Waits, since " + stall + ".";
        }
        return "Waits since " + elapsedMs(blocked.sinceNs()) + " ms for " + blocked.region()
                + ", which has shown nothing beyond commit ts " + CommitTs.of(blocked.reachedTs()) + ".";
    }

    private long elapsedMs(long sinceNs) {
        return TimeUnit.NANOSECONDS.toMillis(config.clock().nanoTime() - sinceNs);
    }
}
