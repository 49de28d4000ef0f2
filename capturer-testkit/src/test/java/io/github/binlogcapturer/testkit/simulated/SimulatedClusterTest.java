package io.github.binlogcapturer.testkit.simulated;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class SimulatedClusterTest {

    private static ServedBinlog ticking() {
        return new ServedBinlog(options -> options.heartbeats(Duration.ofSeconds(1)), ServedBinlog.ALL_COLUMNS);
    }

    @Test
    void shouldGiveEachRegionAHeartbeatPerSecondOfItsClock() {
        try (ServedBinlog binlog = ticking()) {
            long before = binlog.check(binlog.leader());

            binlog.clock.advance(Duration.ofSeconds(1));

            await().until(() -> binlog.check(binlog.leader()) > before);
            assertThat(binlog.readAll(binlog.leader()).getBinlogsCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldMakeNoHeartbeatsWhileTheOracleIsDown() {
        try (ServedBinlog binlog = new ServedBinlog()) {
            long before = binlog.check(binlog.leader());
            binlog.faults().tsoDown();

            binlog.cluster.heartbeat();

            assertThat(binlog.check(binlog.leader())).isEqualTo(before);
        }
    }

    @Test
    void shouldTellTheLastTimestampThatACaptureHasToPass() {
        try (ServedBinlog binlog = new ServedBinlog()) {
            long commit = binlog.write();
            assertThat(binlog.cluster.lastTs().value()).isEqualTo(commit);

            binlog.cluster.heartbeat();

            assertThat(binlog.check(binlog.leader())).isGreaterThan(commit);
        }
    }

    @Test
    void shouldSpreadRegionsOverUpToThreeStores() {
        try (ServedBinlog binlog = new ServedBinlog(options -> options.stores(5), ServedBinlog.ALL_COLUMNS)) {
            List<String> second = binlog.cluster.peers(binlog.cluster.addRegion("cdc.bl", 0));

            assertThat(binlog.cluster.peers(binlog.region)).hasSize(3);
            assertThat(second).hasSize(3).isNotEqualTo(binlog.cluster.peers(binlog.region));
        }
        try (ServedBinlog binlog = new ServedBinlog(options -> options.stores(1), ServedBinlog.ALL_COLUMNS)) {
            assertThat(binlog.cluster.peers(binlog.region)).isEqualTo(binlog.cluster.stores());
        }
    }

    @Test
    void shouldSayWhatIsMissing() {
        try (ServedBinlog binlog = new ServedBinlog()) {
            assertThatThrownBy(() -> binlog.cluster.regions("cdc.none")).hasMessageContaining("cdc.none");
            assertThatThrownBy(() -> binlog.cluster.regions("bl")).hasMessageContaining("database.table");
            assertThatThrownBy(() -> binlog.cluster.leader(4711)).hasMessageContaining("4711");
            assertThatThrownBy(() -> binlog.cluster.addRegion("cdc.bl", 1)).hasMessageContaining("partitions 0 to 0");
        }
        assertThatThrownBy(() -> SimulatedCluster.builder().stores(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SimulatedCluster.builder().heartbeats(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTellAtTheEndThatItsPeriodicWorkHasFailed() {
        ServedBinlog binlog = new ServedBinlog();
        binlog.prewrite(1, 1);
        FailingPrimaries primaries = new FailingPrimaries();
        binlog.servers().resolveWith(primaries);
        binlog.clock.advance(Duration.ofSeconds(11));
        await().until(() -> primaries.asked);

        assertThatThrownBy(binlog::close)
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("no answer");
    }

    private static final class FailingPrimaries implements PrimaryRegions {
        private volatile boolean asked;

        @Override
        public Outcome outcome(long txnId) {
            asked = true;
            throw new UnsupportedOperationException("no answer");
        }

        @Override
        public OptionalLong recover(long txnId, long regionId, long startTs, Supplier<OptionalLong> commit) {
            return commit.get();
        }
    }

    @Test
    void shouldEndTwiceAndAlsoWhileServersAreDownOrHang() {
        ServedBinlog binlog = new ServedBinlog();
        binlog.faults().storeDown(binlog.cluster.stores().get(0));
        binlog.faults().storeHung(binlog.cluster.stores().get(1));

        binlog.close();
        binlog.cluster.close();
    }
}
