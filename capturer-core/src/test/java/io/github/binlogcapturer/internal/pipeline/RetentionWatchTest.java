package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.RetentionWarning;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetentionWatchTest {

    private final InspectedReader first = new InspectedReader();
    private final InspectedReader second = new InspectedReader();
    private final List<RegionProgress> regions = List.of(progress(1, first), progress(2, second));
    private final List<RetentionWarning> warnings = new ArrayList<>();
    private final InMemoryMetrics metrics = CaptureMetrics.inMemory();
    private final RetentionWatch watch = new RetentionWatch(
            Duration.ofHours(1),
            metrics,
            told -> told.accept(new CapturerListener() {
                @Override
                public void onRetentionWarning(RetentionWarning warning) {
                    warnings.add(warning);
                }
            }),
            () -> false);

    @Test
    void shouldWarnOfTheRegionWithTheShortestHistory() throws Exception {
        second.reports = List.of(reachesBackTo(60));
        watch.look(regions, Map.of(), minute(120));
        first.reports = List.of(reachesBackTo("b:1", 100), reachesBackTo(10));
        second.reports = List.of(reachesBackTo(70), new PeerReport.Silent("c:1", "is down"));
        watch.look(regions, Map.of(), minute(120));

        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.region().regionId()).isEqualTo(2);
            assertThat(warning.headroom()).isEqualTo(Duration.ofMinutes(50));
            assertThat(warning.position().value()).isEqualTo(minute(120));
            assertThat(warning.oldest().value()).isEqualTo(minute(70));
        });
        assertThat(metrics.value(Metric.RETENTION_HEADROOM, "1")).isEqualTo(110 * 60);
        assertThat(metrics.value(Metric.RETENTION_HEADROOM, "2")).isEqualTo(50 * 60);
    }

    @Test
    void shouldWarnAgainEachTimeTheHeadroomHasHalved() throws Exception {
        for (int oldest = 0; oldest < 120; oldest++) {
            first.reports = List.of(reachesBackTo(oldest + 1));
            watch.look(regions, Map.of(), minute(121));
        }
        assertThat(warnings)
                .extracting(warning -> warning.headroom().toMinutes())
                .containsExactly(59L, 29L, 14L, 6L, 2L);
    }

    @Test
    void shouldWarnAnewAfterTheHeadroomHadRecovered() throws Exception {
        beginToDrop(first);
        first.reports = List.of(reachesBackTo(100));
        watch.look(regions, Map.of(), minute(120));
        watch.look(regions, Map.of(), minute(300));
        watch.look(regions, Map.of(), minute(120));

        assertThat(warnings).hasSize(2);
    }

    @Test
    void shouldWarnOnceWhereThePositionHasExpired() throws Exception {
        first.reports = List.of(reachesBackTo(100));
        for (int look = 0; look < 10; look++) {
            watch.look(regions, Map.of(), minute(90));
        }

        assertThat(warnings)
                .singleElement()
                .satisfies(warning -> assertThat(warning.headroom()).isEqualTo(Duration.ofMinutes(-10)));
    }

    @Test
    void shouldWarnAnewWhereThePositionExpiresAgain() throws Exception {
        first.reports = List.of(reachesBackTo(100));
        watch.look(regions, Map.of(), minute(90));
        watch.look(regions, Map.of(), minute(300));
        watch.look(regions, Map.of(), minute(90));

        assertThat(warnings).hasSize(2);
    }

    @Test
    void shouldNotWarnOfARegionThatIsOnlyYoung() throws Exception {
        first.reports = List.of(reachesBackTo(100));
        watch.look(regions, Map.of(), minute(110));
        watch.look(regions, Map.of(), minute(120));

        assertThat(warnings).isEmpty();
        assertThat(metrics.value(Metric.RETENTION_HEADROOM, "1")).isEqualTo(20 * 60);
    }

    @Test
    void shouldWarnAtOnceOfAPositionThatIsCloserToWhatIsDroppedThanToThePresent() throws Exception {
        first.reports = List.of(reachesBackTo(100));
        watch.look(regions, Map.of(), minute(105));

        assertThat(warnings)
                .singleElement()
                .satisfies(warning -> assertThat(warning.headroom()).isEqualTo(Duration.ofMinutes(5)));
    }

    @Test
    void shouldNotTakeAPeerThatIsSilentForHistoryThatIsDropped() throws Exception {
        first.reports = List.of(reachesBackTo(1), reachesBackTo("b:1", 100));
        watch.look(regions, Map.of(), minute(120));
        first.reports = List.of(new PeerReport.Silent("a:1", "is down"), reachesBackTo("b:1", 100));
        watch.look(regions, Map.of(), minute(120));

        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldMeasureTheOthersWhereOneCannotBeAsked() throws Exception {
        first.failWith(new CapturerClosedException("closed"));
        second.reports = List.of(reachesBackTo(70));
        watch.look(regions, Map.of(), minute(120));

        assertThat(metrics.value(Metric.RETENTION_HEADROOM, "2")).isEqualTo(50 * 60);
    }

    @Test
    void shouldClearTheMetricOfARegionThatHasLeft() throws Exception {
        first.reports = List.of(reachesBackTo(70));
        second.reports = List.of(reachesBackTo(70));
        watch.look(regions, Map.of(), minute(120));
        watch.look(regions.subList(1, 2), Map.of(), minute(120));

        assertThat(metrics.value(Metric.RETENTION_HEADROOM, "1")).isNaN();
        assertThat(metrics.value(Metric.RETENTION_HEADROOM, "2")).isEqualTo(50 * 60);
    }

    @Test
    void shouldNeedNothingOfARegionFromBeforeItsBeginning() throws Exception {
        first.reports = List.of(reachesBackTo(110));
        watch.look(regions, Map.of(1L, minute(200)), minute(100));

        assertThat(metrics.value(Metric.RETENTION_HEADROOM, "1")).isEqualTo(90 * 60);
    }

    @Test
    void shouldSayNothingWhereNobodyAnswers() throws Exception {
        first.reports = List.of(new PeerReport.Silent("a:1", "is down"));
        watch.look(regions, Map.of(), minute(120));

        assertThat(warnings).isEmpty();
        assertThat(metrics.labels(Metric.RETENTION_HEADROOM)).isEmpty();
    }

    private void beginToDrop(InspectedReader reader) throws InterruptedException {
        reader.reports = List.of(reachesBackTo(1));
        watch.look(regions, Map.of(), minute(1000));
        reader.reports = List.of(reachesBackTo(2));
        watch.look(regions, Map.of(), minute(1000));
    }

    private static RegionProgress progress(long id, InspectedReader reader) {
        RegionProgress progress = new RegionProgress(new Region(id, new TableName("cdc", "bl"), 1, 0), 1);
        progress.opened(reader);
        return progress;
    }

    private static PeerReport reachesBackTo(long minute) {
        return reachesBackTo("a:1", minute);
    }

    private static PeerReport reachesBackTo(String address, long minute) {
        return new PeerReport.Answered(address, CommitTs.of(minute(minute)), CommitTs.of(minute(115)));
    }

    private static long minute(long minute) {
        return (minute * 60_000) << 18;
    }
}
