package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.RegionStatus;
import io.github.binlogcapturer.Stall;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** What a capturer tells of its regions while it runs. */
class RegionStatusTest extends CapturerFixture {

    private static final Duration HOUR = Duration.ofHours(1);

    private final StoppedClock clock = new StoppedClock();

    @Test
    void shouldTellNothingBeforeTheStartAndAfterTheEnd() {
        BinlogCapturer capturer = build(builder());
        assertThat(capturer.regions()).isEmpty();
        capturer.start();
        await().until(() -> capturer.regions().size() == 2);

        capturer.close();

        assertThat(capturer.regions()).isEmpty();
    }

    @Test
    void shouldTellRegionsInTheirOrder() {
        ScriptedSource mixed = new ScriptedSource(0);
        mixed.addRegion(9);
        mixed.addRegion(3);
        mixed.addRegion(5);
        BinlogCapturer capturer = build(builder().source(mixed));
        capturer.start();

        await().untilAsserted(() -> assertThat(capturer.regions())
                .extracting(status -> status.region().regionId())
                .containsExactly(3L, 5L, 9L));
    }

    @Test
    void shouldTellHowFarEachIsAndForWhomTheMergeWaits() {
        BinlogCapturer capturer = build(builder());
        capturer.start();
        source.reach(0, 400);
        source.reach(1, 350);

        await().untilAsserted(() -> assertThat(capturer.regions())
                .extracting(RegionStatus::watermark, RegionStatus::holdsMerge)
                .containsExactly(tuple(CommitTs.of(400), false), tuple(CommitTs.of(350), true)));

        source.reach(1, 450);
        await().untilAsserted(() -> assertThat(capturer.regions())
                .extracting(RegionStatus::holdsMerge)
                .containsExactly(true, false));
    }

    @Test
    void shouldTellForHowLongARegionIsQuiet() {
        BinlogCapturer capturer = build(builder().clock(clock).reportStallsAfter(HOUR));
        capturer.start();
        source.reach(400);
        await().until(() -> watermarks(capturer).equals(List.of(400L, 400L)));

        clock.nowNs = Duration.ofSeconds(7).toNanos();

        await().untilAsserted(() -> assertThat(capturer.regions())
                .extracting(RegionStatus::quietFor)
                .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7)));
        source.reach(0, 500);
        await().untilAsserted(() -> assertThat(capturer.regions())
                .extracting(RegionStatus::quietFor)
                .containsExactly(Duration.ZERO, Duration.ofSeconds(7)));
    }

    @Test
    void shouldTellTheStallOfARegionAndItsEnd() {
        BinlogCapturer capturer = build(builder().reportStallsAfter(Duration.ofMillis(40)));
        capturer.start();
        await().untilAsserted(() -> assertThat(capturer.regions())
                .satisfiesExactly(
                        first -> {
                            Stall stall = Objects.requireNonNull(first.stall());
                            assertThat(stall.region()).isEqualTo(first.region());
                        },
                        second -> assertThat(second.stall()).isNotNull()));

        await().untilAsserted(() -> {
            // it stalls again before long, so the end is seen by where the stall is
            source.reach(0, 400);
            Stall later = capturer.regions().get(0).stall();
            assertThat(later == null || later.reached().value() >= 400).isTrue();
        });
    }

    @Test
    void shouldTellNoRegionsOfALog() {
        BinlogCapturer capturer =
                build(BinlogCapturer.builder().log(ListLog.inserts(101, 110)).startFrom(StartPosition.earliest()));
        capturer.start();

        assertThat(capturer.regions()).isEmpty();
    }

    private static List<Long> watermarks(BinlogCapturer capturer) {
        return capturer.regions().stream()
                .map(status -> status.watermark().value())
                .toList();
    }
}
