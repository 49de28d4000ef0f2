package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What SQL nodes send to binlog regions. */
class TwoPhaseCommitTest {

    private final FakeCluster cluster = new FakeCluster();
    private final SimulatedDatabase database = cluster.database(1);
    private final SimulatedBinlog binlog = database.createBinlog("cdc.bl", 3, 2, true);
    private final SimulatedTable table = database.createTable(
            "cdc.t",
            t -> t.column("id", ColumnType.INT64)
                    .column("note", ColumnType.STRING)
                    .primaryKey("id")
                    .linkedTo(binlog, "id"));

    @Test
    void shouldTakeTimestampsThatFollowOneAnotherInTheOrderOfPartitions() {
        Committed committed = begin().insertAll(table, List.of(List.of(2, "c"), List.of(0, "a"), List.of(1, "b")))
                .commit();

        List<StoreReq> prewrites = cluster.prewrites();
        long start = FakeCluster.startTs(prewrites.get(0));
        long commit = start + 3;
        assertThat(prewrites).extracting(FakeCluster::startTs).containsExactly(start, start + 1, start + 2);
        assertThat(cluster.commits()).extracting(FakeCluster::ts).containsExactly(commit, commit + 1, commit + 2);
        assertThat(committed.pieces()).extracting(Piece::partition).containsExactly(0L, 1L, 2L);
        assertThat(committed.pieces())
                .extracting(piece -> piece.startTs().value())
                .containsExactly(start, start + 1, start + 2);
        assertThat(committed.pieces())
                .extracting(piece -> piece.commitTs().value())
                .containsExactly(commit, commit + 1, commit + 2);
        assertThat(committed.commitTs().value()).isEqualTo(commit + 2);
    }

    @Test
    void shouldSendAPrewriteWithAllStatementsOfThePartition() {
        begin().sql("insert one").insert(table, 4, "x").update(table, 4, "y").commit();

        StoreReq prewrite = cluster.prewrites().get(0);
        assertThat(prewrite.getOpType()).isEqualTo(WireCodes.Op.PREWRITE_BINLOG);
        assertThat(prewrite.getBinlog().getType()).isEqualTo(WireCodes.Entry.PREWRITE);
        assertThat(prewrite.getBinlog().getStartTs()).isEqualTo(FakeCluster.startTs(prewrite));
        assertThat(prewrite.getBinlog().getPartitionKey()).isEqualTo(4);
        BinlogDesc desc = prewrite.getBinlogDesc();
        assertThat(desc.getBinlogTs()).isEqualTo(desc.getStartTs());
        assertThat(desc.getTxnId()).isPositive();
        assertThat(desc.getPrimaryRegionId()).isPositive();
        assertThat(desc.getBinlogRowCnt()).isEqualTo(3);
        assertThat(desc.getUserName().toStringUtf8()).isEqualTo("root");
        assertThat(desc.getUserIp().toStringUtf8()).isEqualTo("10.0.0.7");
        assertThat(desc.getDbTablesCount() + desc.getSignsCount()).isZero();
        List<TableMutation> mutations = prewrite.getBinlog().getPrewriteValue().getMutationsList();
        assertThat(mutations).extracting(TableMutation::getTableId).containsOnly(table.tableId());
        assertThat(mutations)
                .extracting(mutation -> mutation.getSql().toStringUtf8())
                .containsExactly("insert one", "UPDATE cdc.t SET note = 'y' WHERE id = 4");
    }

    @Test
    void shouldSendACommitThatNamesTablesAndSigns() {
        begin().insert(table, 4, "x").insert(table, 7, "y").commit();

        StoreReq prewrite = cluster.prewrites().get(0);
        StoreReq commit = cluster.commits().get(0);
        assertThat(commit.getRegionId()).isEqualTo(prewrite.getRegionId());
        assertThat(commit.getBinlog().getType()).isEqualTo(WireCodes.Entry.COMMIT);
        assertThat(commit.getBinlog().getCommitTs()).isEqualTo(FakeCluster.ts(commit));
        assertThat(FakeCluster.startTs(commit)).isEqualTo(FakeCluster.startTs(prewrite));
        assertThat(commit.getBinlogDesc().getBinlogRowCnt()).isEqualTo(2);
        assertThat(commit.getBinlogDesc().getDbTablesList())
                .extracting(name -> name.toStringUtf8())
                .containsExactly("cdc.t");
        // both inserts have one shape
        assertThat(commit.getBinlogDesc().getSignsList())
                .containsExactly(
                        prewrite.getBinlog().getPrewriteValue().getMutations(0).getSign());
    }

