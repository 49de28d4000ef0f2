package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.Stall;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.InMemoryMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StallWatchTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final CommitTs REACHED = CommitTs.of(1000L << 18);

    private final Region region = region(5);
    private final InspectedReader reader = new InspectedReader();
    private final RegionProgress progress = progress(region, reader);
    private final InspectedReader otherReader = new InspectedReader();
    private final RegionProgress other = progress(region(6), otherReader);
    private final List<Stall> stalls = new ArrayList<>();
    private final List<Region> ended = new ArrayList<>();
    private final InMemoryMetrics metrics = CaptureMetrics.inMemory();
    private final CapturerListener listener = new CapturerListener() {
        @Override
        public void onStall(Stall stall) {
            stalls.add(stall);
        }

        @Override
        public void onStallEnd(Region over) {
            ended.add(over);
        }
    };
    private final StoppedClock clock = new StoppedClock();
    private boolean stopping;
    private final StallWatch watch =
            new StallWatch(Duration.ofSeconds(10), clock, metrics, told -> told.accept(listener), () -> stopping);

    @Test
    void shouldTellARegionThatShowsNothingForTooLong() throws Exception {
        progress.waiting(0);
        look(9);
        assertThat(stalls).isEmpty();
        look(10);

        assertThat(stalls).singleElement().satisfies(stall -> {
            assertThat(stall.region()).isEqualTo(region);
            assertThat(stall.reached()).isEqualTo(REACHED);
            assertThat(stall.since()).isEqualTo(Duration.ofSeconds(10));
        });
        assertThat(metrics.value(Metric.STALLED_REGIONS, "")).isEqualTo(1);
        assertThat(watch.stallOf(region)).isEqualTo(stalls.get(0));
    }

    @Test
    void shouldTellItAgainAfterAsLongATime() throws Exception {
        progress.waiting(0);
        for (int second = 0; second <= 31; second++) {
            look(second);
        }
        assertThat(stalls).extracting(stall -> stall.since().toSeconds()).containsExactly(10L, 20L, 30L);
    }

    @Test
    void shouldTellTheEnd() throws Exception {
        progress.waiting(0);
        look(12);
        progress.shown(REACHED.value() + 1);
        progress.waiting(12 * SECOND_NS);
        look(13);

        assertThat(ended).containsExactly(region);
        assertThat(watch.stallOf(region)).isNull();
        assertThat(metrics.value(Metric.STALLED_REGIONS, "")).isZero();
    }

    @Test
    void shouldNotBlameARegionThatIsNotReadForLackOfMemory() throws Exception {
        progress.waiting(0);
        progress.shown(REACHED.value() + 1);
        look(100);

        assertThat(stalls).isEmpty();
    }

    @Test
    void shouldBlameAPreparedTransactionWhereCheckPointsStandStill() throws Exception {
        reader.reports =
                List.of(answered("a:1", REACHED.value() + (500L << 18)), new PeerReport.Silent("b:1", "is down"));
        assertThat(cause()).isEqualTo(Stall.Cause.PENDING_PREWRITE);
        assertThat(StallWatch.describe(stalls.get(0)))
                .contains("prepared", "a:1", "b:1 is down", "region 5", "10000 ms");
    }

    @Test
    void shouldBlameTheReadsWherePeersHaveMore() throws Exception {
        reader.reports = List.of(answered("a:1", REACHED.value()), answered("b:1", REACHED.value() + (5000L << 18)));
        assertThat(cause()).isEqualTo(Stall.Cause.NOT_READABLE);
    }

    @Test
    void shouldBlameTheStoresWhereNoneAnswers() throws Exception {
        reader.reports = List.of(new PeerReport.Silent("a:1", "is down"), new PeerReport.Silent("b:1", "is down"));
        assertThat(cause()).isEqualTo(Stall.Cause.UNREACHABLE);
    }

    @Test
    void shouldNotGuessWhereTheSourceCannotTell() throws Exception {
        assertThat(cause()).isEqualTo(Stall.Cause.UNKNOWN);
    }

    @Test
    void shouldForgetARegionThatHasLeft() throws Exception {
        progress.waiting(0);
        look(10);
        watch.look(List.of());

        assertThat(watch.stallOf(region)).isNull();
        assertThat(metrics.value(Metric.STALLED_REGIONS, "")).isZero();
    }

    @Test
    void shouldTellARegionThatCannotYetBeRead() throws Exception {
        RegionProgress joining = new RegionProgress(region, REACHED.value());
        joining.waiting(0);
        clock.nowNs = 10 * SECOND_NS;
        watch.look(List.of(joining));

        assertThat(stalls).extracting(Stall::cause).containsExactly(Stall.Cause.UNKNOWN);
    }

    @Test
    void shouldTellTheOthersWhereOneCannotBeAsked() throws Exception {
        reader.failWith(new CapturerClosedException("closed"));
        progress.waiting(0);
        other.waiting(0);
        clock.nowNs = 10 * SECOND_NS;
        watch.look(List.of(progress, other));

        assertThat(stalls).extracting(Stall::region).containsExactly(other.region());
    }

    @Test
    void shouldAskNobodyAnyMoreWhereTheCapturerStops() {
        reader.failWith(new CapturerClosedException("closed"));
        stopping = true;
        progress.waiting(0);

        assertThatThrownBy(() -> look(10)).isInstanceOf(CapturerClosedException.class);
    }

    @Test
    void shouldTellTheEndOfAStallThoughAskingAnotherRegionTakesLong() throws Exception {
        other.waiting(0);
        clock.nowNs = 10 * SECOND_NS;
        watch.look(List.of(progress, other));
        progress.waiting(0);
        reader.onInspect = () -> other.shown(REACHED.value() + 1);
        watch.look(List.of(progress, other));

        assertThat(ended).containsExactly(other.region());
    }

    @Test
    void shouldCountTheTimeThatAskingAnotherRegionTakes() throws Exception {
        progress.waiting(0);
        other.waiting(5 * SECOND_NS);
        reader.onInspect = () -> clock.nowNs = 15 * SECOND_NS;
        clock.nowNs = 10 * SECOND_NS;
        watch.look(List.of(progress, other));

        assertThat(stalls).extracting(Stall::region).containsExactly(region, other.region());
    }

    private Stall.Cause cause() throws InterruptedException {
        progress.waiting(0);
        look(10);
        return stalls.get(0).cause();
    }

    private void look(long second) throws InterruptedException {
        clock.nowNs = second * SECOND_NS;
        watch.look(List.of(progress));
    }

    private static Region region(long id) {
        return new Region(id, new TableName("cdc", "bl"), 1, 0);
    }

    private static RegionProgress progress(Region region, InspectedReader reader) {
        RegionProgress progress = new RegionProgress(region, REACHED.value());
        progress.opened(reader);
        return progress;
    }

    private static PeerReport answered(String address, long checkPointTs) {
        return new PeerReport.Answered(address, CommitTs.of(1), CommitTs.of(checkPointTs));
    }
}
