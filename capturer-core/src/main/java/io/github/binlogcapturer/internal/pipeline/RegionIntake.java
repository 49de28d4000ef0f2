package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.decode.EntryParser;
import io.github.binlogcapturer.internal.decode.RawPiece;
import io.github.binlogcapturer.internal.merge.RegionBatch;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes pieces of what a region delivers: finds their parts, leaves out what was logged twice, and keeps of large ones no more than memory
 * has room for. Owned by the region's thread, so that all of it runs in parallel over the regions.
 */
final class RegionIntake {

    private static final Logger LOG = LoggerFactory.getLogger(RegionIntake.class);

    /** From this size on an entry may be left and read again; below, reading again costs more than keeping. */
    private static final long BIG_BYTES = 1 << 20;

    private final Region region;
    private final RegionMemory.Share share;
    private final RegionMemory memory;
    private final CaptureMetrics metrics;
    private final SkippedTransactions skipped;
    private final DuplicateWindow window;
    private final boolean mayDefer;
    private final long maxEntryBytes;

    RegionIntake(MemberRegion member, RegionMemory memory, CapturerConfig config) {
        this.region = member.region();
        this.share = member.share();
        this.memory = memory;
        this.metrics = config.metrics();
        this.skipped = new SkippedTransactions(config.skipped(), metrics);
        this.window = new DuplicateWindow(config.limits().duplicateWindow());
        this.mayDefer = config.source().rereads();
        this.maxEntryBytes = config.limits().regionsBytes() + config.limits().ringBytes();
    }

    /**
     * Takes over an answer.
     *
     * @throws ConfigurationException if an entry is larger than all the memory allowed
     * @throws DataException if an entry cannot be read, and is not to be left out
     */
    RegionBatch<RawPiece> take(RegionChunk chunk) {
        RawPiece[] pieces = new RawPiece[chunk.size()];
        int size = 0;
        long answerBytes = 0;
        long smallBytes = 0;
        for (int i = 0; i < chunk.size(); i++) {
            byte[] entry = chunk.entry(i);
            answerBytes += entry.length;
            requireFitting(chunk.commitTs(i), entry.length);
            RawPiece piece = parse(chunk.commitTs(i), entry);
            if (isNew(piece)) {
                boolean big = piece.heldBytes() > BIG_BYTES && mayDefer;
                RawPiece kept = big ? keepIfRoom(piece) : piece;
                smallBytes += big ? 0 : kept.heldBytes();
                pieces[size++] = kept;
            }
        }
        if (smallBytes > 0) {
            memory.hold(share, smallBytes);
        }
        memory.landed(share, answerBytes);
        return new RegionBatch<>(pieces, size, chunk.watermarkTs());
    }

    private RawPiece parse(long commitTs, byte[] entry) {
        try {
            return EntryParser.parse(region, commitTs, entry);
        } catch (DataException e) {
            if (!skipped.names(commitTs)) {
                throw e;
            }
            LOG.warn(
                    "The entry of {} at commit ts {} cannot be read, so that nobody knows to which transaction it belongs;"
                            + " it alone is left out, and other pieces of that transaction are delivered",
                    region,
                    CommitTs.of(commitTs),
                    e);
            return EntryParser.unreadable(region, commitTs);
        }
    }

    private RawPiece keepIfRoom(RawPiece piece) {
        if (memory.tryHold(share, piece.heldBytes())) {
            return piece;
        }
        RawPiece token = piece.deferred();
        memory.hold(share, token.heldBytes());
        return token;
    }

    private boolean isNew(RawPiece piece) {
        long firstTs = window.put(piece.startTs(), piece.commitTs());
        if (firstTs == DuplicateWindow.UNSEEN) {
            return true;
        }
        metrics.add(Metric.DUPLICATES, Long.toString(region.regionId()), 1);
        LOG.info(
                "{} has logged the transaction with start ts {} twice, at commit ts {} and again at {};"
                        + " it is delivered once, at the first",
                region,
                piece.startTs(),
                firstTs,
                piece.commitTs());
        return false;
    }

    private void requireFitting(long commitTs, long bytes) {
        if (bytes > maxEntryBytes && !skipped.names(commitTs)) {
            long mib = (bytes >> 20) + 1;
            throw new ConfigurationException("The transaction of " + region + " at commit ts " + CommitTs.of(commitTs)
                    + " has " + bytes + " bytes, more than the " + maxEntryBytes
                    + " bytes of memory that are allowed for all. Set BinlogCapturerBuilder.memoryLimit to at least "
                    + (mib << 20) + " (" + mib + " MiB), and the heap in proportion." + RawPiece.wayPast(commitTs));
        }
    }
}
