package io.github.binlogcapturer.internal.merge;

/**
 * Joins the pieces into which BaikalDB cuts a transaction, one per partition it wrote to. Pieces belong together if they are
 * neighbours in the merged order, have the same transaction id, and their start timestamps follow one another: the SQL node takes
 * them as one range, so nothing else lies between.
 *
 * <p>A transaction is whole when the next piece is of another one, or when the watermark has passed the place where a further piece
 * would be. A piece that the source recovered later, under a timestamp of its own, cannot be joined and comes as a
 * transaction by itself.
 *
 * <p>Owned by one thread.
 *
 * @param <T> the kind of piece
 */
public final class TransactionJoiner<T extends MergeToken> {

    private final int joinGap;
    /** What is whole, and behind it the pieces of the last transaction, to which more may come. */
    private JoinedTransactions<T> joined = new JoinedTransactions<>(0);

    /** @param joinGap how far the start timestamps of neighbouring pieces may lie apart: 1 where all partitions are read */
    public TransactionJoiner(int joinGap) {
        this.joinGap = joinGap;
    }

    /** Takes the next piece in merged order. */
    public void accept(T piece) {
        if (joined.hasOpen() && !belongsTo(joined.last(), piece)) {
            joined.close();
        }
        joined.add(piece);
    }

    private boolean belongsTo(T last, T piece) {
        long gap = piece.startTs() - last.startTs();
        return piece.txnId() == last.txnId() && piece.txnId() != 0 && gap > 0 && gap <= joinGap;
    }

    /**
     * Learns how far the merge is.
     *
     * @return the timestamp up to which, included, everything is in whole transactions
     */
    public long advance(long watermarkTs) {
        if (joined.hasOpen() && watermarkTs >= joined.last().commitTs() + joinGap) {
            joined.close();
        }
        return joined.hasOpen() ? joined.firstOpen().commitTs() - 1 : watermarkTs;
    }

    /** Returns whether there are whole transactions to be taken. */
    public boolean hasWhole() {
        return !joined.isEmpty();
    }

    /**
     * Hands over the transactions that are whole.
     *
     * @param next where to go on; empty
     */
    public JoinedTransactions<T> take(JoinedTransactions<T> next) {
        JoinedTransactions<T> whole = joined;
        whole.moveOpenTo(next);
        joined = next;
        return whole;
    }
}
