package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.testkit.simulated.PrimaryRegions.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SimulatedRecoveryTest {

    private final ServedBinlog binlog = new ServedBinlog();
    private final Primaries primaries = new Primaries();
    private long start;

    @BeforeEach
    void start() {
        start = binlog.oldest(binlog.leader());
        binlog.servers().resolveWith(primaries);
    }

    @AfterEach
    void stop() {
        binlog.close();
    }

    private void passTheTimeOut() {
        binlog.clock.advance(Duration.ofSeconds(11));
    }

    @Test
    void shouldCommitWithTheTimestampThatThePrimaryRemembers() {
        long startTs = binlog.prewrite(3, 1);
        long commitTs = binlog.servers().takeTimestamps(1);
        primaries.outcomes.put(startTs, new Outcome.Committed(commitTs));

        passTheTimeOut();

        await().untilAsserted(() ->
                assertThat(binlog.read(start, 10).getCommitTsList()).containsExactly(commitTs));
        await().untilAsserted(() -> assertThat(primaries.recovered)
                .containsExactly(new Recovered(startTs, binlog.region, startTs, commitTs)));
    }

    @Test
    void shouldCommitWithAFreshTimestampWhereThePrimaryHasForgotten() {
        long startTs = binlog.prewrite(1, 1);
        primaries.outcomes.put(startTs, new Outcome.Committed(0));

        passTheTimeOut();

        await().untilAsserted(() -> assertThat(primaries.recovered).hasSize(1));
        assertThat(binlog.read(start, 10).getCommitTsList())
                .containsExactly(primaries.recovered.get(0).commitTs());
        assertThat(primaries.recovered.get(0).commitTs()).isGreaterThan(startTs);
    }

    @Test
    void shouldGiveATransactionTwiceWhoseCommitComesAfterItsRecovery() {
        long startTs = binlog.prewrite(1, 1);
        primaries.outcomes.put(startTs, new Outcome.Committed(0));
        passTheTimeOut();
        await().untilAsserted(() -> assertThat(primaries.recovered).hasSize(1));

        long late = binlog.commit(startTs, 1);
        binlog.cluster.heartbeat();

        assertThat(binlog.read(start, 10).getCommitTsList())
                .contains(primaries.recovered.get(0).commitTs(), late);
    }

    @Test
    void shouldRollBackWhatThePrimaryRolledBack() {
        long startTs = binlog.prewrite(1, 1);
        primaries.outcomes.put(startTs, new Outcome.RolledBack());

        passTheTimeOut();

        await().untilAsserted(() -> assertThat(binlog.check(binlog.leader())).isGreaterThan(startTs));
        assertThat(binlog.read(start, 10).getBinlogsCount()).isZero();
        assertThat(primaries.recovered).isEmpty();
    }

    @Test
    void shouldKeepWaitingForWhatStillRuns() {
        long startTs = binlog.prewrite(1, 1);
        passTheTimeOut();
        await().until(() -> primaries.asked.contains(startTs));
        assertThat(binlog.check(binlog.leader())).isEqualTo(startTs);

        primaries.outcomes.put(startTs, new Outcome.Committed(0));
        passTheTimeOut();

        await().untilAsserted(() -> assertThat(primaries.recovered).hasSize(1));
    }

    @Test
    void shouldLeaveYoungPrewritesAlone() {
        long old = binlog.prewrite(1, 1);
        binlog.clock.advance(Duration.ofSeconds(9));
        long young = binlog.prewrite(1, 1);
        binlog.clock.advance(Duration.ofSeconds(2));

        await().until(() -> primaries.asked.contains(old));

        assertThat(primaries.asked).doesNotContain(young);
    }

    private record Recovered(long txnId, long regionId, long startTs, long commitTs) {}

    /** Knows what it was told, and remembers what it was asked. */
    private static final class Primaries implements PrimaryRegions {
        private final Map<Long, Outcome> outcomes = new ConcurrentHashMap<>();
        private final List<Long> asked = new CopyOnWriteArrayList<>();
        private final List<Recovered> recovered = new CopyOnWriteArrayList<>();

        @Override
        public Outcome outcome(long txnId) {
            asked.add(txnId);
            return outcomes.getOrDefault(txnId, new Outcome.Running());
        }

        @Override
        public OptionalLong recover(long txnId, long regionId, long startTs, Supplier<OptionalLong> commit) {
            OptionalLong done = commit.get();
            done.ifPresent(commitTs -> recovered.add(new Recovered(txnId, regionId, startTs, commitTs)));
            return done;
        }
    }
}
