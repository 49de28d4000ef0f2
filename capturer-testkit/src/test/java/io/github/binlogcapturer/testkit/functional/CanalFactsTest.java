package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.testkit.RecordedCluster;
import io.github.binlogcapturer.testkit.Recordings;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each fact of Canal's Entry, RowChange, RowData and Column, found in our events on a real transaction. */
class CanalFactsTest {

    private static RecordedCluster cluster;
    private static List<BinlogEvent> events;

    @BeforeAll
    static void replay() throws Exception {
        cluster = RecordedCluster.builder().recording(Recordings.EVERY_TYPE).start();
        events = Replays.all(Replays.capture(cluster, "cdc.*").binlogTables("cdc.bl_a", "cdc.bl_p"), cluster);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void shouldHaveTheHeader() {
        Transaction transaction = transaction(57000267186438161L);
        Piece piece = transaction.pieces().get(0);

        // logfileName and logfileOffset: binlog table (with partition and region) and commit ts
        assertThat(piece.binlogTable()).isEqualTo(new TableName("cdc", "bl_a"));
        assertThat(piece.commitTs()).isEqualTo(CommitTs.of(57000267186438161L));
        // executeTime
        assertThat(transaction.executeTime()).isEqualTo(Instant.parse("2026-11-21T07:39:23.376Z"));
        // schemaName, tableName, eventType
        RowChange change = transaction.changes().get(0);
        assertThat(change.table()).isEqualTo(new TableName("cdc", "defaults"));
        assertThat(change.type()).isEqualTo(ChangeType.UPDATE);
        // eventLength, the transaction's id and its session
        assertThat(transaction.sizeBytes()).isPositive();
        assertThat(transaction.txnId()).isEqualTo(1099511627799L);
        assertThat(transaction.user()).isEqualTo("root");
        assertThat(transaction.userIp()).isNotEmpty();
    }

    @Test
    void shouldHaveTheBordersOfATransactionInItsShape() {
        // TRANSACTIONBEGIN, ROWDATA…, TRANSACTIONEND: one Transaction holds all its changes
        assertThat(transaction(57000267212652661L).changes())
                .extracting(change -> change.type() + " " + change.table())
                .containsExactly("UPDATE cdc.acct", "UPDATE cdc.acct2", "UPDATE cdc.acct", "UPDATE cdc.acct");
    }

    @Test
    void shouldHaveTheStatement() {
        assertThat(transaction(57000267186438161L).changes().get(0).statement().sql())
                .isEqualTo("update defaults set d_i=42 where id=3");
    }

    @Test
    void shouldHaveColumnsOfBothImages() {
        RowChange change = transaction(57000267186438161L).changes().get(0);
        Row before = Objects.requireNonNull(change.before());
        Row after = Objects.requireNonNull(change.after());

        Column id = change.schema().columns().get(0);
        assertThat(id.index()).isZero();
        assertThat(id.name()).isEqualTo("id");
        assertThat(id.jdbcType()).isEqualTo(Types.INTEGER);
        assertThat(id.sqlType()).isEqualTo("int");
        assertThat(id.key()).isTrue();
        assertThat(change.isUpdated(id.index())).isFalse();

        int changed = change.schema().indexOf("d_i");
        assertThat(change.isUpdated(changed)).isTrue();
        assertThat(before.text(changed)).isEqualTo("1");
        assertThat(after.text(changed)).isEqualTo("42");
        assertThat(after.value(changed)).isEqualTo(42);
        assertThat(after.isNull(changed)).isFalse();
    }

    @Test
    void shouldTellNullFromEmptyText() {
        Row row = transaction(57000267186438153L).changes().get(0).image();

        assertThat(row.isNull("d_null")).isTrue();
        assertThat(row.text("d_null")).isNull();
        assertThat(row.text("d_s")).isEmpty();
    }

    private static Transaction transaction(long commitTs) {
        return Replays.transactions(events).stream()
                .filter(transaction -> transaction.commitTs().value() == commitTs)
                .findFirst()
                .orElseThrow();
    }
}
