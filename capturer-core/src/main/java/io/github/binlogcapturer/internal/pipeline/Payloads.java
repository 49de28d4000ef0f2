package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.decode.EntryParser;
import io.github.binlogcapturer.internal.decode.RawPiece;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.Region;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the payloads of a transaction into memory for decoding: those that memory had no room for are read again, now that their turn
 * has come. Gives the memory back afterwards. Owned by one thread; only {@link #underWay} is
 * for others.
 */
final class Payloads {

    private static final long BIG_TRANSACTION_BYTES = 8 << 20;
    /** Freed together, so that the lock is taken rarely. */
    private static final long RELEASE_AT_BYTES = 1 << 20;

    /**
     * An entry that is being read again.
     *
     * @param sinceNs since when, on the clock's nanosecond scale
     */
    record Reread(Region region, long commitTs, long sinceNs) {}

    private final BinlogSource source;
    private final RegionMemory memory;
    private final CaptureMetrics metrics;
    private final CaptureClock clock;
    private long toRelease;
    private volatile @Nullable Reread underWay;

    Payloads(BinlogSource source, RegionMemory memory, CaptureMetrics metrics, CaptureClock clock) {
        this.source = source;
        this.memory = memory;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Returns what is being read again, or null. Called by any thread. */
    @Nullable
    Reread underWay() {
        return underWay;
    }

    /**
     * Returns the same pieces with all payloads, one read after the other. Blocks for as long as the source does.
     *
     * @throws DataException if what is read again is not what was read before
     */
    List<RawPiece> load(List<RawPiece> pieces) throws InterruptedException {
        long bytes = 0;
        boolean whole = true;
        for (RawPiece piece : pieces) {
            bytes += piece.sizeBytes();
            whole &= !piece.isDeferred();
        }
        if (bytes > BIG_TRANSACTION_BYTES) {
            metrics.add(Metric.BIG_TRANSACTIONS, "", 1);
            metrics.add(Metric.BIG_TRANSACTION_BYTES, "", bytes);
        }
        if (whole) {
            return pieces;
        }
        List<RawPiece> loaded = new ArrayList<>(pieces.size());
        for (RawPiece piece : pieces) {
            loaded.add(piece.isDeferred() ? reread(piece) : piece);
        }
        return loaded;
    }

    private RawPiece reread(RawPiece token) throws InterruptedException {
        // counted before it is there, so that regions keep no more of what they read meanwhile
        memory.load(token.sizeBytes());
        metrics.add(Metric.REREADS, Long.toString(token.region().regionId()), 1);
        CommitTs commitTs = CommitTs.of(token.commitTs());
        RawPiece piece = EntryParser.parse(token.region(), token.commitTs(), read(token.region(), commitTs));
        if (piece.startTs() != token.startTs()) {
            throw new DataException("The entry of " + token.region() + " at commit ts " + commitTs
                    + " is another one than before: when it was read first its start ts was " + token.startTs()
                    + ", now it is " + piece.startTs()
                    + ". The capture stops in front of it; start again from the checkpoint, and report it."
                    + RawPiece.wayPast(token.commitTs()));
        }
        memory.load(piece.heldBytes() - token.heldBytes() - token.sizeBytes());
        return piece;
    }

    private byte[] read(Region region, CommitTs commitTs) throws InterruptedException {
        underWay = new Reread(region, commitTs.value(), clock.nanoTime());
        try {
            return source.reread(region, commitTs);
        } finally {
            underWay = null;
        }
    }

    /** Counts off pieces that are decoded: from now on they count for the ring, or are dropped. */
    void release(List<RawPiece> pieces) {
        for (RawPiece piece : pieces) {
            toRelease += piece.heldBytes();
        }
        if (toRelease >= RELEASE_AT_BYTES) {
            flush();
        }
    }

    /** Gives a whole chunk back. */
    void release(Chunk chunk) {
        flush();
        for (Chunk.Merged merged : chunk.merged()) {
            memory.merged(merged.share(), merged.bytes());
        }
    }

    private void flush() {
        if (toRelease > 0) {
            memory.release(toRelease);
            toRelease = 0;
        }
    }
}