    @Test
    void shouldChooseOneRegionOfAPartitionPerTransaction() {
        for (int i = 0; i < 40; i++) {
            begin().insert(table, 3 * i, "a").insert(table, 3 * i + 300, "b").commit();
        }

        assertThat(cluster.prewrites()).hasSize(40);
        assertThat(cluster.prewrites())
                .extracting(StoreReq::getRegionId)
                .containsAll(cluster.writableRegions(binlog.tableId(), 0));
    }

    @Test
    void shouldCutATransactionByBinlogTable() {
        SimulatedBinlog second = database.createBinlog("cdc.bl2", 1, 1, false);
        SimulatedTable both = database.createTable(
                "cdc.both",
                t -> t.column("id", ColumnType.INT64)
                        .primaryKey("id")
                        .linkedTo(binlog, "id")
                        .linkedTo(second));

        Committed committed = begin().insert(both, 2).insert(table, 1, "x").commit();

        assertThat(committed.pieces())
                .extracting(piece -> piece.binlogTable() + "/" + piece.partition())
                .containsExactly("cdc.bl/1", "cdc.bl/2", "cdc.bl2/0");
    }

    @Test
    void shouldLogNothingOfUnlinkedTables() {
        SimulatedTable unlinked = database.createTable(
                "cdc.unlinked", t -> t.column("id", ColumnType.INT64).primaryKey("id"));

        Committed committed = begin().insert(unlinked, 1).commit();

        assertThat(cluster.log()).isEmpty();
        assertThat(committed.pieces()).isEmpty();
        assertThat(committed.edits()).isEmpty();
        assertThat(database.commits()).isEmpty();
        assertThat(database.rows(unlinked)).hasSize(1);
        assertThatThrownBy(committed::commitTs).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSendNothingForARollback() {
        begin().insert(table, 1, "x").rollback();

        assertThat(cluster.log()).isEmpty();
        assertThat(database.rows(table)).isEmpty();
    }

    @Test
    void shouldRollBackWhatWasPrewrittenIfARegionRefuses() {
        SimulatedTransaction transaction = begin().insert(table, 1, "x").insert(table, 2, "y");
        cluster.refuse(WireCodes.Op.PREWRITE_BINLOG);

        assertThatThrownBy(transaction::commit).isInstanceOf(TransactionAbortedException.class);

        StoreReq rollback = cluster.rollbacks().get(0);
        assertThat(rollback.getBinlog().getType()).isEqualTo(WireCodes.Entry.ROLLBACK);
        assertThat(FakeCluster.ts(rollback)).isEqualTo(FakeCluster.startTs(rollback));
        assertThat(database.rows(table)).isEmpty();
        cluster.accept(WireCodes.Op.PREWRITE_BINLOG);
        begin().insert(table, 1, "free again").commit();
    }

    @Test
    void shouldPutTheRowOfAMarkTableInFrontOfPartsThatComeAfterIt() {
        SimulatedTable mark = database.createTable(
                SimulatedDatabase.DEFAULT_MARK + "_1",
                t -> t.column("id", ColumnType.INT64).primaryKey("id").linkedTo(binlog, "id"));

        begin().insert(table, 1, "before")
                .insert(mark, 5)
                .insert(table, 2, "after")
                .insert(table, 1 + 3, "no mark")
                .commit();

        assertThat(cluster.mutations(binlog, 1))
                .extracting(TableMutation::getTableId)
                .containsExactly(table.tableId(), table.tableId());
        assertThat(cluster.mutations(binlog, 2))
                .extracting(TableMutation::getTableId)
                .containsExactly(mark.tableId(), table.tableId());
    }

    @Test
    void shouldRefuseToGoOnAfterTheEnd() {
        SimulatedTransaction transaction = begin();
        transaction.commit();

        assertThatThrownBy(() -> transaction.insert(table, 1, "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("begin a new one");
    }

    private SimulatedTransaction begin() {
        return database.begin("root", "10.0.0.7");
    }
}
