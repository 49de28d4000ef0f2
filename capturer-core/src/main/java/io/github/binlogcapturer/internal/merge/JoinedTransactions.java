package io.github.binlogcapturer.internal.merge;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Whole transactions in order: their pieces side by side in one array, and where each of them ends, so that a transaction costs no
 * object. Filled by a {@link TransactionJoiner}, then handed over, then taken apart by {@link #next}; what was taken is not held any
 * longer, and at the end it can be filled again. Owned by one thread at a time.
 *
 * @param <T> the kind of piece
 */
public final class JoinedTransactions<T extends MergeToken> {

    private static final int MIN_PIECES = 16;

    // new arrays for each hand-over, though they could be kept: writing a reference into an array that is old costs the collector more
    private @Nullable MergeToken[] pieces;
    private int pieceCount;
    private int[] ends;
    private int count;

    private final Pieces taken = new Pieces();
    private int nextTransaction;

    /** @param expectedPieces for how many pieces there is room before more has to be made */
    public JoinedTransactions(int expectedPieces) {
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
            empty();
            return null;
        }
        taken.moveTo(taken.to, ends[nextTransaction++]);
        return taken;
    }

    private void empty() {
        taken.moveTo(0, 0);
        nextTransaction = 0;
        count = 0;
        pieceCount = 0;
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
    void moveOpenTo(JoinedTransactions<T> other) {
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
