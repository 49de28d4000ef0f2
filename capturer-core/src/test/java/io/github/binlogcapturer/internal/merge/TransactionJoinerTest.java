package io.github.binlogcapturer.internal.merge;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.internal.merge.TestToken.piece;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TransactionJoinerTest {

    private final TransactionJoiner<TestToken> joiner = new TransactionJoiner<>(1);

    @Test
    void shouldJoinNeighboursOfOneTransaction() {
        joiner.accept(piece(7, 10, 20));
        joiner.accept(piece(7, 11, 21));
        joiner.accept(piece(7, 12, 22));
        joiner.advance(23);

        assertThat(whole()).hasToString("[[1@20/7, 1@21/7, 1@22/7]]");
    }

    @Test
    void shouldKeepTransactionsApartThatOnlyStandSideBySide() {
        joiner.accept(piece(7, 10, 20));
        joiner.accept(piece(8, 11, 21));
        joiner.advance(30);

        assertThat(whole()).hasToString("[[1@20/7], [1@21/8]]");
    }

    @Test
    void shouldNotJoinWhereStartTimestampsDoNotFollow() {
        joiner.accept(piece(7, 10, 20));
        joiner.accept(piece(7, 12, 21));
        joiner.advance(30);

        assertThat(whole()).hasToString("[[1@20/7], [1@21/7]]");
    }

    @Test
    void shouldJoinOverAGapWherePartitionsAreLeftOut() {
        TransactionJoiner<TestToken> sparse = new TransactionJoiner<>(3);
        sparse.accept(piece(7, 10, 20));
        sparse.accept(piece(7, 13, 23));
        sparse.advance(26);

        assertThat(whole(sparse)).hasToString("[[1@20/7, 1@23/7]]");
    }

    @Test
    void shouldNotJoinWithoutATransactionId() {
        joiner.accept(piece(0, 10, 20));
        joiner.accept(piece(0, 11, 21));
        joiner.advance(30);

        assertThat(whole()).hasSize(2);
    }

    @Test
    void shouldJoinPiecesThatWereRecoveredAtOneTimestamp() {
        joiner.accept(piece(7, 10, 21));
        joiner.accept(piece(7, 11, 21));
        joiner.advance(22);

        assertThat(whole()).hasToString("[[1@21/7, 1@21/7]]");
    }

    @Test
    void shouldWaitForTheWatermarkToPassTheNextPiecesPlace() {
        joiner.accept(piece(7, 10, 20));

        assertThat(joiner.advance(20)).isEqualTo(19);
        assertThat(whole()).isEmpty();
        assertThat(joiner.advance(21)).isEqualTo(21);
        assertThat(whole()).hasSize(1);
    }

    @Test
    void shouldResolveOnlyBelowTheFirstPieceThatIsHeld() {
        joiner.accept(piece(7, 10, 20));
        joiner.accept(piece(7, 11, 25));

        assertThat(joiner.advance(25)).isEqualTo(19);
    }

    @Test
    void shouldKeepWhatIsNotWholeForTheNextHandOver() {
        joiner.accept(piece(7, 10, 20));
        joiner.accept(piece(8, 12, 25));
        joiner.accept(piece(8, 13, 26));

        assertThat(whole()).hasToString("[[1@20/7]]");
        assertThat(joiner.hasWhole()).isFalse();
        joiner.accept(piece(8, 14, 27));
        joiner.accept(piece(9, 20, 30));
        assertThat(joiner.hasWhole()).isTrue();
        assertThat(whole()).hasToString("[[1@25/8, 1@26/8, 1@27/8]]");
        assertThat(joiner.advance(29)).isEqualTo(29);
    }

    @Test
    void shouldHoldNothingThatWasTakenOrMovedOn() throws Exception {
        joiner.accept(piece(7, 10, 20));
        joiner.accept(piece(8, 12, 25));
        TransactionJoiner.Joined<TestToken> whole = joiner.take(new TransactionJoiner.Joined<>(0));
        WeakReference<TestToken> first =
                new WeakReference<>(requireNonNull(whole.next()).get(0));
        whole.next();

        await().untilAsserted(() -> {
            System.gc();
            assertThat(first.get()).isNull();
        });
        assertThat(whole.isEmpty()).isTrue();
    }

    @Test
    void shouldGrowWithWhatItTakes() {
        for (int i = 0; i < 100; i++) {
            joiner.accept(piece(1 + i, 10 * i + 10, 10 * i + 11));
        }
        joiner.advance(10_000);

        assertThat(whole()).hasSize(100);
    }

    private List<List<TestToken>> whole() {
        return whole(joiner);
    }

    private static List<List<TestToken>> whole(TransactionJoiner<TestToken> of) {
        TransactionJoiner.Joined<TestToken> taken = of.take(new TransactionJoiner.Joined<>(0));
        List<List<TestToken>> whole = new ArrayList<>();
        for (List<TestToken> pieces = taken.next(); pieces != null; pieces = taken.next()) {
            whole.add(List.copyOf(pieces));
        }
        return whole;
    }
}
