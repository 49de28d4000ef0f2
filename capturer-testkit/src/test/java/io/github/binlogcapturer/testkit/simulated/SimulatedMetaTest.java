package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.BaikalHeartBeatRequest;
import io.github.binlogcapturer.protocol.BaikalHeartBeatTable;
import io.github.binlogcapturer.protocol.BinlogInfo;
import io.github.binlogcapturer.protocol.QueryRequest;
import io.github.binlogcapturer.protocol.QueryResponse;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.TsoResponse;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import io.github.binlogcapturer.protocol.WireCodes.Query;
import io.github.binlogcapturer.testkit.Client;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SimulatedMetaTest {

    private final ServedBinlog binlog = new ServedBinlog(
            options -> options.metaServers(3).regionsAppearAfter(Duration.ofSeconds(5)), ServedBinlog.ALL_COLUMNS);

    @AfterEach
    void stop() {
        binlog.close();
    }

    private String address(int number) {
        return binlog.cluster.metaServers().get(number);
    }

    private Client meta(int number) {
        return binlog.client(address(number));
    }

    private QueryRequest.Builder byName() {
        return QueryRequest.newBuilder()
                .setOpType(Query.SCHEMA)
                .setNamespaceName(binlog.cluster.namespace())
                .setDatabase("cdc")
                .setTableName("bl");
    }

    private RegionInfo region(int server) {
        return meta(server).query(byName()).getRegionInfos(0);
    }

    private void letRegionsAppear() {
        binlog.clock.advance(Duration.ofSeconds(5));
    }

    @Test
    void shouldNameTheRegionsOfANewTableAfterAWhile() {
        assertThat(meta(2).query(byName()).getRegionInfosCount()).isZero();

        letRegionsAppear();

        QueryResponse answer = meta(2).query(byName());
        assertThat(answer.getSchemaInfosList()).containsExactly(binlog.table);
        assertThat(answer.getRegionInfos(0).getPeersList()).isEqualTo(binlog.cluster.peers(binlog.region));
        assertThat(answer.getRegionInfos(0).getLeader()).isEqualTo(binlog.leader());
        assertThat(answer.getRegionInfos(0).getPartitionId()).isZero();
    }

    @Test
    void shouldAnswerByIdByDatabaseAndForAll() {
        letRegionsAppear();
        QueryRequest.Builder database = byName().clearTableName();
        QueryRequest.Builder byId =
                QueryRequest.newBuilder().setOpType(Query.SCHEMA_FLATTEN).setTableId(binlog.table.getTableId());
        QueryRequest.Builder region = QueryRequest.newBuilder()
                .setOpType(Query.REGION)
                .addRegionIds(binlog.region)
                .addRegionIds(4711);

        assertThat(meta(0).query(database).getSchemaInfosList()).containsExactly(binlog.table);
        assertThat(meta(0).query(byId).getSchemaInfosList()).containsExactly(binlog.table);
        assertThat(meta(0).query(region).getErrcode()).isEqualTo(Err.REGION_NOT_EXIST);
        assertThat(meta(0).query(region).getRegionInfosCount()).isEqualTo(1);
    }

    @Test
    void shouldKnowANewVersionOfATableAtOnceAndForgetADroppedOne() {
        SchemaInfo changed = binlog.table.toBuilder().setVersion(2).build();
        binlog.servers().put(changed);
        assertThat(meta(0).query(byName()).getSchemaInfosList()).containsExactly(changed);

        binlog.servers().put(changed.toBuilder().setDeleted(true).build());

        assertThat(meta(0).query(byName()).getErrcode()).isEqualTo(Err.INPUT_PARAM_ERROR);
    }

    @Test
    void shouldNotTellFollowersOfAChangeOfTheLeaderAlone() {
        letRegionsAppear();
        String before = binlog.leader();

        binlog.faults().leaderChange(binlog.region);

        assertThat(region(2).getLeader()).isEqualTo(binlog.leader());
        assertThat(region(0).getLeader()).isEqualTo(before);
    }

    @Test
    void shouldKeepFollowersStale() {
        letRegionsAppear();
        Fault stale = binlog.faults().metaFollowersStale();
        long added = binlog.cluster.addRegion("cdc.bl", 0);
        assertThat(meta(0).query(byName()).getRegionInfosCount()).isEqualTo(1);
        assertThat(meta(2).query(byName()).getRegionInfosList())
                .extracting(RegionInfo::getRegionId)
                .containsExactly(binlog.region, added);

        stale.close();

        assertThat(meta(0).query(byName()).getRegionInfosCount()).isEqualTo(2);
    }

    @Test
    void shouldSendHeartbeatsAndTimestampRequestsToTheirLeaders() {
        assertThat(meta(0).heartbeat(BaikalHeartBeatRequest.newBuilder()).getLeader())
                .isEqualTo(address(2) + ":0");
        assertThat(meta(2).heartbeat(BaikalHeartBeatRequest.newBuilder()).getErrcode())
                .isEqualTo(Err.SUCCESS);
        assertThat(meta(2).tso(Op.GEN_TSO, 1).getErrcode()).isEqualTo(Err.NOT_LEADER);
        assertThat(meta(2).tso(Op.GEN_TSO, 1).getLeader()).isEqualTo(address(0));
        assertThat(meta(0).tso(Op.GEN_TSO, 1).getErrcode()).isEqualTo(Err.SUCCESS);
        assertThat(meta(1).raftLeader(WireCodes.Raft.META_GROUP).getLeader()).isEqualTo(address(2));
        assertThat(meta(1).raftLeader(WireCodes.Raft.TSO_GROUP).getLeader()).isEqualTo(address(0));
    }

    @Test
    void shouldGiveTheRegionsOfLinkedBinlogTablesByHeartbeat() {
        letRegionsAppear();
        binlog.servers()
                .put(SchemaInfo.newBuilder()
                        .setTableId(binlog.servers().nextId())
                        .setNamespaceName(binlog.cluster.namespace())
                        .setDatabase("cdc")
                        .setTableName("linked")
                        .setBinlogInfo(BinlogInfo.newBuilder().setBinlogTableId(binlog.table.getTableId()))
                        .build());

        var answer = meta(2).heartbeat(BaikalHeartBeatRequest.newBuilder()
                .setNeedHeartbeatTable(true)
                .setNeedBinlogHeartbeat(true)
                .addHeartbeatTables(BaikalHeartBeatTable.newBuilder()
                        .setNamespaceName(binlog.cluster.namespace())
                        .setDatabase("cdc")
                        .setTableName("linked")));

        assertThat(answer.getSchemaChangeInfoCount()).isEqualTo(2);
        assertThat(answer.getRegionChangeInfoList())
                .extracting(RegionInfo::getRegionId)
                .containsExactly(binlog.region);
        var again = meta(2).heartbeat(
                        BaikalHeartBeatRequest.newBuilder().setLastUpdatedIndex(answer.getLastUpdatedIndex()));
        assertThat(again.getSchemaChangeInfoCount()).isZero();
    }

    @Test
    void shouldLetAnotherServerLeadWhileTheLeaderIsDown() {
        Fault down = binlog.faults().metaDown(address(2));
        assertThatThrownBy(() -> meta(2).query(byName())).isInstanceOf(StatusRuntimeException.class);
        assertThat(meta(1).heartbeat(BaikalHeartBeatRequest.newBuilder()).getErrcode())
                .isEqualTo(Err.SUCCESS);

        down.close();

        try (Client fresh = new Client(address(2))) {
            assertThat(fresh.heartbeat(BaikalHeartBeatRequest.newBuilder()).getErrcode())
                    .isEqualTo(Err.SUCCESS);
        }
    }

    @Test
    void shouldRefuseTimestampsWhileTheOracleIsDown() {
        Fault down = binlog.faults().tsoDown();
        assertThat(meta(0).tso(Op.GEN_TSO, 1).getErrcode()).isEqualTo(Err.RETRY_LATER);
        assertThat(meta(0).tso(Op.QUERY_TSO_INFO, 1).getErrcode()).isEqualTo(Err.SUCCESS);
        assertThatThrownBy(binlog::write).isInstanceOf(IllegalStateException.class);

        down.close();

        assertThat(meta(0).tso(Op.GEN_TSO, 1).getErrcode()).isEqualTo(Err.SUCCESS);
    }

    @Test
    void shouldGiveTimestampsOfTheJumpedClockAndAboveAllBefore() {
        long before = binlog.servers().takeTimestamps(1) >> 18;
        Fault jump = binlog.faults().clockJump(Duration.ofMinutes(10));
        TsoResponse jumped = meta(0).tso(Op.GEN_TSO, 5);
        jump.close();
        TsoResponse after = meta(0).tso(Op.GEN_TSO, 5);

        assertThat(jumped.getStartTimestamp().getPhysical()).isEqualTo(before + 600_000);
        assertThat(after.getStartTimestamp().getPhysical()).isEqualTo(before + 600_000);
        assertThat(after.getStartTimestamp().getLogical()).isEqualTo(5);
    }
}
