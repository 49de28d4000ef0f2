package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.testkit.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class PeerFaultsTest {

    private final ServedBinlog binlog = new ServedBinlog(options -> options.stores(4), ServedBinlog.ALL_COLUMNS);
    private String leader = "";
    private String follower = "";
    private long start;

    @BeforeEach
    void start() {
        leader = binlog.leader();
        follower = binlog.follower();
        start = binlog.oldest(leader);
    }

    @AfterEach
    void stop() {
        binlog.close();
    }

    private StoreRes readWithVersion(String store, long version) {
        StoreReq read = Client.readRequest(binlog.region, start, 10);
        return binlog.client(store)
                .store(read.toBuilder().setRegionVersion(version).build());
    }

    private String metaLeader() {
        String server = binlog.cluster.metaServers().get(0);
        List<RegionInfo> known = binlog.servers().metas().catalog(server).regionsOf(List.of(binlog.table.getTableId()));
        return known.get(0).getLeader();
    }

    @Test
    void shouldChangeTheLeaderAndTellMeta() {
        binlog.faults().leaderChange(binlog.region);

        assertThat(binlog.leader()).isNotEqualTo(leader);
        assertThat(metaLeader()).isEqualTo(binlog.leader());
        assertThat(binlog.read(leader, start, 1).getLeader()).isEqualTo(binlog.leader());
        binlog.write();
        assertThat(binlog.readAll(leader).getBinlogsCount()).isEqualTo(1);
    }

    @Test
    void shouldKeepALeaderChangeFromMetaUntilItIsSwitchedOff() {
        Fault hidden = binlog.faults().leaderChangeUnknownToMeta(binlog.region);
        binlog.clock.advance(Duration.ofMinutes(1));
        assertThat(binlog.leader()).isNotEqualTo(leader);
        assertThat(metaLeader()).isEqualTo(leader);

        hidden.close();

        assertThat(metaLeader()).isEqualTo(binlog.leader());
    }

    @Test
    void shouldServeReadsButNoHeartbeatsAndNoWritesWhileTheLeaderIsUnknown() {
        long commit = binlog.write();
        Fault unknown = binlog.faults().leaderUnknown(binlog.region);
        binlog.cluster.heartbeat();

        StoreRes answer = binlog.read(leader, start, 10);
        assertThat(answer.getLeader()).isEqualTo("0.0.0.0:0");
        assertThat(answer.getCommitTsList()).containsExactly(commit);
        StoreReq prewrite = binlog.prewriteRequest(binlog.servers().takeTimestamps(1), 1, 1);
        assertThat(binlog.client(leader).store(prewrite).getErrcode()).isEqualTo(Err.NOT_LEADER);

        unknown.close();
        assertThat(binlog.leader()).isEqualTo(leader);
    }

    @Test
    void shouldElectAnotherLeaderAndTellMetaLaterWhenAStoreIsGone() {
        binlog.faults().storeDown(leader);
        assertThat(binlog.leader()).isEqualTo("0.0.0.0:0");

        binlog.clock.advance(Duration.ofSeconds(1));
        await().until(() -> binlog.cluster.peers(binlog.region).contains(binlog.leader()));
        assertThat(binlog.leader()).isNotEqualTo(leader);
        assertThat(metaLeader()).isEqualTo(leader);

        binlog.clock.advance(Duration.ofSeconds(2));
        await().until(() -> metaLeader().equals(binlog.leader()));
    }

    @Test
    void shouldRefuseWritesWhenNoPeerIsUp() {
        List<Fault> down = binlog.cluster.peers(binlog.region).stream()
                .map(binlog.faults()::storeDown)
                .toList();
        assertThatThrownBy(binlog::write)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Region " + binlog.region);

        down.forEach(Fault::close);

        assertThat(binlog.write()).isPositive();
    }

    @Test
    void shouldLetAFollowerLagAndCatchUp() {
        Fault lag = binlog.faults().laggingFollower(binlog.region, follower);
        long commit = binlog.write();
        assertThat(binlog.check(follower)).isEqualTo(start);
        assertThat(binlog.readAll(follower).getBinlogsCount()).isZero();
        assertThat(binlog.readAll(leader).getBinlogsCount()).isEqualTo(1);

        lag.close();

        assertThat(binlog.readAll(follower).getCommitTsList()).containsExactly(commit);
    }

    @Test
    void shouldNotLetTheLeaderLag() {
        assertThatThrownBy(() -> binlog.faults().laggingFollower(binlog.region, leader))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leads");
    }

    @Test
    void shouldShortenTheHistoryOfOnePeerOnly() {
        binlog.write();
        long cut = binlog.write();
        long after = binlog.write();

        binlog.faults().historyShorter(binlog.region, follower, CommitTs.of(cut));

        assertThat(binlog.read(follower, start, 10).getErrcode()).isEqualTo(Err.LESS_THAN_OLDEST_TS);
        assertThat(binlog.oldest(follower)).isEqualTo(cut);
        assertThat(binlog.read(follower, cut, 10).getCommitTsList()).containsExactly(after);
        assertThat(binlog.read(leader, start, 10).getBinlogsCount()).isEqualTo(3);
    }

    @Test
    void shouldShortenTheHistoryEverywhere() {
        binlog.write();
        CommitTs cut = CommitTs.of(binlog.write());

        binlog.faults().historyShorterEverywhere(binlog.region, cut);

        assertThat(binlog.cluster.peers(binlog.region))
                .allSatisfy(peer ->
                        assertThat(binlog.read(peer, start, 10).getErrcode()).isEqualTo(Err.LESS_THAN_OLDEST_TS));
    }

    @Test
    void shouldTellTheRegionWithItsNewVersionWhileALaggingPeerRefusesIt() {
        binlog.faults().laggingFollower(binlog.region, follower);
        binlog.faults().versionOld(binlog.region);

        StoreRes old = readWithVersion(leader, 1);
        assertThat(old.getErrcode()).isEqualTo(Err.VERSION_OLD);
        assertThat(old.getRegions(0).getVersion()).isEqualTo(2);
        assertThat(readWithVersion(leader, 2).getErrcode()).isEqualTo(Err.SUCCESS);
        assertThat(readWithVersion(follower, 2).getErrcode()).isEqualTo(Err.NOT_LEADER);
        assertThat(readWithVersion(follower, 1).getErrcode()).isEqualTo(Err.SUCCESS);
    }

    @Test
    void shouldMoveAPeerToAFreeStoreWithoutItsHistory() {
        long before = binlog.write();
        binlog.faults().regionMoved(binlog.region, follower);
        long after = binlog.write();

        String taker = binlog.cluster.peers(binlog.region).get(2);
        assertThat(binlog.cluster.stores().get(3)).isEqualTo(taker);
        assertThat(binlog.read(follower, start, 10).getErrcode()).isEqualTo(Err.REGION_NOT_EXIST);
        assertThat(binlog.read(taker, start, 10).getErrcode()).isEqualTo(Err.LESS_THAN_OLDEST_TS);
        assertThat(binlog.oldest(taker)).isEqualTo(before);
        assertThat(binlog.read(taker, before, 10).getCommitTsList()).containsExactly(after);
    }

    @Test
    void shouldElectAnotherLeaderWhenTheLeadersPeerMoves() {
        binlog.faults().regionMoved(binlog.region, leader);

        assertThat(binlog.cluster.peers(binlog.region)).doesNotContain(leader).contains(binlog.leader());
        assertThat(metaLeader()).isEqualTo(binlog.leader());
    }
}
