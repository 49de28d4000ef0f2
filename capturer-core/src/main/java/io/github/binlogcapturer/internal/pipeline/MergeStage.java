package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.internal.decode.RawPiece;
import io.github.binlogcapturer.internal.merge.RegionMerger;
import io.github.binlogcapturer.internal.merge.TransactionJoiner;
import io.github.binlogcapturer.internal.pipeline.RegionMessage.Delivered;
import io.github.binlogcapturer.internal.pipeline.RegionMessage.Joining;
import io.github.binlogcapturer.internal.pipeline.RegionMessage.Left;
import io.github.binlogcapturer.internal.pipeline.RegionMessage.Place;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Merges what the regions deliver and joins pieces; moves references only. Runs on one thread. */
final class MergeStage implements Workers.Task {

    private static final int MAX_PIECES_PER_CHUNK = 1024;

    /**
     * The region for which the merge waits.
     *
     * @param reachedTs the timestamp it has reached
     * @param sinceNs since when it is the one, on the clock's nanosecond scale
     */
    record Blocked(Region region, long reachedTs, long sinceNs) {}

    private final RegionMerger<RawPiece> merger;
    private final TransactionJoiner<RawPiece> joiner;
    private final BlockingQueue<RegionMessage> inbox;
    private final BlockingQueue<Chunk> out;
    private final CaptureClock clock;
    private final CaptureMetrics metrics;

    private final List<RegionMessage> arrived = new ArrayList<>();
    private final RegionMemory memory;
    /** By source; those that left keep their place. */
    private final List<RegionMemory.Share> shares = new ArrayList<>();

    private long[] bytesBySource;
    private long handedTs;
    /** The source for which the merge waited last. */
    private int turn = RegionMerger.NOBODY;

    private volatile @Nullable Blocked blocked;

    MergeStage(
            List<MemberRegion> members,
            RegionMemory memory,
            long startTs,
            int joinGap,
            BlockingQueue<RegionMessage> inbox,
            BlockingQueue<Chunk> out,
            CaptureClock clock,
            CaptureMetrics metrics) {
        this.merger =
                new RegionMerger<>(members.stream().map(MemberRegion::region).toList(), startTs);
        this.joiner = new TransactionJoiner<>(joinGap);
        this.inbox = inbox;
        this.out = out;
        this.clock = clock;
        this.metrics = metrics;
        this.handedTs = startTs;
        this.memory = memory;
        members.forEach(member -> shares.add(member.share()));
        this.bytesBySource = new long[members.size()];
    }

    /** Returns the region for which the merge waits, or null while there is something to merge, or it waits for decoding. */
    @Nullable
    Blocked blocked() {
        return blocked;
    }

    @Override
    public void run() throws InterruptedException {
        noteBlocked();
        while (true) {
            arrived.add(inbox.take());
            inbox.drainTo(arrived);
            arrived.forEach(this::take);
            arrived.clear();
            while (mergeOnce() == MAX_PIECES_PER_CHUNK) {
                // there may be more
            }
            noteBlocked();
        }
    }

    private void take(RegionMessage message) {
        if (message instanceof Delivered delivered) {
            merger.offer(delivered.source(), delivered.batch());
        } else if (message instanceof Joining joining) {
            long boundTs = merger.watermarkTs();
            int source = merger.add(joining.member().region(), boundTs);
            shares.add(joining.member().share());
            bytesBySource = Arrays.copyOf(bytesBySource, shares.size());
            joining.place().complete(new Place(source, boundTs, boundTs));
        } else if (message instanceof Left left) {
            merger.remove(left.source());
        }
    }

    private int mergeOnce() throws InterruptedException {
        int merged = merger.drainTo(this::join, MAX_PIECES_PER_CHUNK);
        long resolvedTs = joiner.advance(merger.watermarkTs());
        // also where the joiner still holds all that was merged: it must leave its region's share, or a large piece
        // would keep its region from reading on to where it can be let go
        if (merged > 0 || joiner.hasWhole() || resolvedTs > handedTs) {
            TransactionJoiner.Joined<RawPiece> transactions = joiner.take(new TransactionJoiner.Joined<>(merged));
            // before it may have to wait for decoding, of which no region is guilty
            unblock();
            out.put(new Chunk(transactions, resolvedTs, clock.nanoTime(), countOff()));
            handedTs = Math.max(handedTs, resolvedTs);
        }
        return merged;
    }

    private List<Chunk.Merged> countOff() {
        List<Chunk.Merged> merged = new ArrayList<>();
        for (int source = 0; source < bytesBySource.length; source++) {
            if (bytesBySource[source] > 0) {
                merged.add(new Chunk.Merged(shares.get(source), bytesBySource[source]));
                bytesBySource[source] = 0;
            }
        }
        return merged;
    }

    private void join(int source, RawPiece piece) {
        bytesBySource[source] += piece.heldBytes();
        joiner.accept(piece);
    }

    private void noteBlocked() {
        int source = merger.blockingSource();
        if (source != turn && source != RegionMerger.NOBODY) {
            memory.turnOf(shares.get(source));
        }
        turn = source;
        Region region = merger.blockedBy();
        Blocked before = blocked;
        if (before != null && before.region().equals(region) && before.reachedTs() == merger.watermarkTs()) {
            return;
        }
        unblock();
        if (region != null) {
            blocked = new Blocked(region, merger.watermarkTs(), clock.nanoTime());
        }
    }

    private void unblock() {
        Blocked before = blocked;
        if (before != null) {
            blocked = null;
            metrics.record(
                    Metric.MERGE_BLOCKED,
                    Long.toString(before.region().regionId()),
                    clock.nanoTime() - before.sinceNs());
        }
    }
}
