package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.filter.ColumnRules;
import io.github.binlogcapturer.internal.filter.FilterChain;
import io.github.binlogcapturer.internal.store.TransactionRing;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveryTest {

    private static final long LARGE = 100L << 20;

    private static final TableSchema TABLE = TableSchema.builder(7, new TableName("db", "t"))
            .column("id", ColumnType.INT64)
            .primaryKey("id")
            .build();

    private final TransactionRing ring = new TransactionRing(Map.of("s", 5L), 1L << 40, 8 << 20, 1);
    private final Delivery delivery = new Delivery(
            new FilterChain(null, ColumnRules.none(), List.of(), List.of()),
            ring,
            CaptureMetrics.none(),
            Duration.ZERO);

    @Test
    void shouldGatherSmallTransactionsUntilItIsToldToAppend() throws Exception {
        delivery.take(transaction(8, 100));
        delivery.take(transaction(10, 100));
        assertThat(ring.bytes()).isZero();

        assertThat(delivery.append(10)).isTrue();
        assertThat(ring.bytes()).isGreaterThan(200);
    }

    @Test
    void shouldKeepTogetherWhatHasOneTimestamp() throws Exception {
        delivery.take(transaction(10, 100));
        assertThat(delivery.append(9)).isFalse();
        assertThat(ring.bytes()).isZero();

        delivery.take(transaction(10, 100));
        assertThat(delivery.append(10)).isTrue();
        assertThat(ring.bytes()).isGreaterThan(200);
    }

    @Test
    void shouldAppendALargeTransactionBeforeTheNextOne() throws Exception {
        delivery.take(transaction(10, LARGE));
        delivery.closeGroupBefore(20);

        assertThat(ring.bytes()).isGreaterThan(LARGE);
    }

    @Test
    void shouldKnowTheSizeOfATransactionThatStayedWhereOthersWereAppended() throws Exception {
        delivery.take(transaction(8, 100));
        delivery.take(transaction(10, LARGE));
        assertThat(delivery.append(9)).isFalse();
        assertThat(ring.bytes()).isBetween(1L, LARGE - 1);

        delivery.take(transaction(10, 100));
        delivery.closeGroupBefore(20);
        assertThat(ring.bytes()).isGreaterThan(LARGE);
    }

    private static Transaction transaction(long commitTs, long sizeBytes) {
        Piece piece = new Piece(new TableName("cdc", "bl"), 0, 1, CommitTs.of(commitTs - 1), CommitTs.of(commitTs));
        RowChange change = new RowChange.Insert(Row.of(TABLE, 1L), new Statement(new byte[0], 0, 0, 0));
        return new Transaction(1, "", "", List.of(piece), List.of(change), sizeBytes);
    }
}
