package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import java.util.List;

/**
 * A transaction that was committed, as it truly was.
 *
 * @param txnId its id
 * @param user the SQL user
 * @param userIp where the user came from
 * @param pieces the parts in which the binlog holds it, by commit ts, partition and region; none where it changed nothing in linked tables
 * @param edits what it did to rows of linked tables, in the order of execution
 */
public record Committed(long txnId, String user, String userIp, List<Piece> pieces, List<RowEdit> edits) {

    public Committed {
        pieces = List.copyOf(pieces);
        edits = List.copyOf(edits);
    }

    /**
     * Returns the largest commit ts of its pieces: its place in the order.
     *
     * @throws IllegalStateException if it has no pieces
     */
    public CommitTs commitTs() {
        return pieces.stream()
                .map(Piece::commitTs)
                .max(CommitTs::compareTo)
                .orElseThrow(() -> new IllegalStateException("Transaction " + txnId
                        + " changed nothing in linked tables, so it has no binlog and no commit ts"));
    }
}
