package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.protocol.BinlogInfo;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.IndexInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What meta servers learn of tables, and how rows change with them. */
class SimulatedSchemaChangeTest {

    private final FakeCluster cluster = new FakeCluster();
    private final SimulatedDatabase database = cluster.database(1);
    private final SimulatedBinlog binlog = database.createBinlog("cdc.bl", 2, 1, true);
    private final SimulatedTable table = database.createTable(
            "cdc.t",
            t -> t.column("id", ColumnType.INT64)
                    .column("note", ColumnType.STRING)
                    .primaryKey("id")
                    .uniqueKey("by_note", "note", "id")
                    .linkedTo(binlog, "id"));

    @Test
    void shouldGiveABinlogTableItsRequiredShape() {
        SchemaInfo info = cluster.schema(binlog.tableId());

        assertThat(info.getEngine()).isEqualTo(WireCodes.Engine.BINLOG);
        assertThat(info.getPartitionNum()).isEqualTo(2);
        assertThat(info.getNamespaceName()).isEqualTo("ns");
        assertThat(info.getFieldsList())
                .extracting(FieldInfo::getFieldName)
                .startsWith("ts", "txn_id", "binlog_type", "partition_key", "start_ts", "primary_region_id")
                .endsWith("binlog_row_cnt", "user_name", "user_ip", "db_tables", "signs");
        assertThat(info.getIndexs(0).getFieldIdsList()).containsExactly(1);
    }

    @Test
    void shouldMakeABinlogTableWithoutTheNewerColumns() {
        SimulatedBinlog old = database.createBinlog("cdc.old", 1, 1, false);

        assertThat(cluster.schema(old.tableId()).getFieldsCount()).isEqualTo(6);
    }

    @Test
    void shouldLinkOnBothSidesWithNewVersions() {
        SimulatedBinlog second = database.createBinlog("cdc.bl2", 1, 1, true);
        SimulatedTable both = database.createTable(
                "cdc.both",
                t -> t.column("id", ColumnType.INT64)
                        .primaryKey("id")
                        .linkedTo(binlog, "id", false)
                        .linkedTo(second));
        SchemaInfo info = cluster.schema(both.tableId());

        assertThat(info.getVersion()).isEqualTo(3);
        assertThat(info.getBinlogInfo().getBinlogTableId()).isEqualTo(binlog.tableId());
        assertThat(info.getLinkField().getFieldName()).isEqualTo("id");
        assertThat(info.getPartitionIsSameHint()).isFalse();
        assertThat(info.getBinlogInfosList())
                .extracting(BinlogInfo::getBinlogTableId)
                .containsExactly(second.tableId());
        assertThat(cluster.schema(binlog.tableId()).getBinlogInfo().getTargetTableIdsList())
                .containsExactly(table.tableId(), both.tableId());
        assertThat(cluster.versions(binlog.tableId()))
                .extracting(SchemaInfo::getVersion)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldShowTheDefaultOfANewColumnInOldRows() {
        begin().insert(table, 2, "a").commit();

        table.addColumn("kind", ColumnType.STRING, "plain");

        assertThat(database.rows(table)).containsEntry(List.of(2L), List.of(2L, "a", "plain"));
        begin().update(table, 2, "b").commit();
        TableMutation update = mutation();
        assertThat(Images.deleted(table, update)).containsExactly(List.of(2L, "a", "plain"));
        assertThat(Images.inserted(table, update)).containsExactly(List.of(2L, "b", "plain"));
    }

    @Test
    void shouldShowNullWhereANewColumnHasNoDefault() {
        begin().insert(table, 2, "a").commit();

        table.addColumn("kind", ColumnType.INT32, null);

        assertThat(database.rows(table)).containsEntry(List.of(2L), Images.row(2L, "a", null));
    }

    @Test
    void shouldKeepADroppedColumnAsDeletedAndNeverUseItsIdAgain() {
        table.addColumn("kind", ColumnType.INT32, "7");
        begin().insert(table, 2, "a", 1).commit();
        table.dropColumn("kind");
        begin().insert(table, 4, "b").commit();

        table.addColumn("kind", ColumnType.STRING, "new");

        SchemaInfo info = cluster.schema(table.tableId());
        assertThat(info.getVersion()).isEqualTo(5);
        assertThat(info.getMaxFieldId()).isEqualTo(4);
        assertThat(info.getFields(2).getDeleted()).isTrue();
        assertThat(info.getFields(3).getFieldId()).isEqualTo(4);
        assertThat(database.rows(table)).containsEntry(List.of(2L), List.of(2L, "a", "new"));
    }

    @Test
    void shouldKeepValuesUnderANewName() {
        begin().insert(table, 2, "a").commit();

        table.renameColumn("note", "text");

        begin().update(table, 2, "b").commit();
        assertThat(table.schema().indexOf("text")).isEqualTo(1);
        assertThat(Images.deleted(table, mutation())).containsExactly(List.of(2L, "a"));
        assertThat(cluster.schema(table.tableId()).getIndexsList())
                .extracting(IndexInfo::getFieldIdsList)
                .containsExactly(List.of(1), List.of(2, 1));
    }

    @Test
    void shouldGoOnWithATransactionAcrossAChange() {
        SimulatedTransaction transaction = database.begin("root", "").insert(table, 2, "a");

        table.addColumn("kind", ColumnType.INT32, "7");

        transaction.update(table, 2, "b").commit();
        assertThat(database.rows(table)).containsEntry(List.of(2L), List.of(2L, "b", 7));
    }

    @Test
    void shouldRefuseChangesThatContradictTheTable() {
        assertThatThrownBy(() -> table.addColumn("note", ColumnType.INT32, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.dropColumn("note"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a key, a link or the partitioning needs it");
        assertThatThrownBy(() -> table.renameColumn("note", "id")).isInstanceOf(IllegalArgumentException.class);
        assertThat(cluster.schema(table.tableId()).getVersion()).isEqualTo(2);
    }

    @Test
    void shouldRefuseTablesThatCannotBe() {
        assertThatThrownBy(() -> database.createTable(
                        "cdc.t", t -> t.column("id", ColumnType.INT64).primaryKey("id")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is a table cdc.t already");
        assertThatThrownBy(() -> database.createTable("cdc.x", t -> t.column("id", ColumnType.INT64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Table cdc.x needs a primary key");
        assertThatThrownBy(() -> database.createTable("cdc.x", t -> t.linkedTo(binlog)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name the link field");
    }

    private SimulatedTransaction begin() {
        return database.begin("root", "10.0.0.7");
    }

    private TableMutation mutation() {
        return Objects.requireNonNull(cluster.mutations(binlog, 0)).get(0);
    }
}
