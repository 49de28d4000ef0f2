package io.github.binlogcapturer.internal.filter;

import io.github.binlogcapturer.Flashback;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class FlashbackFilterTest {

    private static final RowChange ORDER =
            new RowChange.Insert(FilterFixtures.order(1, "new", ""), new Statement(new byte[0], 0, 0, 11));
    private static final RowChange LOG =
            new RowChange.Insert(Row.of(FilterFixtures.LOG, 1, "x"), new Statement(new byte[0], 0, 0, -1));
    private static final Transaction TRANSACTION = new Transaction(
            77,
            "ann",
            "10.0.0.1",
            List.of(new Piece(new TableName("shop", "bl"), 0, 7, CommitTs.of(10), CommitTs.of(11))),
            List.of(ORDER, LOG),
            100);

    static List<Flashback> met() {
        return List.of(
                Flashback.any(),
                Flashback.any().user("ann"),
                Flashback.any().userIp("10.0.0.1"),
                Flashback.any().txnIds(5L, 77L),
                Flashback.any().tables("shop.orders", "shop.log"),
                Flashback.any().signs(11L, -1L),
                Flashback.any().user("ann").userIp("10.0.0.1").txnIds(77L));
    }

    static List<Flashback> missed() {
        return List.of(
                Flashback.any().user("bob"),
                Flashback.any().userIp("10.0.0.2"),
                Flashback.any().txnIds(78L),
                Flashback.any().tables("shop.other"),
                Flashback.any().signs(12L),
                Flashback.any().user("ann").txnIds(78L),
                Flashback.any().tables("shop.orders").signs(-1L));
    }

    @ParameterizedTest
    @MethodSource("met")
    void shouldKeepATransactionThatMeetsEveryCondition(Flashback wanted) {
        assertThat(new FlashbackFilter(wanted).apply(TRANSACTION)).isSameAs(TRANSACTION);
    }

    @ParameterizedTest
    @MethodSource("missed")
    void shouldDropATransactionThatMissesOne(Flashback wanted) {
        assertThat(new FlashbackFilter(wanted).apply(TRANSACTION)).isNull();
    }

    @Test
    void shouldKeepOnlyTheChangesOfTheWantedTables() {
        assertThat(new FlashbackFilter(Flashback.any().tables("shop.log")).apply(TRANSACTION))
                .isEqualTo(TRANSACTION.withChanges(List.of(LOG)));
    }

    @Test
    void shouldKeepOnlyTheChangesOfTheWantedStatements() {
        assertThat(new FlashbackFilter(Flashback.any().signs(11L)).apply(TRANSACTION))
                .isEqualTo(TRANSACTION.withChanges(List.of(ORDER)));
    }
}
