package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.RegionStatus;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.decode.TransactionDecoder;
import io.github.binlogcapturer.internal.schema.SchemaCatalog;
import io.github.binlogcapturer.internal.store.TransactionRing;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The stages between a cluster and the ring, and the threads they run on: one per region, one to merge, one to decode, and those that
 * read schemas again and watch.
 */
final class ClusterFeed implements Feed {

    /** Enough for merge and decode to work side by side; what waits in it is bounded by the regions' memory. */
    private static final int CHUNKS_IN_FLIGHT = 4;

    private final CapturerConfig config;
    private final SchemaRefresher refresher;
    private final RegionCrew crew;
    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(CHUNKS_IN_FLIGHT);
    private final MergeStage merge;
    private final DecodeStage decode;
    private final Payloads payloads;
    private final Watch watch;
    private final StartResolver.Start from;

    ClusterFeed(
            CapturerConfig config,
            BinlogSource source,
            SourceSnapshot snapshot,
            KnownRegions known,
            Feed.Ground ground) {
        this.config = config;
        this.from = ground.from();
        TransactionRing ring = ground.ring();
        Lifecycle lifecycle = ground.lifecycle();
        // bounded by count, since answers with heartbeats alone take no memory of the regions
        BlockingQueue<RegionMessage> inbox =
                new ArrayBlockingQueue<>(2 * snapshot.regions().size());
        RegionMemory memory = new RegionMemory(
                config.limits().regionsBytes(), source.boundsAnswers(), config.clock(), config.metrics());
        this.crew = new RegionCrew(config, snapshot.regions(), known, memory, inbox, lifecycle);
        SchemaCatalog catalog = new SchemaCatalog(source, snapshot, crew::compare, config.clock());
        this.refresher = new SchemaRefresher(catalog, lifecycle, config.metrics());
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
        this.payloads = new Payloads(source, memory, config.metrics(), config.clock());
        this.decode = new DecodeStage(
                chunks,
                catalog,
                refresher,
                new SkippedTransactions(config.skipped(), config.metrics()),
                new TransactionDecoder(config.absentColumns()),
                new Delivery(
                        config.filters(),
                        ring,
                        config.metrics(),
                        config.timing().heartbeatInterval()),
                payloads,
                config.metrics(),
                config.clock());
    }

    @Override
    public void start(Workers workers, Runnable saveCheckpoint) {
        workers.start("merge", merge);
        workers.start("decode", decode);
        workers.start("refresh", refresher.regularly(config.timing().refreshInterval()));
        crew.start(workers, from, saveCheckpoint);
        watch.start(workers);
    }

    @Override
    public Map<Long, Long> regions() {
        return crew.beginnings();
    }

    @Override
    public List<RegionStatus> statuses() {
        MergeStage.@Nullable Blocked blocked = merge.blocked();
        return crew.progress().stream()
                .sorted(Comparator.comparing(RegionProgress::region))
                .map(region ->
                        statusOf(region, blocked != null && blocked.region().equals(region.region())))
                .toList();
    }

    private RegionStatus statusOf(RegionProgress region, boolean holdsMerge) {
        long sinceNs = region.waitingSinceNs();
        long quietNs = sinceNs == RegionProgress.NOT_WAITING
                ? 0
                : Math.max(0, config.clock().nanoTime() - sinceNs);
        return new RegionStatus(
                region.region(),
                CommitTs.of(region.reachedTs()),
                Duration.ofNanos(quietNs),
                holdsMerge,
                watch.stallOf(region.region()));
    }

    @Override
    public String explain() {
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
