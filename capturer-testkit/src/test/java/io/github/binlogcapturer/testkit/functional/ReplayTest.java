package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.testkit.RecordedCluster;
import io.github.binlogcapturer.testkit.Recordings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Replaying a recording through the whole library leaves the tables as the database showed them in the end. */
@Timeout(120)
class ReplayTest {

    private static final List<String> CONCURRENT_TABLES = List.of("b1", "b2", "b3");
    /** Distinct transaction ids in the recording; the others of its 1,600 were rolled back or changed nothing. */
    private static final int LOGGED_TRANSACTIONS = 1385;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldEndInTheFinalTablesAtAnyInterleavingAndBudget(long seed) throws Exception {
        Random random = new Random(seed);
        int rows = 1 + random.nextInt(random.nextBoolean() ? 40 : 1500);
        RecordedCluster.Builder servers = RecordedCluster.builder()
                .recording(Recordings.CONCURRENT)
                .followers(random.nextInt(3))
                .metaServers(1 + random.nextInt(3))
                .responseDelays(seed, Duration.ofMillis(random.nextInt(10)));
        try (RecordedCluster cluster = servers.start()) {
            List<BinlogEvent> events = Replays.all(concurrent(cluster).readRows(rows), cluster);

            TableReplica replica = replica(events);
            for (String table : CONCURRENT_TABLES) {
                assertThat(replica.rows(table))
                        .as("seed %d, %d rows a read, table %s", seed, rows, table)
                        .isEqualTo(replica.recorded(Recordings.CONCURRENT, table));
            }
            assertThat(cluster.reads().badTs()).isZero();
            assertThat(cluster.reads().negativeCounts()).isZero();
        }
    }

