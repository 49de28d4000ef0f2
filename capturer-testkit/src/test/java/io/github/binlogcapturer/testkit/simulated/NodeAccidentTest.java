package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.simulated.NodeAccident.CommitsAndIsRecovered;
import io.github.binlogcapturer.testkit.simulated.NodeAccident.CommitsTwice;
import io.github.binlogcapturer.testkit.simulated.NodeAccident.DiesAfterPrewrite;
import io.github.binlogcapturer.testkit.simulated.NodeAccident.DiesWhileCommitting;
import io.github.binlogcapturer.testkit.simulated.NodeAccident.FailsToPrepare;
import io.github.binlogcapturer.testkit.simulated.NodeAccident.Fate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** SQL nodes that die, and what becomes of their transactions. */
class NodeAccidentTest {

    private final FakeCluster cluster = new FakeCluster();
    private final SimulatedDatabase database = cluster.database(1);
    private final SimulatedBinlog binlog = database.createBinlog("cdc.bl", 2, 1, true);
    private final SimulatedTable table = database.createTable(
            "cdc.t",
            t -> t.column("id", ColumnType.INT64)
                    .column("note", ColumnType.STRING)
                    .primaryKey("id")
                    .linkedTo(binlog, "id"));

    @BeforeEach
    void waitForRowsOnlyShortly() {
        database.lockTimeout(Duration.ofMillis(5));
    }

    @Test
    void shouldStayUndecidedWhileItsPrimaryRegionCallsItRunning() {
        TransactionFate fate = twoPieces().commit(new DiesAfterPrewrite(Fate.COMMITTED, Duration.ofSeconds(11)));
        cluster.advance(Duration.ofSeconds(10));

        cluster.recover();

        assertThat(fate.isDecided()).isFalse();
        assertThat(cluster.commits()).isEmpty();
        assertThat(database.commits()).isEmpty();
        assertThat(database.undecided()).containsExactly(fate);
        assertRowIsLocked();
    }

    @Test
    void shouldBeCommittedUnderTheLargestOfItsTimestamps() {
        TransactionFate fate = twoPieces().commit(new DiesAfterPrewrite(Fate.COMMITTED, Duration.ofSeconds(11)));
        cluster.advance(Duration.ofSeconds(11));

        cluster.recover();

        List<Long> timestamps = commitTimestamps(fate);
        assertThat(timestamps).hasSize(2).containsOnly(timestamps.get(0));
        assertThat(cluster.commits()).extracting(FakeCluster::ts).isEqualTo(timestamps);
        assertThat(database.rows(table)).hasSize(2);
        assertRowIsFree();
    }

    @Test
    void shouldBeCommittedUnderFreshTimestampsWhereNobodyRemembers() {
        TransactionFate fate =
                twoPieces().commit(new DiesAfterPrewrite(Fate.COMMITTED_FORGOTTEN, Duration.ofMinutes(10)));
        Committed later = database.begin("root", "").insert(table, 6, "later").commit();
        cluster.advance(Duration.ofMinutes(10));

        cluster.recover();

        List<Long> timestamps = commitTimestamps(fate);
        assertThat(timestamps)
                .doesNotHaveDuplicates()
                .allMatch(ts -> ts > later.commitTs().value());
        assertThat(database.commits()).containsExactly(later, fate.committed().orElseThrow());
    }

    @Test
    void shouldTakeItsPlaceInTheOrderWhenItIsDecided() {
        TransactionFate fate = twoPieces().commit(new DiesAfterPrewrite(Fate.COMMITTED, NodeAccident.UNTIL_RELEASED));
        Committed later = database.begin("root", "").insert(table, 6, "later").commit();
        cluster.advance(Duration.ofDays(1));
        cluster.recover();
        assertThat(database.commits()).containsExactly(later);

        fate.release(Fate.COMMITTED);
        cluster.recover();

        assertThat(database.commits()).containsExactly(fate.committed().orElseThrow(), later);
        assertThat(database.lastCommitTs()).contains(later.commitTs());
    }

    @Test
    void shouldBeRolledBack() {
        TransactionFate fate = twoPieces().commit(new DiesAfterPrewrite(Fate.ROLLED_BACK, Duration.ZERO));

        cluster.recover();

        assertThat(cluster.rollbacks()).hasSize(2);
        assertThat(fate.isDecided()).isTrue();
        assertThat(fate.committed()).isEmpty();
        assertThat(database.commits()).isEmpty();
        assertThat(database.rows(table)).isEmpty();
        assertRowIsFree();
    }

    @Test
    void shouldGiveTwoPartitionsTheSameTimestampIfTheNodeDiesBetweenThem() {
        TransactionFate fate = twoPieces().commit(new DiesWhileCommitting(1, Fate.COMMITTED, Duration.ofSeconds(11)));
        assertThat(cluster.commits()).hasSize(1);
        assertThat(fate.isDecided()).isFalse();
        assertRowIsLocked();
        cluster.advance(Duration.ofSeconds(11));

        cluster.recover();

        List<Long> timestamps = commitTimestamps(fate);
        assertThat(timestamps)
                .hasSize(2)
                .containsOnly(FakeCluster.ts(cluster.commits().get(0)));
    }

