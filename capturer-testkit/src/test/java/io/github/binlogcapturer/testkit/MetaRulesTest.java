package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.BaikalHeartBeatRequest;
import io.github.binlogcapturer.protocol.BaikalHeartBeatResponse;
import io.github.binlogcapturer.protocol.BaikalHeartBeatTable;
import io.github.binlogcapturer.protocol.QueryRequest;
import io.github.binlogcapturer.protocol.QueryResponse;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.TsoResponse;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class MetaRulesTest {

    private static RecordedCluster cluster;
    private static Client follower;
    private static Client leader;

    @BeforeAll
    static void start() {
        cluster = RecordedCluster.builder()
                .recording(Recordings.LINKS)
                .metaServers(3)
                .start();
        follower = new Client(cluster.metaServers().get(0));
        leader = new Client(leaderAddress());
    }

    @AfterAll
    static void stop() {
        follower.close();
        leader.close();
        cluster.close();
    }

    private static String leaderAddress() {
        return cluster.metaServers().get(2);
    }

    private static QueryRequest.Builder schemaRequest(int opType) {
        return QueryRequest.newBuilder()
                .setOpType(opType)
                .setNamespaceName(cluster.namespace())
                .setDatabase("cdc");
    }

    @Test
    void shouldTellTheRecordedNamespace() {
        assertThat(cluster.namespace()).isEqualTo("TEST_NAMESPACE");
    }

    @Test
    void shouldGiveOneTableWithTheRegionsOfItAndItsGlobalIndexes() {
        QueryResponse answer =
                follower.query(schemaRequest(WireCodes.Query.SCHEMA).setTableName("two"));

        assertThat(answer.getErrcode()).isEqualTo(WireCodes.Err.SUCCESS);
        assertThat(answer.getSchemaInfosList())
                .extracting(SchemaInfo::getTableName)
                .containsExactly("two");
        assertThat(answer.getRegionInfosList())
                .extracting(RegionInfo::getTableId)
                .containsExactly(34L, 33L);
    }

    @Test
    void shouldGiveTheRegionsOfABinlogTable() {
        QueryResponse answer =
                leader.query(schemaRequest(WireCodes.Query.SCHEMA).setTableName("bl_s"));

        assertThat(answer.getRegionInfosList())
                .extracting(RegionInfo::getRegionId, RegionInfo::getPartitionId)
                .containsExactly(tuple(39L, 0L), tuple(40L, 1L), tuple(41L, 2L));
    }

    @Test
    void shouldRefuseAnUnknownTable() {
        QueryResponse answer =
                leader.query(schemaRequest(WireCodes.Query.SCHEMA).setTableName("nowhere"));

        assertThat(answer.getErrcode()).isEqualTo(WireCodes.Err.INPUT_PARAM_ERROR);
        assertThat(answer.getErrmsg()).isEqualTo("table not exist");
    }

    @Test
    void shouldGiveAllTablesOfADatabase() {
        QueryResponse answer = leader.query(schemaRequest(WireCodes.Query.SCHEMA));

        assertThat(answer.getSchemaInfosList())
                .hasSizeGreaterThan(10)
                .allMatch(schema -> schema.getDatabase().equals("cdc"));
        assertThat(answer.getSchemaInfosList())
                .extracting(SchemaInfo::getTableId)
                .doesNotHaveDuplicates();
        assertThat(answer.getRegionInfosList()).isEmpty();
    }

    @Test
    void shouldGiveTheTablesOfAllNamespacesWhenNothingIsGiven() {
        QueryResponse answer = leader.query(QueryRequest.newBuilder().setOpType(WireCodes.Query.SCHEMA));

        assertThat(answer.getSchemaInfosList())
                .extracting(SchemaInfo::getNamespaceName)
                .contains("INTERNAL", "TEST_NAMESPACE");
    }

    @Test
    void shouldGiveRegionsByIdEvenIfOneIsUnknown() {
        QueryResponse answer = leader.query(
                QueryRequest.newBuilder().setOpType(WireCodes.Query.REGION).addAllRegionIds(List.of(41L, 4711L, 39L)));

        assertThat(answer.getErrcode()).isEqualTo(WireCodes.Err.REGION_NOT_EXIST);
        assertThat(answer.getRegionInfosList())
                .extracting(RegionInfo::getRegionId)
                .containsExactly(41L, 39L);
    }

    @Test
    void shouldIgnoreTheTableIdOfARegionQuery() {
        QueryRequest.Builder all = QueryRequest.newBuilder().setOpType(WireCodes.Query.REGION);

        assertThat(leader.query(all.clone().setTableId(30)).getRegionInfosList())
                .isEqualTo(leader.query(all).getRegionInfosList())
                .extracting(RegionInfo::getTableId)
                .contains(30L, 33L);
    }

    @Test
    void shouldHeedTheTableIdOfARegionQueryWhenToldTo() {
        try (RecordedCluster newer = RecordedCluster.builder()
                        .recording(Recordings.LINKS)
                        .filterRegionsByTableId(true)
                        .start();
                Client meta = new Client(newer.metaServers().get(0))) {
            QueryResponse answer = meta.query(
                    QueryRequest.newBuilder().setOpType(WireCodes.Query.REGION).setTableId(30));

            assertThat(answer.getRegionInfosList())
                    .extracting(RegionInfo::getRegionId)
                    .containsExactly(39L, 40L, 41L);
        }
    }

    @Test
    void shouldResolveATableById() {
        QueryResponse answer = follower.query(QueryRequest.newBuilder()
                .setOpType(WireCodes.Query.SCHEMA_FLATTEN)
                .setTableId(30));

        assertThat(answer.getSchemaInfosList())
                .extracting(SchemaInfo::getTableName)
                .containsExactly("bl_s");
        assertThat(answer.getRegionInfosList()).isEmpty();
    }

    @Test
    void shouldResolveATableByNameInTheFlatFormToo() {
        QueryRequest.Builder request = schemaRequest(WireCodes.Query.SCHEMA_FLATTEN);

        assertThat(follower.query(request.clone().setTableName("two"))
                        .getSchemaInfos(0)
                        .getTableId())
                .isEqualTo(33);
        assertThat(follower.query(request).getErrcode()).isEqualTo(WireCodes.Err.INPUT_PARAM_ERROR);
        assertThat(follower.query(request.setTableName("nowhere")).getErrmsg()).isEqualTo("table not exist");
    }

    @Test
    void shouldRefuseAnUnknownQuery() {
        assertThat(leader.query(QueryRequest.newBuilder().setOpType(312)).getErrcode())
                .isEqualTo(WireCodes.Err.UNSUPPORT_REQ_TYPE);
    }

    private static BaikalHeartBeatRequest.Builder heartbeatRequest(String table) {
        return BaikalHeartBeatRequest.newBuilder()
                .setNeedHeartbeatTable(true)
                .setNeedBinlogHeartbeat(true)
                .addHeartbeatTables(BaikalHeartBeatTable.newBuilder()
                        .setNamespaceName("TEST_NAMESPACE")
                        .setDatabase("cdc")
                        .setTableName(table));
    }

    @Test
    void shouldGiveAllTablesButOnlyLinkedBinlogRegionsInAHeartbeat() {
        BaikalHeartBeatResponse linked = leader.heartbeat(heartbeatRequest("strlink"));
        BaikalHeartBeatResponse unlinked = leader.heartbeat(heartbeatRequest("unlinked"));

        assertThat(linked.getSchemaChangeInfoList())
                .extracting(SchemaInfo::getTableName)
                .contains("strlink", "bl_s", "unlinked", "__baikaldb_instance");
        assertThat(linked.getRegionChangeInfoList())
                .extracting(RegionInfo::getRegionId)
                .containsExactly(39L, 40L, 41L);
        assertThat(unlinked.getSchemaChangeInfoList()).isEqualTo(linked.getSchemaChangeInfoList());
        assertThat(unlinked.getRegionChangeInfoList()).isEmpty();
    }

    @Test
    void shouldTakeAStarForAllTablesOfADatabase() {
        assertThat(leader.heartbeat(heartbeatRequest("*")).getRegionChangeInfoList())
                .extracting(RegionInfo::getRegionId)
                .containsExactly(39L, 40L, 41L);
    }

    @Test
    void shouldSendNothingNewOnceAHeartbeatIsKnown() {
        BaikalHeartBeatResponse first = leader.heartbeat(heartbeatRequest("two"));
        BaikalHeartBeatResponse second =
                leader.heartbeat(heartbeatRequest("two").setLastUpdatedIndex(first.getLastUpdatedIndex()));

        assertThat(second.getLastUpdatedIndex()).isEqualTo(first.getLastUpdatedIndex());
        assertThat(second.getSchemaChangeInfoList()).isEmpty();
        assertThat(second.getRegionChangeInfoList()).isEmpty();
    }

    @Test
    void shouldNameTheLeaderInThreePartsWhenAFollowerGetsAHeartbeat() {
        BaikalHeartBeatResponse answer = follower.heartbeat(heartbeatRequest("two"));

        assertThat(answer.getErrcode()).isEqualTo(WireCodes.Err.NOT_LEADER);
        assertThat(answer.getLeader()).isEqualTo(leaderAddress() + ":0");
        assertThat(answer.getSchemaChangeInfoList()).isEmpty();
    }

    @Test
    void shouldGiveOutTimestampsAboveTheRecording() {
        TsoResponse first = leader.tso(WireCodes.Op.GEN_TSO, 5);
        TsoResponse second = leader.tso(WireCodes.Op.GEN_TSO, 1);

        assertThat(first.getErrcode()).isEqualTo(WireCodes.Err.SUCCESS);
        assertThat(first.getCount()).isEqualTo(5);
        assertThat(value(first)).isGreaterThan(cluster.lastTs().value());
        assertThat(value(second)).isGreaterThanOrEqualTo(value(first) + 5);
    }

    @Test
    void shouldSendACallerOfTheOracleToTheLeader() {
        TsoResponse answer = follower.tso(WireCodes.Op.GEN_TSO, 1);

        assertThat(answer.getErrcode()).isEqualTo(WireCodes.Err.NOT_LEADER);
        assertThat(answer.getLeader()).isEqualTo(leaderAddress());
    }

    @Test
    void shouldRefuseACountOfZero() {
        assertThat(leader.tso(WireCodes.Op.GEN_TSO, 0).getErrcode()).isEqualTo(WireCodes.Err.INPUT_PARAM_ERROR);
    }

    @Test
    void shouldTellTheTimeWithoutTakingATimestampAtAnyNode() {
        TsoResponse atLeader = leader.tso(WireCodes.Op.QUERY_TSO_INFO, 0);
        TsoResponse atFollower = follower.tso(WireCodes.Op.QUERY_TSO_INFO, 0);

        assertThat(value(atLeader)).isGreaterThan(cluster.lastTs().value());
        assertThat(atFollower.getErrcode()).isEqualTo(WireCodes.Err.SUCCESS);
        assertThat(atFollower.getLeader()).isEqualTo(leaderAddress());
        assertThat(value(atFollower)).isLessThanOrEqualTo(value(atLeader));
    }

    @Test
    void shouldTellTheLeaderOfEveryGroupAtAnyNode() {
        assertThat(follower.raftLeader(WireCodes.Raft.META_GROUP).getLeader()).isEqualTo(leaderAddress());
        assertThat(leader.raftLeader(WireCodes.Raft.TSO_GROUP).getLeader()).isEqualTo(leaderAddress());
        assertThat(leader.raftLeader(3).getErrcode()).isEqualTo(WireCodes.Err.INPUT_PARAM_ERROR);
    }

    private static long value(TsoResponse answer) {
        return (answer.getStartTimestamp().getPhysical() << 18)
                | answer.getStartTimestamp().getLogical();
    }
}
