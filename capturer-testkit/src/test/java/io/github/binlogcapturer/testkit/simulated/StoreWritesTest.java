package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoreWritesTest {

    private final ServedBinlog binlog = new ServedBinlog();

    @AfterEach
    void stop() {
        binlog.close();
    }

    private int send(String store, StoreReq request) {
        return binlog.client(store).store(request).getErrcode();
    }

    @Test
    void shouldTakeWritesOverTheWireAtTheLeaderAlone() {
        long startTs = binlog.servers().takeTimestamps(1);
        StoreReq prewrite = binlog.prewriteRequest(startTs, 1, 10);
        assertThat(send(binlog.follower(), prewrite)).isEqualTo(Err.NOT_LEADER);
        assertThat(send(binlog.leader(), prewrite)).isEqualTo(Err.SUCCESS);
        assertThat(binlog.check(binlog.follower())).isEqualTo(startTs);

        StoreReq commit =
                binlog.request(Op.COMMIT_BINLOG, startTs + 1, startTs, 1).build();

        assertThat(send(binlog.leader(), commit)).isEqualTo(Err.SUCCESS);
        assertThat(binlog.readAll(binlog.follower()).getCommitTsList()).containsExactly(startTs + 1);
    }

    @Test
    void shouldTakeFakesAndRollbacksOverTheWire() {
        long startTs = binlog.prewrite(1, 1);
        long fakeTs = binlog.servers().takeTimestamps(1);

        assertThat(send(
                        binlog.leader(),
                        binlog.request(Op.FAKE_BINLOG, fakeTs, 0, 0).build()))
                .isEqualTo(Err.SUCCESS);
        assertThat(send(
                        binlog.leader(),
                        binlog.request(Op.ROLLBACK_BINLOG, startTs, startTs, 1).build()))
                .isEqualTo(Err.SUCCESS);

        assertThat(binlog.readAll(binlog.leader()).getCommitTsList()).containsExactly(fakeTs);
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertThat(send(binlog.leader(), binlog.request(1, 1, 1, 1).build())).isEqualTo(Err.UNSUPPORT_REQ_TYPE);
        assertThat(send(
                        binlog.leader(),
                        binlog.request(Op.COMMIT_BINLOG, 1, 1, 1)
                                .clearBinlogDesc()
                                .build()))
                .isEqualTo(Err.INPUT_PARAM_ERROR);
        assertThatThrownBy(() -> binlog.servers().propose(4711, StoreReq.getDefaultInstance()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4711");
    }

    @Test
    void shouldWriteToAnAddedRegionLaterThanMetaNamesIt() {
        long added = binlog.cluster.addRegion("cdc.bl", 0);
        assertThat(binlog.cluster.regions("cdc.bl")).containsExactly(binlog.region, added);
        String peer = binlog.cluster.leader(added);
        assertThat(binlog.client(peer).checkPointTs(added)).isEqualTo(-1);
        assertThat(binlog.client(peer).read(added, 5, 1).getErrcode()).isEqualTo(Err.GET_VALUE_FAIL);

        binlog.cluster.heartbeat();
        assertThat(binlog.client(peer)
                        .read(added, binlog.cluster.lastTs().value(), 1)
                        .getErrcode())
                .isEqualTo(Err.SUCCESS);
        assertThat(writable()).containsExactly(binlog.region);
        binlog.clock.advance(Duration.ofSeconds(2));

        assertThat(writable()).containsExactly(binlog.region, added);
    }

    private Iterable<Long> writable() {
        return binlog.servers().writableRegions(binlog.table.getTableId(), 0);
    }

    @Test
    void shouldDropARegionThatNothingWaitsIn() {
        long startTs = binlog.prewrite(1, 1);
        assertThatThrownBy(() -> binlog.cluster.dropRegion(binlog.region))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(String.valueOf(startTs));
        String peer = binlog.leader();
        binlog.commit(startTs, 1);

        binlog.cluster.dropRegion(binlog.region);

        assertThat(binlog.read(peer, 5, 1).getErrcode()).isEqualTo(Err.REGION_NOT_EXIST);
        assertThat(binlog.cluster.regions("cdc.bl")).isEmpty();
    }
}
