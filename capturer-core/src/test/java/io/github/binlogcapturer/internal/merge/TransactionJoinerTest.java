package io.github.binlogcapturer.internal.merge;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.internal.merge.TestToken.piece;
import static org.assertj.core.api.Assertions.assertThat;

class TransactionJoinerTest {

    private final List<List<TestToken>> out = new ArrayList<>();
    private final TransactionJoiner<TestToken> joiner = new TransactionJoiner<>(1, out::add);

    @Test
    void shouldJoinNeighboursOfOneTransaction() {
        joiner.accept(piece(7, 10, 20));
        joiner.accept(piece(7, 11, 21));
        joiner.accept(piece(7, 12, 22));
        joiner.advance(23);

        assertThat(out).hasToString("[[1@20/7, 1@21/7, 1@22/7]]");
    }

    @Test
    void shouldKeepTransactionsApartThatOnlyStandSideBySide() {
        joiner.accept(piece(7, 10, 20));
        joiner.accept(piece(8, 11, 21));
        joiner.advance(30);

        assertThat(out).hasToString("[[1@20/7], [1@21/8]]");
    }

    @Test
    void shouldNotJoinWhereStartTimestampsDoNotFollow() {
        joiner.accept(piece(7, 10, 20));
        joiner.accept(piece(7, 12, 21));
        joiner.advance(30);

        assertThat(out).hasToString("[[1@20/7], [1@21/7]]");
    }

    @Test
    void shouldJoinOverAGapWherePartitionsAreLeftOut() {
        TransactionJoiner<TestToken> sparse = new TransactionJoiner<>(3, out::add);
        sparse.accept(piece(7, 10, 20));
        sparse.accept(piece(7, 13, 23));
        sparse.advance(26);

        assertThat(out).hasToString("[[1@20/7, 1@23/7]]");
    }

    @Test
    void shouldNotJoinWithoutATransactionId() {
        joiner.accept(piece(0, 10, 20));
        joiner.accept(piece(0, 11, 21));
        joiner.advance(30);

        assertThat(out).hasSize(2);
    }

    @Test
    void shouldJoinPiecesThatWereRecoveredAtOneTimestamp() {
        joiner.accept(piece(7, 10, 21));
        joiner.accept(piece(7, 11, 21));
        joiner.advance(22);

        assertThat(out).hasToString("[[1@21/7, 1@21/7]]");
    }

    @Test
    void shouldWaitForTheWatermarkToPassTheNextPiecesPlace() {
        joiner.accept(piece(7, 10, 20));

        assertThat(joiner.advance(20)).isEqualTo(19);
        assertThat(out).isEmpty();
        assertThat(joiner.advance(21)).isEqualTo(21);
        assertThat(out).hasSize(1);
    }

    @Test
    void shouldResolveOnlyBelowTheFirstPieceThatIsHeld() {
        joiner.accept(piece(7, 10, 20));
        joiner.accept(piece(7, 11, 25));

        assertThat(joiner.advance(25)).isEqualTo(19);
    }
}
