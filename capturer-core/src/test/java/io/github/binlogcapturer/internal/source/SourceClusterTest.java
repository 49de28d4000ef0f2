package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.BinlogLink;
import io.github.binlogcapturer.cluster.ClusterRegion;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.cluster.LinkRequest;
import io.github.binlogcapturer.cluster.MetaServerReport;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.internal.testing.FakeMeta;
import io.github.binlogcapturer.internal.testing.FakeServer;
import io.github.binlogcapturer.internal.testing.FakeStore;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.protocol.BinlogInfo;
import io.github.binlogcapturer.protocol.BinlogQueryInfo;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.MetaManagerResponse;
import io.github.binlogcapturer.protocol.PartitionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import io.github.binlogcapturer.protocol.WireCodes.Partition;
import io.github.binlogcapturer.spi.PeerReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What tools see of a cluster, and how links are changed. */
@Timeout(60)
class SourceClusterTest {

    private static final TableName ORDERS = new TableName("shop", "orders");
    private static final TableName BINLOG = new TableName("shop", "bl");

    private final FakeMeta meta = FakeMeta.start();
    private final BaikalCluster cluster = BaikalCluster.connect(List.of(meta.address()), Duration.ofSeconds(10));

    @AfterEach
    void close() {
        cluster.close();
        meta.close();
    }

