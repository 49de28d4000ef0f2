package io.github.binlogcapturer.internal.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Joins the pieces into which BaikalDB cuts a transaction, one per partition it wrote to. Pieces belong together if they are
 * neighbours in the merged order, have the same transaction id, and their start timestamps follow one another: the SQL node takes
 * them as one range, so nothing else lies between.
 *
 * <p>A transaction leaves when the next piece is of another one, or when the watermark has passed the place where a further piece
 * would be. A piece that the source recovered later, under a timestamp of its own, cannot be joined and comes as a
 * transaction by itself.
 *
 * <p>Owned by one thread.
 *
 * @param <T> the kind of piece
 */
public final class TransactionJoiner<T extends MergeToken> {

    private final int joinGap;
    private final Consumer<List<T>> out;
    private List<T> pending = List.of();

    /**
     * @param joinGap how far the start timestamps of neighbouring pieces may lie apart: 1 where all partitions are read
     * @param out takes the pieces of one transaction, in order
     */
    public TransactionJoiner(int joinGap, Consumer<List<T>> out) {
        this.joinGap = joinGap;
        this.out = out;
    }

    /** Takes the next piece in merged order. */
    public void accept(T piece) {
        if (!pending.isEmpty() && belongsTo(pending.get(pending.size() - 1), piece)) {
            if (pending.size() == 1) {
                pending = new ArrayList<>(pending);
            }
            pending.add(piece);
            return;
        }
        release();
        pending = List.of(piece);
    }

    private boolean belongsTo(T last, T piece) {
        long gap = piece.startTs() - last.startTs();
        return piece.txnId() == last.txnId() && piece.txnId() != 0 && gap > 0 && gap <= joinGap;
    }

    /**
     * Learns how far the merge is.
     *
     * @return the timestamp up to which, included, everything has been handed out
     */
    public long advance(long watermarkTs) {
        if (!pending.isEmpty() && watermarkTs >= pending.get(pending.size() - 1).commitTs() + joinGap) {
            release();
        }
        return pending.isEmpty() ? watermarkTs : pending.get(0).commitTs() - 1;
    }

    private void release() {
        if (!pending.isEmpty()) {
            List<T> done = pending;
            pending = List.of();
            out.accept(done);
        }
    }
}
