package io.github.binlogcapturer.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TransactionTest {

    private static final RowChange CHANGE = new RowChange.Insert(
            Row.parse(RowVectorTest.SCHEMA, RowVectorTest.BYTES, 0, RowVectorTest.BYTES.length), Statement.unknown());

    @Test
    void shouldStandAtTheCommitOfItsLastPiece() {
        Transaction transaction = transaction(List.of(piece(1, 10, 12), piece(2, 11, 13)));
        assertThat(transaction.commitTs()).isEqualTo(CommitTs.of(13));
        assertThat(transaction.firstCommitTs()).isEqualTo(CommitTs.of(12));
        assertThat(transaction.startTs()).isEqualTo(CommitTs.of(10));
    }

    @Test
    void shouldKnowWhenItWasCommitted() {
        Transaction transaction = transaction(List.of(piece(1, 57000267173068800L, 57000267173068801L)));
        assertThat(transaction.executeTime()).isEqualTo(Instant.parse("2026-11-21T07:39:23.325Z"));
    }

    @Test
    void shouldTakePiecesOfEqualCommitTs() {
        assertThat(transaction(List.of(piece(1, 1, 5), piece(2, 2, 5))).commitTs())
                .isEqualTo(CommitTs.of(5));
    }

    @Test
    void shouldRefuseNoPieceAndPiecesOutOfOrder() {
        assertThatIllegalArgumentException().isThrownBy(() -> transaction(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transaction(List.of(piece(1, 1, 5), piece(2, 2, 4))))
                .withMessageContaining("commit order");
    }

    @Test
    void shouldKeepEverythingElseWithOtherChanges() {
        Transaction transaction = transaction(List.of(piece(1, 10, 12)));
        Transaction other = transaction.withChanges(List.of(CHANGE));
        assertThat(other.changes()).containsExactly(CHANGE);
        assertThat(other.withChanges(List.of())).isEqualTo(transaction);
    }

    @Test
    void shouldNotFollowLaterChangesOfItsLists() {
        List<RowChange> changes = new ArrayList<>(List.of(CHANGE));
        Transaction transaction = transaction(List.of(piece(1, 10, 12))).withChanges(changes);
        changes.clear();
        assertThat(transaction.changes()).hasSize(1);
    }

    private static Transaction transaction(List<Piece> pieces) {
        return new Transaction(3, "user", "10.0.0.1", pieces, List.of(), 100);
    }

    private static Piece piece(long region, long startTs, long commitTs) {
        return new Piece(new TableName("db", "bl"), 0, region, CommitTs.of(startTs), CommitTs.of(commitTs));
    }
}
