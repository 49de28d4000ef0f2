package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.testkit.RecordedCluster;
import io.github.binlogcapturer.testkit.Recordings;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is captured and what passes, on all recordings at once: three binlog tables of one cluster. */
@Timeout(120)
class SelectionTest {

    private static RecordedCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RecordedCluster.builder()
                .recording(Recordings.EVERY_TYPE)
                .recording(Recordings.CONCURRENT)
                .recording(Recordings.LINKS)
                .metaServers(3)
                .start();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void shouldMergeSeveralBinlogTablesIntoOneStream() throws Exception {
        List<Transaction> all = run(Replays.capture(cluster, "cdc.*").binlogTables("cdc.bl_a", "cdc.bl_p"));

        assertThat(all).isSortedAccordingTo((a, b) -> a.commitTs().compareTo(b.commitTs()));
        assertThat(binlogTables(all)).contains("cdc.bl_a", "cdc.bl_p");
    }

    @Test
    void shouldBeginEarliestWhereEveryBinlogTableCanBeRead() throws Exception {
        List<Transaction> all =
                run(Replays.capture(cluster, "cdc.*").binlogTables("cdc.bl_a", "cdc.bl_p", "cdc.bl_b", "cdc.bl_s"));

        // the other recordings ended before the one of bl_s began
        assertThat(binlogTables(all)).isNotEmpty().containsOnly("cdc.bl_s");
    }

    private static List<String> binlogTables(List<Transaction> transactions) {
        return transactions.stream()
                .flatMap(transaction -> transaction.pieces().stream())
                .map(piece -> piece.binlogTable().toString())
                .toList();
    }

    @Test
    void shouldFindABinlogTableByItsId() throws Exception {
        assertThat(run(Replays.capture(cluster, "cdc.*").binlogTableIds(16L)))
                .hasSize(1385)
                .allSatisfy(transaction -> assertThat(tables(transaction)).isSubsetOf("cdc.b1", "cdc.b2", "cdc.b3"));
    }

    @Test
    void shouldCaptureTheTablesThatTheRulesName() throws Exception {
        List<Transaction> all = run(Replays.capture(cluster, "cdc.b*", "!cdc.b2", "!cdc.big*", "!cdc.bl_*"));

        assertThat(all)
                .isNotEmpty()
                .allSatisfy(transaction -> assertThat(tables(transaction)).isSubsetOf("cdc.b1", "cdc.b3"));
    }

    @Test
    void shouldReadOnlyTheWantedPartitions() throws Exception {
        List<Transaction> all = run(concurrent().partitions(0L, 3L));

        assertThat(all.stream()
                        .flatMap(transaction -> transaction.pieces().stream())
                        .map(Piece::partition))
                .containsOnly(0L, 3L);
    }

