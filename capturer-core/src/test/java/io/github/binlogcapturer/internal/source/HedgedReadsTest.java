package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.testing.FakeStore;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.InMemoryMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import io.grpc.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.binlogcapturer.internal.source.SourceFixture.MINUTE;
import static io.github.binlogcapturer.internal.source.SourceFixture.START;
import static io.github.binlogcapturer.internal.source.SourceFixture.readAside;
import static io.github.binlogcapturer.internal.source.SourceFixture.rows;
import static io.github.binlogcapturer.internal.testing.Wire.error;
import static io.github.binlogcapturer.internal.testing.Wire.fakeAt;
import static io.github.binlogcapturer.internal.testing.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A second peer is asked where the first is slow, or behind. */
@Timeout(60)
class HedgedReadsTest {

    private final SourceFixture fixture = new SourceFixture();
    private final InMemoryMetrics metrics = CaptureMetrics.inMemory();
    private final FakeStore leader = fixture.store(request -> fixture.hang());
    private final FakeStore follower = fixture.store(request -> fakeAt(SourceFixture.begin(request) + 1));

    @BeforeEach
    void hurry() {
        fixture.config.hedgeAfter = Duration.ofMillis(100);
        fixture.config.metrics = metrics;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private RegionReader openBoth() throws InterruptedException {
        return fixture.open(leader.address(), follower.address());
    }

    @Test
    void shouldAskSecondPeerForLessWhenFirstIsSlow() throws Exception {
        assertThat(openBoth().read().watermarkTs()).isEqualTo(START + 1);

        assertThat(rows(leader.requests.get(0))).isEqualTo(1000);
        assertThat(rows(follower.requests.get(0))).isEqualTo(500);
        assertThat(SourceFixture.begin(follower.requests.get(0))).isEqualTo(START);
        assertThat(metrics.value(Metric.HEDGED_READS, "300")).isEqualTo(1);
    }

    @Test
    void shouldStayWithPeerThatAnsweredAndLeaveSlowOneAlone() throws Exception {
        RegionReader reader = openBoth();
        for (int i = 1; i <= 5; i++) {
            assertThat(reader.read().watermarkTs()).isEqualTo(START + i);
        }

        assertThat(leader.requests).hasSize(1);
    }

    @Test
    void shouldTakeFirstPeersAnswerWhereSecondFails() throws Exception {
        follower.answer(request -> error(Err.GET_VALUE_FAIL));
        leader.answer(request -> {
            await().until(() -> !follower.requests.isEmpty());
            return fakeAt(START + 9);
        });

        assertThat(openBoth().read().watermarkTs()).isEqualTo(START + 9);
        assertThat(leader.requests).hasSize(1);
    }

    @Test
    void shouldNeverAskOnePeerTwiceAtOnce() throws Exception {
        CompletableFuture<RegionChunk> read = readAside(fixture.open(leader.address()));
        await().during(Duration.ofMillis(400)).until(() -> leader.requests.size() == 1);

        assertThat(read).isNotDone();
    }

    @Test
    void shouldLeaveFollowerThatLagsBehindOtherRegions() throws Exception {
        // the leader of both regions is an hour ahead of this follower
        leader.answer(request -> SourceFixture.begin(request) < START + 60 * MINUTE
                ? fakeAt(START + 60 * MINUTE)
                : success().build());
        follower.answer(request -> SourceFixture.begin(request) < START + MINUTE
                ? fakeAt(START + MINUTE)
                : success().build());
        List<Region> regions =
                fixture.regions(new String[] {leader.address()}, new String[] {follower.address(), leader.address()});
        RegionReader ahead = fixture.source().open(regions.get(0), CommitTs.of(START));
        RegionReader lagging = fixture.source().open(regions.get(1), CommitTs.of(START));
        ahead.read();
        assertThat(lagging.read().watermarkTs()).isEqualTo(START + MINUTE);

        assertThat(lagging.read().watermarkTs()).isEqualTo(START + 60 * MINUTE);
        assertThat(metrics.value(Metric.HEDGED_READS, "301")).isEqualTo(1);
    }

    @Test
    void shouldLookForNewsInRotationWithoutHurryWhereNoPeerHasAny() throws Exception {
        FakeStore third = fixture.store(request -> success().build());
        leader.answer(request -> success().build());
        follower.answer(request -> success().build());
        FakeStore other = fixture.store(request -> fakeAt(START + MINUTE));
        List<Region> regions = fixture.regions(
                new String[] {other.address()}, new String[] {leader.address(), follower.address(), third.address()});
        fixture.source().open(regions.get(0), CommitTs.of(START)).read();
        CompletableFuture<RegionChunk> read = readAside(fixture.source().open(regions.get(1), CommitTs.of(START)));
        await().until(() -> !third.requests.isEmpty());
        assertThat(read).isNotDone();

        third.answer(request -> fakeAt(START + MINUTE));

        assertThat(read.get(20, TimeUnit.SECONDS).watermarkTs()).isEqualTo(START + MINUTE);
        assertThat(metrics.value(Metric.HEDGED_READS, "301")).isLessThan(leader.requests.size() + 4);
    }

    @Test
    void shouldLearnFromOtherRegionsThatStoreIsDown() throws Exception {
        leader.answer(request -> {
            throw Status.UNAVAILABLE.asRuntimeException();
        });
        String[][] peers = new String[20][];
        Arrays.fill(peers, new String[] {leader.address(), follower.address()});

        for (Region region : fixture.regions(peers)) {
            assertThat(fixture.source().open(region, CommitTs.of(START)).read().watermarkTs())
                    .isEqualTo(START + 1);
        }

        // one reader, and after growing pauses one probe each
        assertThat(leader.requests).hasSizeBetween(1, 12);
    }

    @Test
    void shouldCountReadsByOutcome() throws Exception {
        leader.answer(request -> switch (leader.requests.size()) {
            case 1 -> success().build();
            case 2 -> error(Err.INTERNAL_ERROR);
            default -> fakeAt(START + 1);
        });

        fixture.open(leader.address()).read();

        assertThat(metrics.value(Metric.READS, "caught_up")).isEqualTo(1);
        assertThat(metrics.value(Metric.READS, "server_error")).isEqualTo(1);
        assertThat(metrics.value(Metric.READS, "progress")).isEqualTo(1);
        assertThat(metrics.value(Metric.READ_BYTES, "300"))
                .isEqualTo(fakeAt(START + 1).getBinlogs(0).size());
        assertThat(metrics.labels(Metric.READ_DURATION)).containsExactly(leader.address());
        assertThat(metrics.count(Metric.READ_DURATION, leader.address())).isEqualTo(3);
    }

    @Test
    void shouldWaitForSlowPeerThatHasNewsWhereSecondHasNone() throws Exception {
        follower.answer(request -> success().build());
        leader.answer(request -> {
            await().until(() -> follower.requests.size() >= 2);
            return fakeAt(START + 9);
        });

        assertThat(openBoth().read().watermarkTs()).isEqualTo(START + 9);
        assertThat(leader.requests).hasSize(1);
    }
}
