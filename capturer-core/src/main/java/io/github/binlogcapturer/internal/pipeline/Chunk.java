package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.internal.decode.RawPiece;
import io.github.binlogcapturer.internal.merge.TransactionJoiner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stretch of the merged order on its way from merge to decode. Taken apart as it is decoded, so that it keeps no payload alive. */
final class Chunk {

    /**
     * What was merged of one region.
     *
     * @param bytes how much memory it took before
     */
    record Merged(RegionMemory.Share share, long bytes) {}

    private final TransactionJoiner.Joined<RawPiece> transactions;
    private final long resolvedTs;
    private final long mergedAtNs;
    private final List<Merged> merged;

    /**
     * @param transactions in order; taken over
     * @param resolvedTs the timestamp up to which, included, nothing more will follow
     * @param mergedAtNs when it was merged, on the clock's nanosecond scale; all of it was read before
     * @param merged what was merged for it
     */
    Chunk(TransactionJoiner.Joined<RawPiece> transactions, long resolvedTs, long mergedAtNs, List<Merged> merged) {
        this.transactions = transactions;
        this.resolvedTs = resolvedTs;
        this.mergedAtNs = mergedAtNs;
        this.merged = merged;
    }

    /** Removes and returns the pieces of the next transaction, valid until the next call, or returns null at the end. */
    @Nullable
    List<RawPiece> next() {
        return transactions.next();
    }

    long resolvedTs() {
        return resolvedTs;
    }

    long mergedAtNs() {
        return mergedAtNs;
    }

    List<Merged> merged() {
        return merged;
    }
}