    @Test
    void shouldDeliverSelectedColumnsAndDropUpdatesOfOthers() throws Exception {
        List<Transaction> whole = run(concurrent());
        List<Transaction> selected = run(concurrent().columns("cdc.b1", "v"));

        List<RowChange> changes = changes(selected, "cdc.b1");
        assertThat(changes)
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.schema().columns())
                        .extracting(Column::name)
                        .containsExactly("id", "v"));
        assertThat(changes.stream().filter(change -> change.type() == ChangeType.UPDATE))
                .allMatch(change -> change.isUpdated(1));
        assertThat(changes).hasSizeLessThan(changes(whole, "cdc.b1").size());
        assertThat(changes(selected, "cdc.b2")).hasSameSizeAs(changes(whole, "cdc.b2"));
    }

    @Test
    void shouldDropUpdatesThatChangeNoMonitoredColumn() throws Exception {
        List<Transaction> monitored = run(concurrent().monitoredColumns("cdc.b1", "v"));

        assertThat(changes(monitored, "cdc.b1").stream().filter(change -> change.type() == ChangeType.UPDATE))
                .allMatch(change -> change.isUpdated(change.schema().indexOf("v")));
        assertThat(changes(monitored, "cdc.b1").get(0).schema().columns()).hasSize(4);
    }

    @Test
    void shouldDropTransactionsThatCarryAMark() throws Exception {
        List<Transaction> without = run(concurrent().loopbackMark("cdc.b3"));
        List<Transaction> all = run(concurrent());

        long marked = all.stream()
                .filter(transaction -> tables(transaction).contains("cdc.b3"))
                .count();
        assertThat(marked).isPositive();
        assertThat(without).hasSize(all.size() - (int) marked);
    }

    @Test
    void shouldPassTransactionsThroughFilterAndTransformer() throws Exception {
        List<Transaction> all = run(concurrent()
                .filter(transaction -> transaction.pieces().size() > 1)
                .transform(transaction ->
                        transaction.withChanges(transaction.changes().subList(0, 1))));

        assertThat(all).isNotEmpty().allSatisfy(transaction -> {
            assertThat(transaction.pieces()).hasSizeGreaterThan(1);
            assertThat(transaction.changes()).hasSize(1);
        });
    }

    @Test
    void shouldBeginBehindACommitTsAndAtAnInstant() throws Exception {
        List<Transaction> all = run(concurrent());
        CommitTs middle = all.get(700).commitTs();

        assertThat(run(concurrent().startFrom(StartPosition.after(middle)))).isEqualTo(all.subList(701, all.size()));
        assertThat(run(concurrent().startFrom(StartPosition.at(middle.instant()))))
                .isEqualTo(all.stream()
                        .filter(transaction -> !transaction.executeTime().isBefore(middle.instant()))
                        .toList());
    }

    @Test
    void shouldSayWhatIsWrongWithTheTables() {
        assertFails(Replays.capture(cluster, "cdc.nosuch"), "cdc.nosuch");
        assertFails(Replays.capture(cluster, "cdc.unlinked"), "cdc.unlinked", "link_binlog");
        assertFails(
                Replays.capture(cluster, "cdc.b1", "cdc.acct"), "no binlog table in common", "cdc.bl_b", "cdc.bl_p");
        assertFails(Replays.capture(cluster, "cdc.b1").binlogTables("cdc.b2"), "cdc.b2", "BINLOG");
        assertFails(concurrent().partitions(9L), "partition", "9");
        assertFails(concurrent().columns("cdc.b1", "nosuch"), "cdc.b1", "nosuch", "columns");
    }

    @Test
    void shouldNameEachAddressThatCannotBeReached() {
        BinlogCapturerBuilder nowhere = BinlogCapturer.builder()
                .metaServers("127.0.0.1:1", "127.0.0.1:2")
                .namespace("TEST_NAMESPACE")
                .tables("cdc.b1");
        try (BinlogCapturer capturer = nowhere.build()) {
            assertThatThrownBy(capturer::start)
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining("127.0.0.1:1")
                    .hasMessageContaining("127.0.0.1:2");
        }
    }

    private static void assertFails(BinlogCapturerBuilder builder, String... parts) {
        try (BinlogCapturer capturer = builder.build()) {
            assertThatThrownBy(capturer::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll(parts);
        }
    }

    private static BinlogCapturerBuilder concurrent() {
        return Replays.capture(cluster, "cdc.b1", "cdc.b2", "cdc.b3");
    }

    private static List<Transaction> run(BinlogCapturerBuilder builder) throws InterruptedException {
        List<BinlogEvent> events = Replays.all(builder, cluster);
        return Replays.transactions(events);
    }

    private static List<RowChange> changes(List<Transaction> transactions, String table) {
        return transactions.stream()
                .flatMap(transaction -> transaction.changes().stream())
                .filter(change -> change.table().toString().equals(table))
                .toList();
    }

    private static List<String> tables(Transaction transaction) {
        return transaction.changes().stream()
                .map(change -> Objects.toString(change.table()))
                .toList();
    }
}