    @Test
    void shouldListTablesOfAllNamespacesByName() {
        meta.schemas.add(Wire.table(2, "shop", "orders", 30));
        meta.schemas.add(Wire.table(1, "shop", "items"));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 3));
        meta.schemas.add(Wire.table(9, "a", "t").toBuilder()
                .setNamespaceName("OTHER")
                .setVersion(4)
                .build());
        meta.schemas.add(
                Wire.table(5, "shop", "gone").toBuilder().setDeleted(true).build());

        List<ClusterTable> tables = cluster.tables();

        assertThat(tables)
                .extracting(table -> table.namespace() + " " + table.name())
                .containsExactly("NS shop.bl", "NS shop.items", "NS shop.orders", "OTHER a.t");
        assertThat(tables).extracting(ClusterTable::binlog).containsExactly(true, false, false, false);
        assertThat(tables.get(0).partitions()).isEqualTo(3);
        assertThat(tables.get(3).schema().version()).isEqualTo(4);
        assertThat(tables.get(2).schema().primaryKey()).hasSize(1);
    }

    @Test
    void shouldListATableOnceInItsNewestVersion() {
        meta.schemas.add(
                Wire.table(2, "shop", "orders").toBuilder().setVersion(7).build());
        meta.schemas.add(
                Wire.table(2, "shop", "orders").toBuilder().setVersion(6).build());

        assertThat(cluster.tables())
                .extracting(table -> table.schema().version())
                .containsExactly(7L);
    }

    @Test
    void shouldLeaveOutATableThatCannotBeRead() {
        meta.schemas.add(Wire.table(1, "shop", "items"));
        meta.schemas.add(Wire.table(2, "shop", "odd").toBuilder()
                .addFields(
                        FieldInfo.newBuilder().setFieldName("x").setFieldId(3).setMysqlType(999))
                .build());

        assertThat(cluster.tables()).extracting(ClusterTable::tableId).containsExactly(1L);
    }

    @Test
    void shouldTellLinksWithTheirFieldsAndHints() {
        meta.schemas.add(Wire.table(2, "shop", "orders", 30).toBuilder()
                .setLinkField(FieldInfo.newBuilder().setFieldName("old").setFieldId(1))
                .setPartitionIsSameHint(false)
                .addBinlogInfos(BinlogInfo.newBuilder()
                        .setBinlogTableId(31)
                        .setLinkField(FieldInfo.newBuilder().setFieldName("v")))
                .addBinlogInfos(BinlogInfo.newBuilder().setBinlogTableId(32).setPartitionIsSameHint(false))
                .build());

        assertThat(cluster.tables().get(0).links())
                .containsExactly(
                        new BinlogLink(30, Optional.of("id"), false),
                        new BinlogLink(31, Optional.of("v"), true),
                        new BinlogLink(32, Optional.empty(), false));
    }

    @Test
    void shouldTellNoLinkWhereOneWasUndone() {
        meta.schemas.add(Wire.table(2, "shop", "orders"));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 1).toBuilder()
                .setBinlogInfo(BinlogInfo.newBuilder().addTargetTableIds(2))
                .build());

        assertThat(cluster.tables())
                .allSatisfy(table -> assertThat(table.links()).isEmpty());
    }

    @Test
    void shouldAskEachPeerOfEachRegion() {
        String dead = FakeServer.nobody();
        try (FakeStore store = FakeStore.start(request -> Wire.success()
                .setBinlogInfo(BinlogQueryInfo.newBuilder()
                        .setRegionOldestTs(100)
                        .setBinlogCfOldestTs(90)
                        .setCheckPointTs(900))
                .build())) {
            meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 2));
            meta.regions.add(Wire.region(302, 30, 1, dead, store.address()));
            meta.regions.add(Wire.region(301, 30, 0, store.address()));
            meta.regions.add(Wire.region(400, 31, 0, store.address()));

            List<ClusterRegion> regions = cluster.regions(cluster.tables().get(0));

            assertThat(regions).extracting(region -> region.region().regionId()).containsExactly(301L, 302L);
            assertThat(regions.get(0).leader()).isEqualTo(store.address());
            assertThat(regions.get(0).peers())
                    .containsExactly(new PeerReport.Answered(store.address(), CommitTs.of(100), CommitTs.of(900)));
            assertThat(regions.get(1).peers().get(0)).isInstanceOfSatisfying(PeerReport.Silent.class, silent -> {
                assertThat(silent.address()).isEqualTo(dead);
                assertThat(silent.why()).contains("unreachable");
            });
            assertThat(regions.get(1).peers().get(1)).isInstanceOf(PeerReport.Answered.class);
        }
    }

    @Test
    void shouldRefuseRegionsOfUserTables() {
        meta.schemas.add(Wire.table(2, "shop", "orders", 30));

        assertThatThrownBy(() -> cluster.regions(cluster.tables().get(0)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("shop.orders is not a binlog table");
    }

    @Test
    void shouldTellTheTime() {
        assertThat(cluster.now()).isEqualTo(CommitTs.of((1_000L << 18) + 5));
    }

    @Test
    void shouldTellHowEachMetaServerIs() {
        String dead = FakeServer.nobody();
        try (FakeMeta other = FakeMeta.start();
                FakeMeta lost = FakeMeta.start()) {
            other.leader = group -> meta.address() + ":0";
            lost.leader = group -> "";
            String byName = "localhost" + meta.address().substring("127.0.0.1".length());
            List<String> given = List.of(dead, other.address(), meta.address(), lost.address(), byName);
            try (BaikalCluster all = BaikalCluster.connect(given)) {
                List<MetaServerReport> reports = all.metaServers();

                assertThat(reports).extracting(MetaServerReport::address).isEqualTo(given);
                assertThat(reports)
                        .extracting(MetaServerReport::reachable)
                        .containsExactly(false, true, true, true, true);
                assertThat(reports)
                        .extracting(MetaServerReport::leader)
                        .containsExactly(false, false, true, false, true);
                assertThat(reports.get(0).detail()).contains("unreachable");
                assertThat(reports.get(1).detail()).isEqualTo("follows " + meta.address());
                assertThat(reports.get(3).detail()).contains("knows no leader");
            }
        }
    }

    @Test
    void shouldSayWhoCannotBeReached() {
        String dead = FakeServer.nobody();
        try (BaikalCluster none = BaikalCluster.connect(List.of(dead), Duration.ofSeconds(5))) {
            assertThatThrownBy(none::tables)
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining(dead);
        }
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        assertThatThrownBy(() -> BaikalCluster.connect(List.of("nowhere"))).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> BaikalCluster.connect(List.of())).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> BaikalCluster.connect(List.of("a:1"), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAnswerNothingOnceClosed() {
        cluster.close();
        cluster.close();

        assertThatThrownBy(cluster::tables).isInstanceOf(CapturerClosedException.class);
        assertThatThrownBy(cluster::metaServers).isInstanceOf(CapturerClosedException.class);
    }

    @Test
    void shouldKeepTheInterrupt() {
        meta.leader = group -> "";
        Thread.currentThread().interrupt();

        assertThatThrownBy(cluster::tables).isInstanceOf(CapturerClosedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldLinkByFieldAndHint() {
        cluster.link(new LinkRequest("NS", ORDERS, BINLOG, Optional.of("id"), false));

        MetaManagerRequest asked = meta.manageRequests.get(0);
        assertThat(asked.getOpType()).isEqualTo(Op.LINK_BINLOG);
        assertThat(asked.getTableInfo().getNamespaceName()).isEqualTo("NS");
        assertThat(asked.getTableInfo().getDatabase()).isEqualTo("shop");
        assertThat(asked.getTableInfo().getTableName()).isEqualTo("orders");
        assertThat(asked.getTableInfo().getLinkField().getFieldName()).isEqualTo("id");
        assertThat(asked.getTableInfo().hasPartitionIsSameHint()).isTrue();
        assertThat(asked.getTableInfo().getPartitionIsSameHint()).isFalse();
        assertThat(asked.getBinlogInfo().getTableName()).isEqualTo("bl");
    }

    @Test
    void shouldUnlinkWithoutAField() {
        cluster.unlink(new LinkRequest("NS", ORDERS, BINLOG, Optional.of("id"), false));

        assertThat(meta.manageRequests.get(0).getOpType()).isEqualTo(Op.UNLINK_BINLOG);
        assertThat(meta.manageRequests.get(0).getTableInfo().hasLinkField()).isFalse();
    }

    @Test
    void shouldHaveTheLeaderLink() {
        try (FakeMeta other = FakeMeta.start()) {
            meta.onManage = request -> MetaManagerResponse.newBuilder()
                    .setErrcode(Err.NOT_LEADER)
                    .setLeader(other.address())
                    .build();

            cluster.link(request(Optional.empty()));

            assertThat(other.manageRequests).hasSize(1);
        }
    }

    @Test
    void shouldTakeARefusalForDoneWhereTheFirstAnswerWasLost() {
        SchemaInfo unlinked = Wire.table(2, "shop", "orders", 31);
        SchemaInfo linked = Wire.table(2, "shop", "orders", 30);
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 1));
        meta.schemas.add(unlinked);
        meta.onManage = request -> {
            SchemaInfo wished = request.getOpType() == Op.LINK_BINLOG ? linked : unlinked;
            boolean first = !meta.schemas.contains(wished);
            meta.schemas.remove(wished.equals(linked) ? unlinked : linked);
            if (first) {
                meta.schemas.add(wished);
            }
            return MetaManagerResponse.newBuilder()
                    .setErrcode(first ? Err.RETRY_LATER : Err.INPUT_PARAM_ERROR)
                    .setErrmsg(first ? "changing leader" : "as it is already")
                    .build();
        };

        cluster.link(request(Optional.empty()));
        cluster.unlink(request(Optional.empty()));

        assertThat(meta.manageRequests).hasSize(4);
        assertThat(meta.schemas).contains(unlinked).doesNotContain(linked);
    }

    @Test
    void shouldSayThatATableIsLinkedAlready() {
        meta.schemas.add(Wire.table(2, "shop", "orders", 30));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 1));

        assertRefused("table already linked", request(Optional.empty()), "linked to it already", "unlink it first");
    }

    @Test
    void shouldSayThatAnOldServerKnowsOneLinkOnly() {
        meta.schemas.add(Wire.table(2, "shop", "orders", 31));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 1));

        assertRefused("table already linked", request(Optional.empty()), "binlog table of id 31", "before 2.2.1");
    }

    @Test
    void shouldSayThatAFieldIsNeeded() {
        meta.schemas.add(Wire.table(2, "shop", "orders"));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 4));

        assertRefused("no link field info", request(Optional.empty()), "has 4 partitions", "one of id, v");
    }

    @Test
    void shouldSayThatAFieldIsMissing() {
        meta.schemas.add(Wire.table(2, "shop", "orders"));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 4));

        assertRefused("link field info error", request(Optional.of("uid")), "no column uid", "one of id, v");
    }

    @Test
    void shouldSayThatRangesCannotBeLinked() {
        meta.schemas.add(Wire.table(2, "shop", "orders").toBuilder()
                .setPartitionInfo(PartitionInfo.newBuilder().setType(Partition.RANGE))
                .build());
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 4));

        assertRefused("range partition not support", request(Optional.of("id")), "partitioned by range");
    }

    @Test
    void shouldSayThatADdlRuns() {
        meta.schemas.add(Wire.table(2, "shop", "orders"));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 1));

        assertRefused("table is doing ddl", request(Optional.empty()), "wait until it has ended");
    }

    @Test
    void shouldSayThatATableIsMissingAndNameOthers() {
        meta.schemas.add(Wire.table(2, "shop", "order"));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 1));

        assertRefused("table not exist", request(Optional.empty()), "no table shop.orders", "shop.order");
    }

    @Test
    void shouldSayThatTheBinlogTableIsNone() {
        meta.schemas.add(Wire.table(2, "shop", "orders"));
        meta.schemas.add(Wire.table(3, "shop", "bl"));
        meta.schemas.add(Wire.binlogTable(30, "shop", "b1", 1));

        assertRefused("table is not binlog", request(Optional.empty()), "no binlog table", "shop.b1", "ENGINE=binlog");
    }

    @Test
    void shouldSayThatThereIsNothingToUnlink() {
        meta.schemas.add(Wire.table(2, "shop", "orders"));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 1));
        refuse(Err.INPUT_PARAM_ERROR, "table not linked");

        assertThatThrownBy(() -> cluster.unlink(request(Optional.empty())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cannot be unlinked", "table not linked", "nothing to undo");
    }

    @Test
    void shouldNameTheOtherTableToUnlink() {
        meta.schemas.add(Wire.table(2, "shop", "orders", 31, 32));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 1));
        refuse(Err.INPUT_PARAM_ERROR, "table is not binlog");

        assertThatThrownBy(() -> cluster.unlink(request(Optional.empty())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("id 31 and id 32", "name that one");
    }

    @Test
    void shouldCallAFailureOfTheServerRetriable() {
        meta.schemas.add(Wire.table(2, "shop", "orders"));
        meta.schemas.add(Wire.binlogTable(30, "shop", "bl", 1));
        refuse(Err.INTERNAL_ERROR, "write db fail");

        assertThatThrownBy(() -> cluster.link(request(Optional.empty())))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("INTERNAL_ERROR write db fail");
    }

    private void assertRefused(String errmsg, LinkRequest request, String... parts) {
        refuse(Err.INPUT_PARAM_ERROR, errmsg);

        assertThatThrownBy(() -> cluster.link(request))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("shop.orders of namespace NS cannot be linked")
                .hasMessageContaining(errmsg)
                .hasMessageContainingAll(parts);
    }

    private void refuse(int errcode, String errmsg) {
        meta.onManage = request -> MetaManagerResponse.newBuilder()
                .setErrcode(errcode)
                .setErrmsg(errmsg)
                .build();
    }

    private static LinkRequest request(Optional<String> field) {
        return new LinkRequest("NS", ORDERS, BINLOG, field, false);
    }
}
