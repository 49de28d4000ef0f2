package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.TsoTimestamp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Time after the end of a recording. */
class HeartbeatsTest {

    private static final long LAST = (5L << 18) | 77;

    private final TestClock clock = new TestClock();
    private final ClusterTime time = new ClusterTime(clock, LAST);

    @Test
    void shouldStartWithOneAboveTheRecording() {
        Heartbeats heartbeats = new Heartbeats(time, 7, 1, 100);

        assertThat(heartbeats.count()).isEqualTo(1);
        assertThat(timestamps(heartbeats, LAST)).containsExactly((6L << 18) | 1);
    }

    @Test
    void shouldStayAloneWithoutAPeriod() {
        Heartbeats heartbeats = new Heartbeats(time, 7, 1, 0);
        clock.advance(Duration.ofHours(1));

        assertThat(timestamps(heartbeats, LAST)).hasSize(1);
        assertThat(timestamps(heartbeats, heartbeats.ts(0))).isEmpty();
    }

    @Test
    void shouldAddOnePerPeriod() {
        Heartbeats heartbeats = new Heartbeats(time, 7, 3, 100);
        clock.advance(Duration.ofMillis(250));

        assertThat(timestamps(heartbeats, LAST)).containsExactly((6L << 18) | 3, (106L << 18) | 3, (206L << 18) | 3);
    }

    @Test
    void shouldGiveOnlyThoseAboveThePosition() {
        Heartbeats heartbeats = new Heartbeats(time, 7, 3, 100);
        clock.advance(Duration.ofMillis(250));
        long second = (106L << 18) | 3;

        assertThat(timestamps(heartbeats, second - 1)).containsExactly(second, heartbeats.ts(2));
        assertThat(timestamps(heartbeats, second)).containsExactly(heartbeats.ts(2));
        assertThat(timestamps(heartbeats, heartbeats.ts(2) + 1)).isEmpty();
        assertThat(timestamps(heartbeats, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void shouldNeverGiveTheTsOfAHeartbeatOutByTheOracle() {
        TsoTimestamp first = time.allocate(10).orElseThrow();

        assertThat(first.getPhysical()).isEqualTo(6);
        assertThat(first.getLogical()).isGreaterThanOrEqualTo(1L << 16);
    }

    @Test
    void shouldGiveOutEachTimestampOnce() {
        long previousEnd = 0;
        for (int i = 0; i < 20; i++) {
            long first = value(time.allocate(ClusterTime.MAX_COUNT).orElseThrow());
            assertThat(first).isGreaterThanOrEqualTo(previousEnd);
            previousEnd = first + ClusterTime.MAX_COUNT;
        }
    }

    @Test
    void shouldServeHeartbeatsAsTimePasses() {
        try (RecordedCluster cluster = RecordedCluster.builder()
                        .recording(Recordings.LINKS)
                        .idleHeartbeats(Duration.ofSeconds(1))
                        .clock(clock)
                        .start();
                Client store = new Client(cluster.peers(39).get(0))) {
            long position = store.checkPointTs(39);
            assertThat(store.read(39, position, 10).getCommitTsList()).isEmpty();

            clock.advance(Duration.ofSeconds(3));
            assertThat(store.read(39, position, 10).getCommitTsList())
                    .hasSize(3)
                    .last()
                    .isEqualTo(store.checkPointTs(39));
        }
    }

    private static List<Long> timestamps(Heartbeats heartbeats, long beginTs) {
        return heartbeats.after(beginTs, heartbeats.count()).stream()
                .map(LogEntry::ts)
                .toList();
    }

    private static long value(TsoTimestamp timestamp) {
        return (timestamp.getPhysical() << 18) | timestamp.getLogical();
    }
}
