package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which partitions get which images, and which images get lost on the way. */
class RoutingTest {

    private final FakeCluster cluster = new FakeCluster();
    private final SimulatedDatabase database = cluster.database(1);
    private final SimulatedBinlog binlog = database.createBinlog("cdc.bl", 3, 1, true);
    private final SimulatedTable accounts = database.createTable(
            "cdc.acct",
            t -> t.column("id", ColumnType.INT64)
                    .column("shard", ColumnType.INT32)
                    .column("code", ColumnType.STRING)
                    .primaryKey("id")
                    .uniqueKey("by_code", "code")
                    .linkedTo(binlog, "shard"));

    @Test
    void shouldRouteRowsByTheLinkField() {
        begin().insertAll(accounts, List.of(List.of(1, 4, "a"), List.of(2, 2, "b"), List.of(3, 1, "c")))
                .commit();

        assertThat(inserted(1)).containsExactly(List.of(1L, 4, "a"), List.of(3L, 1, "c"));
        assertThat(inserted(2)).containsExactly(List.of(2L, 2, "b"));
        assertThat(cluster.mutations(binlog, 0)).isNull();
    }

    @Test
    void shouldLoseTheOldImageOfARowThatMoves() {
        begin().insert(accounts, 70, 1, "a").commit();

        Committed moved = begin().update(accounts, 70, 2, "a").commit();

        assertThat(moved.pieces()).hasSize(1);
        assertThat(inserted(2)).containsExactly(List.of(70L, 2, "a"));
        assertThat(deleted(2)).isEmpty();
        assertThat(only(2).getSequenceList()).containsExactly(WireCodes.Mutation.UPDATE);
        assertThat(moved.edits().get(0).before()).isEqualTo(List.of(70L, 1, "a"));
    }

    @Test
    void shouldKeepTheOldImageWhereItsPartitionGetsANewRowToo() {
        begin().insertAll(accounts, List.of(List.of(70, 1, "a"), List.of(71, 1, "b")))
                .commit();

        begin().updateAll(accounts, List.of(List.of(70, 2, "a"), List.of(71, 1, "c")))
                .commit();

        assertThat(deleted(1)).containsExactlyInAnyOrder(List.of(70L, 1, "a"), List.of(71L, 1, "b"));
        assertThat(inserted(1)).containsExactly(List.of(71L, 1, "c"));
        assertThat(deleted(2)).isEmpty();
    }

    @Test
    void shouldLogTheOldImageInItsPartitionWhereNothingIsToBeLost() {
        database.lostDeletes(false);
        begin().insert(accounts, 70, 1, "a").commit();

        begin().update(accounts, 70, 2, "a").commit();

        assertThat(deleted(1)).containsExactly(List.of(70L, 1, "a"));
        assertThat(inserted(1)).isEmpty();
        assertThat(inserted(2)).containsExactly(List.of(70L, 2, "a"));
    }

    @Test
    void shouldLoseTheOldImageOfAReplaceFromAnotherPartition() {
        begin().insert(accounts, 70, 1, "a").commit();

        begin().replace(accounts, 70, 2, "b").commit();

        assertThat(only(2).getSequenceList()).containsExactly(WireCodes.Mutation.UPDATE);
        assertThat(inserted(2)).containsExactly(List.of(70L, 2, "b"));
        assertThat(deleted(2)).isEmpty();
    }

    @Test
    void shouldHideARowThatAReplaceRemovesForItsUniqueValue() {
        begin().insert(accounts, 70, 1, "same").commit();

        Committed replaced = begin().replace(accounts, 71, 1, "same").commit();

        assertThat(only(1).getSequenceList()).containsExactly(WireCodes.Mutation.INSERT);
        assertThat(deleted(1)).isEmpty();
        assertThat(replaced.edits()).extracting(RowEdit::type).containsExactly(ChangeType.DELETE, ChangeType.INSERT);
        assertThat(database.rows(accounts)).containsOnlyKeys(List.of(List.of(71L)));
    }

    @Test
    void shouldLogSuchARowWhereNothingIsToBeLost() {
        database.lostDeletes(false);
        begin().insert(accounts, 70, 1, "same").commit();

        begin().replace(accounts, 71, 2, "same").commit();

        assertThat(deleted(1)).containsExactly(List.of(70L, 1, "same"));
    }

    @Test
    void shouldRouteImagesOfStoresByTheTablesOwnPartition() {
        SimulatedTable same = database.createTable(
                "cdc.same",
                t -> t.column("id", ColumnType.INT64)
                        .column("shard", ColumnType.INT32)
                        .primaryKey("id")
                        .partitionedBy("id", 3)
                        .linkedTo(binlog, "shard"));
        begin().insert(same, 1, 2).commit();
        assertThat(cluster.mutations(binlog, 2)).isNotNull();

        begin().update(same, 1, 2).commit();

        assertThat(only(1).getTableId()).isEqualTo(same.tableId());
    }

    @Test
    void shouldRouteByTheLinkFieldWhereTheHintSaysSo() {
        SimulatedTable other = database.createTable(
                "cdc.other",
                t -> t.column("id", ColumnType.INT64)
                        .column("shard", ColumnType.INT32)
                        .primaryKey("id")
                        .partitionedBy("id", 3)
                        .linkedTo(binlog, "shard", false));
        begin().insert(other, 1, 2).update(other, 1, 2).commit();

        assertThat(cluster.mutations(binlog, 2)).hasSize(2);
        assertThat(cluster.mutations(binlog, 1)).isNull();
    }

    @Test
    void shouldFailAStatementWithoutAPartition() {
        SimulatedTransaction transaction = begin();

        assertThatThrownBy(() -> transaction.insertAll(accounts, List.of(List.of(1, 1, "a"), List.of(2, -2, "b"))))
                .isInstanceOf(StatementFailedException.class);

        assertThat(transaction.commit().pieces()).isEmpty();
        assertThat(database.rows(accounts)).isEmpty();
    }

    private SimulatedTransaction begin() {
        return database.begin("root", "10.0.0.7");
    }

    private TableMutation only(long partition) {
        List<TableMutation> mutations = Objects.requireNonNull(cluster.mutations(binlog, partition));
        assertThat(mutations).hasSize(1);
        return mutations.get(0);
    }

    private List<List<Object>> inserted(long partition) {
        return List.copyOf(Images.inserted(accounts, only(partition)));
    }

    private List<List<Object>> deleted(long partition) {
        return List.copyOf(Images.deleted(accounts, only(partition)));
    }
}
