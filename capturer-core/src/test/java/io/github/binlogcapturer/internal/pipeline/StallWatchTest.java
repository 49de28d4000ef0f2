package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.Stall;
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

class StallWatchTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final CommitTs REACHED = CommitTs.of(1000L << 18);

    private final Region region = new Region(5, new TableName("cdc", "bl"), 1, 0);
    private final InspectedReader reader = new InspectedReader();
    private final RegionProgress progress = new RegionProgress(region, reader, REACHED.value());
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
    private final StallWatch watch = new StallWatch(Duration.ofSeconds(10), metrics, told -> told.accept(listener));

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
        watch.look(List.of(), 11 * SECOND_NS);

        assertThat(watch.stallOf(region)).isNull();
        assertThat(metrics.value(Metric.STALLED_REGIONS, "")).isZero();
    }

    private Stall.Cause cause() throws InterruptedException {
        progress.waiting(0);
        look(10);
        return stalls.get(0).cause();
    }

    private void look(long second) throws InterruptedException {
        watch.look(List.of(progress), second * SECOND_NS);
    }

    private static PeerReport answered(String address, long checkPointTs) {
        return new PeerReport.Answered(address, CommitTs.of(1), CommitTs.of(checkPointTs));
    }
}