    @Test
    void shouldDeliverEveryTransactionOnceInCommitOrder() throws Exception {
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(Recordings.CONCURRENT).start()) {
            List<Transaction> transactions = Replays.transactions(Replays.all(concurrent(cluster), cluster));

            assertThat(transactions).hasSize(LOGGED_TRANSACTIONS);
            assertThat(transactions).isSortedAccordingTo((a, b) -> a.commitTs().compareTo(b.commitTs()));
            assertThat(transactions.stream().map(Transaction::txnId)).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3})
    void shouldEndInTheFinalTablesOfEveryType(long seed) throws Exception {
        try (RecordedCluster cluster = shuffled(Recordings.EVERY_TYPE, seed)) {
            TableReplica replica = replica(Replays.all(everyType(cluster).readRows(rows(seed)), cluster));

            for (String table : List.of("alltypes", "autoinc", "cpk", "defaults", "pbbool", "acct", "big")) {
                assertThat(replica.rows(table)).as(table).isEqualTo(replica.recorded(Recordings.EVERY_TYPE, table));
            }
        }
    }

    @Test
    void shouldMissOnlyWhatTheServerDoesNotLog() throws Exception {
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(Recordings.EVERY_TYPE).start()) {
            TableReplica replica = replica(Replays.all(everyType(cluster), cluster));

            // TRUNCATE leaves no trace, so what was there before it stays
            assertThat(replica.rows("acct2")).containsAll(replica.recorded(Recordings.EVERY_TYPE, "acct2"));
            assertThat(replica.rows("acct2")).hasSize(3);
            // ADD COLUMN fills old rows without a trace: rows 2, 3 and 4 lack the default of column b
            Set<List<@Nullable String>> missed = new HashSet<>(replica.recorded(Recordings.EVERY_TYPE, "ddlt"));
            missed.removeAll(replica.rows("ddlt"));
            assertThat(missed).extracting(row -> row.get(0)).containsExactlyInAnyOrder("2", "3", "4");
        }
    }

    @Test
    void shouldPutDefaultsInThePlaceOfAbsentFieldsOnRequest() throws Exception {
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(Recordings.EVERY_TYPE).start()) {
            assertThat(firstOfDdlt(everyType(cluster), cluster)).containsExactly("1", "1", null, null);
            assertThat(firstOfDdlt(everyType(cluster).absentColumns(AbsentColumns.AS_DEFAULT), cluster))
                    .containsExactly("1", "1", "9", "newb");
        }
    }

    /** Returns the first row that was inserted into table ddlt, before two of its columns were added. */
    private static List<@Nullable String> firstOfDdlt(BinlogCapturerBuilder builder, RecordedCluster cluster)
            throws InterruptedException {
        Row row = Replays.transactions(Replays.all(builder, cluster)).stream()
                .flatMap(transaction -> transaction.changes().stream())
                .filter(change -> change.table().table().equals("ddlt"))
                .map(RowChange::image)
                .findFirst()
                .orElseThrow();
        List<@Nullable String> texts = new ArrayList<>();
        row.schema().columns().forEach(column -> texts.add(row.text(column.index())));
        return texts;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3})
    void shouldEndInTheFinalTablesOfLinks(long seed) throws Exception {
        try (RecordedCluster cluster = shuffled(Recordings.LINKS, seed)) {
            TableReplica replica = replica(Replays.all(links(cluster).readRows(rows(seed)), cluster));

            assertThat(replica.rows("two")).isEqualTo(replica.recorded(Recordings.LINKS, "two"));
            assertThat(replica.rows("strlink")).isEqualTo(replica.recorded(Recordings.LINKS, "strlink"));
            // The one row that no reader of this binlog can get right: an UPDATE moved primary key (1, 1) to (1, 2),
            // and the server
            // logged neither the old image nor anything else that names the old key.
            Set<List<@Nullable String>> expected = new HashSet<>(replica.recorded(Recordings.LINKS, "same3"));
            expected.add(List.of("1", "1", "upd all"));
            assertThat(replica.rows("same3")).isEqualTo(expected);
        }
    }

    @Test
    void shouldJoinThePiecesOfATransactionOverSeveralBinlogTables() throws Exception {
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(Recordings.EVERY_TYPE).start()) {
            List<Transaction> transactions = Replays.transactions(Replays.all(everyType(cluster), cluster));

            Transaction widest = transactions.stream()
                    .filter(transaction -> transaction.txnId() == 1099511627816L)
                    .reduce((a, b) -> {
                        throw new AssertionError("delivered twice: " + a + " and " + b);
                    })
                    .orElseThrow();
            assertThat(widest.pieces())
                    .extracting(Piece::binlogTable)
                    .extracting(Object::toString)
                    .containsExactly("cdc.bl_a", "cdc.bl_p", "cdc.bl_p", "cdc.bl_p");
            assertThat(widest.changes()).hasSize(1 + 6 + 2);
        }
    }

    /** A cluster whose answers come in an order that the seed decides. */
    private static RecordedCluster shuffled(String recording, long seed) {
        return RecordedCluster.builder()
                .recording(recording)
                .followers((int) seed % 3)
                .responseDelays(seed, Duration.ofMillis(2 * seed))
                .start();
    }

    private static int rows(long seed) {
        return 1 + new Random(seed).nextInt(200);
    }

    private static BinlogCapturerBuilder concurrent(RecordedCluster cluster) {
        return Replays.capture(cluster, "cdc.b1", "cdc.b2", "cdc.b3");
    }

    private static BinlogCapturerBuilder everyType(RecordedCluster cluster) {
        return Replays.capture(cluster, "cdc.*").binlogTables("cdc.bl_a", "cdc.bl_p");
    }

    private static BinlogCapturerBuilder links(RecordedCluster cluster) {
        return Replays.capture(cluster, "cdc.same3", "cdc.two", "cdc.strlink");
    }

    private static TableReplica replica(List<BinlogEvent> events) {
        TableReplica replica = new TableReplica();
        events.forEach(replica::apply);
        return replica;
    }
}
