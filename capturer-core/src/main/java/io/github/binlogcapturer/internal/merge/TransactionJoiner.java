package io.github.binlogcapturer.internal.merge;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

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
    private Joined<T> joined = new Joined<>(0);

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
    public Joined<T> take(Joined<T> next) {
        Joined<T> whole = joined;
        whole.moveOpenTo(next);
        joined = next;
        return whole;
    }

    /**
     * Whole transactions in order: their pieces side by side in one array, and where each of them ends, so that a transaction costs no
     * object. Filled by the joiner, then handed over, then taken apart by {@link #next}; what was taken is not held any
     * longer. Owned by one thread at a time.
     *
     * @param <T> the kind of piece
     */
    public static final class Joined<T extends MergeToken> {

        private static final int MIN_PIECES = 16;

        // new arrays for each hand-over, since writing references into old ones costs the collector more
        private @Nullable MergeToken[] pieces;
        private int pieceCount;
        private int[] ends;
        private int count;

        private final Pieces taken = new Pieces();
        private int nextTransaction;

        /** @param expectedPieces for how many pieces there is room before more has to be made */
        public Joined(int expectedPieces) {
            int room = Math.max(MIN_PIECES, expectedPieces);
            this.pieces = new @Nullable MergeToken[room];
            this.ends = new int[room];
        }

        /** Returns whether there is no transaction left. */
        public boolean isEmpty() {
            return nextTransaction == count;
        }

        /**
         * Lets go of what the last call returned, and returns the pieces of the next transaction, or null at the end.
         *
         * @return at least one piece, in merged order; valid until the next call
         */
        public @Nullable List<T> next() {
            Arrays.fill(pieces, taken.from, taken.to, null);
            if (isEmpty()) {
                return null;
            }
            taken.moveTo(taken.to, ends[nextTransaction++]);
            return taken;
        }

        void add(T piece) {
            if (pieceCount == pieces.length) {
                pieces = Arrays.copyOf(pieces, 2 * pieceCount);
            }
            pieces[pieceCount++] = piece;
        }

        /** Makes a transaction of all pieces that belong to none. */
        void close() {
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, 2 * count);
            }
            ends[count++] = pieceCount;
        }

        boolean hasOpen() {
            return openFrom() < pieceCount;
        }

        T firstOpen() {
            return piece(openFrom());
        }

        T last() {
            return piece(pieceCount - 1);
        }

        /** Moves the pieces that belong to no transaction to another place. */
        void moveOpenTo(Joined<T> other) {
            int from = openFrom();
            for (int i = from; i < pieceCount; i++) {
                other.add(piece(i));
            }
            Arrays.fill(pieces, from, pieceCount, null);
            pieceCount = from;
        }

        private int openFrom() {
            return count == 0 ? 0 : ends[count - 1];
        }

        @SuppressWarnings("unchecked") // only add puts something in
        private T piece(int index) {
            return (T) Objects.requireNonNull(pieces[index]);
        }

        /** The pieces of one transaction. */
        private final class Pieces extends AbstractList<T> implements RandomAccess {

            private int from;
            private int to;

            private void moveTo(int newFrom, int newTo) {
                from = newFrom;
                to = newTo;
            }

            @Override
            public T get(int index) {
                return piece(from + Objects.checkIndex(index, size()));
            }

            @Override
            public int size() {
                return to - from;
            }
        }
    }
}