    @Test
    void shouldGiveARecoveredPartitionATimestampOfItsOwnWhereNobodyRemembers() {
        TransactionFate fate = twoPieces().commit(new DiesWhileCommitting(1, Fate.COMMITTED_FORGOTTEN, Duration.ZERO));

        cluster.recover();

        assertThat(commitTimestamps(fate)).doesNotHaveDuplicates().isSorted();
        assertThat(fate.committed().orElseThrow().pieces().get(0).partition()).isEqualTo(1);
    }

    @Test
    void shouldCommitEachPieceTwiceWithTheSameTimestamp() {
        TransactionFate fate = twoPieces().commit(new CommitsTwice());

        assertThat(cluster.commits()).hasSize(4);
        assertThat(cluster.commits()).extracting(FakeCluster::ts).hasSameElementsAs(commitTimestamps(fate));
    }

    @Test
    void shouldTellTheFirstOfTwoCommitsAsTheTrueOne() {
        TransactionFate fate = twoPieces().commit(new CommitsAndIsRecovered());

        List<StoreReq> commits = cluster.commits();
        assertThat(commits).hasSize(4);
        assertThat(commits).extracting(FakeCluster::ts).doesNotHaveDuplicates().isSorted();
        assertThat(commitTimestamps(fate))
                .containsExactly(FakeCluster.ts(commits.get(0)), FakeCluster.ts(commits.get(1)));
        assertThat(database.commits()).hasSize(1);
    }

    @Test
    void shouldKeepTheRecoveredTimestampIfTheNodeComesBackLate() {
        TransactionFate fate = twoPieces().commit(new DiesAfterPrewrite(Fate.COMMITTED_FORGOTTEN, Duration.ZERO));
        cluster.recover();
        List<Long> recovered = commitTimestamps(fate);

        fate.commitAfresh();

        assertThat(cluster.commits()).hasSize(4);
        assertThat(commitTimestamps(fate)).isEqualTo(recovered);
    }

    @Test
    void shouldLeaveAPrewriteWithARollbackIfPrepareFails() {
        TransactionFate fate = twoPieces().commit(new FailsToPrepare());

        assertThat(fate.committed()).isEmpty();
        assertThat(cluster.prewrites()).hasSize(2);
        assertThat(cluster.rollbacks())
                .extracting(FakeCluster::ts)
                .containsExactlyElementsOf(
                        cluster.prewrites().stream().map(FakeCluster::startTs).toList());
        assertRowIsFree();
    }

    @Test
    void shouldLeaveACommitThatNobodyTakesToTheRecovery() {
        SimulatedTransaction transaction = twoPieces();
        cluster.refuse(WireCodes.Op.COMMIT_BINLOG);
        assertThatThrownBy(transaction::commit)
                .isInstanceOf(SqlNodeDiedException.class)
                .hasMessageContaining("transaction " + transaction.txnId());
        cluster.accept(WireCodes.Op.COMMIT_BINLOG);

        cluster.recover();

        assertThat(database.commits()).extracting(Committed::txnId).containsExactly(transaction.txnId());
    }

    @Test
    void shouldLetAccidentsHappenByChance() {
        Fault deaths = database.accidents(1, new DiesAfterPrewrite(Fate.ROLLED_BACK, Duration.ZERO));

        assertThatThrownBy(twoPieces()::commit).isInstanceOf(SqlNodeDiedException.class);

        deaths.close();
        cluster.recover();
        twoPieces().commit();
    }

    @Test
    void shouldAnswerForTransactionsThatAreDecided() {
        Committed committed = twoPieces().commit();

        assertThat(database.outcome(committed.txnId()))
                .isEqualTo(new PrimaryRegions.Outcome.Committed(
                        committed.commitTs().value()));
        assertThat(database.outcome(4711)).isEqualTo(new PrimaryRegions.Outcome.RolledBack());
    }

    @Test
    void shouldRefuseToRollBackWhatIsCommittedInARegion() {
        TransactionFate fate =
                twoPieces().commit(new DiesWhileCommitting(1, Fate.COMMITTED, NodeAccident.UNTIL_RELEASED));

        assertThatThrownBy(() -> fate.release(Fate.ROLLED_BACK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can no longer be rolled back");
        assertThatThrownBy(() -> new DiesWhileCommitting(1, Fate.ROLLED_BACK, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private SimulatedTransaction twoPieces() {
        return database.begin("root", "10.0.0.7").insert(table, 0, "a").insert(table, 1, "b");
    }

    private static List<Long> commitTimestamps(TransactionFate fate) {
        return fate.committed().orElseThrow().pieces().stream()
                .map(piece -> piece.commitTs().value())
                .toList();
    }

    private void assertRowIsLocked() {
        SimulatedTransaction other = database.begin("other", "");
        assertThatThrownBy(() -> other.select(table, 0)).isInstanceOf(TransactionAbortedException.class);
    }

    private void assertRowIsFree() {
        SimulatedTransaction other = database.begin("other", "");
        other.select(table, 0);
        other.rollback();
    }
}
