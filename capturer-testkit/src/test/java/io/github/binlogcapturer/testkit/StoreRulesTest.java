package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.QueryRequest;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a store checks before it reads, on recordings of the real one. */
class StoreRulesTest {

    /** A region of bl_s, partition 0. */
    private static final long REGION = 39;
    /** A region of the user table two: no store serves it here. */
    private static final long DATA_REGION = 47;

    private static RecordedCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RecordedCluster.builder()
                .recording(Recordings.LINKS)
                .followers(2)
                .start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void shouldServeEachRegionAtItsLeaderAndAllFollowers() {
        assertThat(cluster.stores()).hasSize(9).doesNotHaveDuplicates();
        assertThat(cluster.regionIds()).containsExactly(39L, 40L, 41L);
        assertThat(cluster.peers(39)).hasSize(3).doesNotContainAnyElementsOf(cluster.peers(40));
    }

    @Test
    void shouldGiveTheSameDataAtEveryPeer() {
        List<StoreRes> answers = cluster.peers(REGION).stream()
                .map(peer -> {
                    try (Client store = new Client(peer)) {
                        return store.read(REGION, store.oldestTs(REGION), 1000);
                    }
                })
                .toList();

        assertThat(answers.get(0).getBinlogsCount()).isGreaterThan(60);
        assertThat(answers).allMatch(answers.get(0)::equals);
    }

    @Test
    void shouldNameTheLeaderOnEveryAnswerOfARegion() {
        String leader = cluster.peers(REGION).get(0);
        try (Client follower = new Client(cluster.peers(REGION).get(1))) {
            assertThat(follower.read(REGION, 0, 1).getLeader()).isEqualTo(leader);
            assertThat(follower.read(REGION, 1, 1).getLeader()).isEqualTo(leader);
            assertThat(follower.read(REGION, Long.MAX_VALUE, 1).getLeader()).isEqualTo(leader);
            assertThat(follower.store(Client.infoRequest(REGION)).getLeader()).isEqualTo(leader);
        }
    }

    @Test
    void shouldSayNothingButTheCodeOfARegionItDoesNotHave() {
        StoreRes onlyCode =
                StoreRes.newBuilder().setErrcode(WireCodes.Err.REGION_NOT_EXIST).build();
        try (Client store = new Client(cluster.peers(REGION).get(0))) {
            assertThat(store.read(4711, 5, 1)).isEqualTo(onlyCode);
            assertThat(store.read(40, 5, 1)).isEqualTo(onlyCode);
            assertThat(store.read(DATA_REGION, 5, 1)).isEqualTo(onlyCode);
        }
    }

    @Test
    void shouldTellTheRegionToACallerWithAnOlderVersion() {
        StoreReq old =
                Client.readRequest(REGION, 5, 1).toBuilder().setRegionVersion(0).build();
        try (Client store = new Client(cluster.peers(REGION).get(1))) {
            StoreRes answer = store.store(old);

            assertThat(answer.getErrcode()).isEqualTo(WireCodes.Err.VERSION_OLD);
            assertThat(answer.getRegions(0).getRegionId()).isEqualTo(REGION);
            assertThat(answer.getRegions(0).getPeersList()).isEqualTo(cluster.peers(REGION));
        }
    }

    @Test
    void shouldSendAReaderWithANewerVersionToTheLeader() {
        StoreReq newer =
                Client.readRequest(REGION, 5, 1).toBuilder().setRegionVersion(2).build();
        StoreReq newerInfo =
                Client.infoRequest(REGION).toBuilder().setRegionVersion(2).build();
        try (Client store = new Client(cluster.peers(REGION).get(0))) {
            assertThat(store.store(newer).getErrcode()).isEqualTo(WireCodes.Err.NOT_LEADER);
            assertThat(store.store(newerInfo).getErrcode()).isEqualTo(WireCodes.Err.SUCCESS);
        }
    }

    @Test
    void shouldRefuseWrites() {
        StoreReq write = Client.infoRequest(REGION).toBuilder()
                .setOpType(WireCodes.Op.FAKE_BINLOG)
                .build();
        try (Client leader = new Client(cluster.peers(REGION).get(0));
                Client follower = new Client(cluster.peers(REGION).get(1))) {
            assertThat(leader.store(write).getErrcode()).isEqualTo(WireCodes.Err.UNSUPPORT_REQ_TYPE);
            assertThat(follower.store(write).getErrcode()).isEqualTo(WireCodes.Err.NOT_LEADER);
        }
    }

    @Test
    void shouldRefuseARequestWithoutRequiredFields() {
        StoreReq incomplete = Client.readRequest(REGION, 5, 1).toBuilder()
                .clearRegionVersion()
                .build();
        try (Client store = new Client(cluster.peers(REGION).get(0))) {
            assertThatThrownBy(() -> store.store(incomplete))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
        }
    }

    @Test
    void shouldTellOldestAndLastTs() {
        try (Client store = new Client(cluster.peers(REGION).get(2))) {
            StoreRes answer = store.store(Client.infoRequest(REGION));

            assertThat(answer.getErrcode()).isEqualTo(WireCodes.Err.SUCCESS);
            assertThat(answer.getBinlogInfo().getRegionId()).isEqualTo(REGION);
            assertThat(answer.getBinlogInfo().getOldestTs())
                    .isLessThan(answer.getBinlogInfo().getCheckPointTs());
            assertThat(store.read(REGION, answer.getBinlogInfo().getCheckPointTs(), 9)
                            .getBinlogsCount())
                    .isZero();
        }
    }

    @Test
    void shouldNameServedAddressesOnly() {
        QueryRequest.Builder all = QueryRequest.newBuilder().setOpType(WireCodes.Query.REGION);
        try (Client meta = new Client(cluster.metaServers().get(0))) {
            assertThat(meta.query(all).getRegionInfosList())
                    .hasSizeGreaterThan(3)
                    .allSatisfy(region -> {
                        assertThat(cluster.stores()).containsAll(region.getPeersList());
                        assertThat(region.getLeader()).isEqualTo(region.getPeers(0));
                        assertThat(region.getReplicaNum()).isEqualTo(3);
                    });
        }
    }

    @Test
    void shouldCountReads() {
        try (RecordedCluster counted = RecordedCluster.builder()
                        .recording(Recordings.LINKS)
                        .followers(1)
                        .start();
                Client leader = new Client(counted.peers(REGION).get(0));
                Client follower = new Client(counted.peers(REGION).get(1))) {
            leader.read(REGION, 0, 5);
            leader.read(REGION, -3, 5);
            follower.read(REGION, counted.lastTs().value(), -5);
            leader.read(4711, 5, 5);
            leader.store(Client.infoRequest(REGION));

            ReadCounts reads = counted.reads();
            assertThat(reads.of(REGION)).isEqualTo(3);
            assertThat(reads.of(4711)).isEqualTo(1);
            assertThat(reads.total()).isEqualTo(4);
            assertThat(reads.badTs()).isEqualTo(2);
            assertThat(reads.negativeCounts()).isEqualTo(1);
            assertThat(reads.atFollowers()).isEqualTo(1);
        }
    }
}
