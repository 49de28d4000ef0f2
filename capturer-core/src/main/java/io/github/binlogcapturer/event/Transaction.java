package io.github.binlogcapturer.event;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One transaction of the source, whole: begin, the changes in an order that ends every row in its final state, end.
 *
 * @param txnId the source's transaction id, 0 where it logs none
 * @param user the SQL user, empty where the server logs none
 * @param userIp the address the user came from, empty where the server logs none
 * @param pieces the parts in which the binlog held it, in commit order, at least one
 * @param changes the row changes that passed the filters
 * @param sizeBytes how many bytes of binlog it took
 */
public record Transaction(
        long txnId, String user, String userIp, List<Piece> pieces, List<RowChange> changes, long sizeBytes)
        implements BinlogEvent {

    public Transaction {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(userIp, "userIp");
        pieces = List.copyOf(pieces);
        changes = List.copyOf(changes);
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("A transaction has at least one piece");
        }
        for (int i = 1; i < pieces.size(); i++) {
            if (pieces.get(i).commitTs().compareTo(pieces.get(i - 1).commitTs()) < 0) {
                throw new IllegalArgumentException("Pieces are in commit order, but got " + pieces);
            }
        }
    }

    /** Returns the commit ts of the last piece, the transaction's place in the global order. */
    @Override
    public CommitTs commitTs() {
        return pieces.get(pieces.size() - 1).commitTs();
    }

    /** Returns the commit ts of the first piece; no position lies between it and {@link #commitTs()}. */
    public CommitTs firstCommitTs() {
        return pieces.get(0).commitTs();
    }

    /** Returns the start ts of the first piece. With its region it names the transaction for good. */
    public CommitTs startTs() {
        return pieces.get(0).startTs();
    }

    /** Returns when it was committed, exact to the millisecond of the source's oracle. */
    public Instant executeTime() {
        return commitTs().instant();
    }

    /** Returns the same transaction with other changes, as a transformer needs it. */
    public Transaction withChanges(List<RowChange> newChanges) {
        return new Transaction(txnId, user, userIp, pieces, newChanges, sizeBytes);
    }
}
