package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.internal.decode.RawPiece;
import io.github.binlogcapturer.internal.merge.RegionMerger;
import io.github.binlogcapturer.internal.merge.TransactionJoiner;
import io.github.binlogcapturer.internal.pipeline.RegionPump.Delivery;
import io.github.binlogcapturer.spi.CaptureClock;
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
    private final BlockingQueue<Delivery> inbox;
    private final BlockingQueue<Chunk> out;
    private final CaptureClock clock;

    private List<List<RawPiece>> joined = new ArrayList<>();
    private final List<Delivery> arrived = new ArrayList<>();
    private final long[] bytesBySource;
    private long handedTs;
    private volatile @Nullable Blocked blocked;

    MergeStage(
            List<Region> regions,
            long startTs,
            int joinGap,
            BlockingQueue<Delivery> inbox,
            BlockingQueue<Chunk> out,
            CaptureClock clock) {
        this.merger = new RegionMerger<>(regions, startTs);
        this.joiner = new TransactionJoiner<>(joinGap, pieces -> joined.add(pieces));
        this.inbox = inbox;
        this.out = out;
        this.clock = clock;
        this.handedTs = startTs;
        this.bytesBySource = new long[regions.size()];
    }

    /** Returns the region for which the merge waits, or null while there is something to merge. */
    @Nullable
    Blocked blocked() {
        return blocked;
    }

    @Override
    public void run() throws InterruptedException {
        while (true) {
            arrived.add(inbox.take());
            inbox.drainTo(arrived);
            arrived.forEach(delivery -> merger.offer(delivery.source(), delivery.batch()));
            arrived.clear();
            while (mergeOnce() == MAX_PIECES_PER_CHUNK) {
                // there may be more
            }
            noteBlocked();
        }
    }

    private int mergeOnce() throws InterruptedException {
        int merged = merger.drainTo(this::join, MAX_PIECES_PER_CHUNK);
        long resolvedTs = joiner.advance(merger.watermarkTs());
        // also where all that was merged is still held by the joiner: its bytes must leave the gate, or a large piece
        // would keep its
        // region from reading on to where it can be let go
        if (merged > 0 || !joined.isEmpty() || resolvedTs > handedTs) {
            List<Long> bytes = Arrays.stream(bytesBySource).boxed().toList();
            out.put(new Chunk(joined, resolvedTs, clock.nanoTime(), bytes));
            Arrays.fill(bytesBySource, 0);
            joined = new ArrayList<>();
            handedTs = Math.max(handedTs, resolvedTs);
        }
        return merged;
    }

    private void join(int source, RawPiece piece) {
        bytesBySource[source] += piece.heldBytes();
        joiner.accept(piece);
    }

    private void noteBlocked() {
        Region region = merger.blockedBy();
        Blocked before = blocked;
        if (region == null) {
            blocked = null;
        } else if (before == null || !before.region().equals(region) || before.reachedTs() != merger.watermarkTs()) {
            blocked = new Blocked(region, merger.watermarkTs(), clock.nanoTime());
        }
    }
}
