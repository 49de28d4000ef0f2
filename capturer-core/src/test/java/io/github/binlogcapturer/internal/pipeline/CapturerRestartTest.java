package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.PositionExpiredException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Captures that go on from a checkpoint after regions have joined or left, with a source that delivers what the test says. */
class CapturerRestartTest extends CapturerFixture {

    private static final Map<Long, Long> FIRST = Map.of(0L, 0L, 1L, 0L);

    private final FailingStore checkpoints = new FailingStore();
    private final List<String> told = new CopyOnWriteArrayList<>();

    CapturerRestartTest() {
        checkpoints.failing = false;
    }

    @Test
    void shouldNotTakeARegionThatIsYoungerThanThePositionForAnExpiredOne() throws Exception {
        BinlogCapturer first = build(watching());
        first.start();
        source.insert(0, 120, 1, 1);
        source.reach(150);
        join(9, 160);
        source.insert(9, 180, 2, 2);
        source.reach(200);
        await().until(() -> first.watermark().orElseThrow().value() == 200);
        first.close();

        for (int run = 0; run < 2; run++) {
            BinlogCapturer later = build(watching());
            assertThat(timestamps(later.start(), 2)).containsExactly(120L, 180L);
            later.close();
        }
        assertThat(saved().positions()).containsEntry("default", CommitTs.of(119));
        assertThat(saved().regions()).isEqualTo(Map.of(0L, 0L, 1L, 0L, 9L, 160L));
    }

    @Test
    void shouldNameARegionBeforeAnythingOfItIsDelivered() throws Exception {
        EventStream stream =
                build(watching().checkpointInterval(Duration.ofHours(1))).start();
        source.reach(150);
        join(9, 160);
        source.insert(9, 180, 2, 2);
        source.reach(200);

        assertThat(timestamps(stream, 1)).containsExactly(180L);
        assertThat(saved().regions()).containsEntry(9L, 160L);
    }

    @Test
    void shouldNotNameARegionThatHasNotYetShownAnythingBeyondThePosition() throws Exception {
        BinlogCapturer capturer = build(watching());
        capturer.start();
        source.reach(150);
        await().until(() -> capturer.watermark().orElseThrow().value() == 150);
        join(9, 140);
        capturer.close();

        assertThat(saved().regions()).isEqualTo(FIRST);
    }

    @Test
    void shouldDeliverAgainWhatIsBehindThePositionAfterACrashRightAfterAJoin() throws Exception {
        BinlogCapturer first = build(watching());
        EventStream stream = first.start();
        checkpoints.failing = true;
        source.reach(150);
        join(9, 160);
        source.insert(9, 180, 2, 2);
        source.reach(200);
        stream.ack(next(stream).id());
        first.close();
        checkpoints.failing = false;
        assertThat(saved().regions()).isEqualTo(FIRST);

        assertThat(timestamps(build(watching()).start(), 1)).containsExactly(180L);
        assertThat(told).containsExactly("joined 9", "joined 9");
    }

    @Test
    void shouldReadARegionThatHasAppearedWhileNobodyLooked() throws Exception {
        save(Map.of("default", 150L), FIRST);
        source.addRegionBehind(9, 160);
        source.insert(9, 180, 2, 2);
        source.insert(0, 200, 1, 1);
        source.reach(300);

        assertThat(timestamps(build(watching()).start(), 2)).containsExactly(180L, 200L);
        assertThat(told).containsExactly("joined 9");
        assertThat(saved().regions()).containsEntry(9L, 160L);
    }

    @Test
    void shouldStopEachTimeWhereARegionThatHasAppearedHasWhatIsTooLate() throws Exception {
        save(Map.of("default", 150L), FIRST);
        source.addRegionBehind(9, 120);
        source.insert(9, 130, 2, 2);
        source.reach(300);

        assertLate(watching(), 150);
        assertLate(watching(), 150);
        assertThat(saved().regions()).isEqualTo(FIRST);
        BinlogCapturerBuilder asTold = watching().startFrom(StartPosition.after(CommitTs.of(120)));
        assertThat(timestamps(build(asTold).start(), 1)).containsExactly(130L);
    }

    @Test
    void shouldTakeForLateWhatASinkIsBeyond() throws Exception {
        save(Map.of("default", 110L), FIRST);
        source.addRegionBehind(9, 120);
        source.insert(9, 130, 2, 2);
        source.reach(300);
        BinlogCapturer capturer = build(watching());

        Throwable failure = failure(capturer, () -> capturer.applyTo(new HoldingSink(CommitTs.of(150))));
        assertLate(failure, 150);
    }

    @Test
    void shouldTakeForLateWhatASubscriberThatIsAheadWouldMiss() throws Exception {
        save(Map.of("behind", 150L, "ahead", 900L), FIRST);
        source.addRegionBehind(9, 160);
        source.insert(9, 500, 2, 2);
        source.reach(1000);

        assertLate(watching().subscribers("behind", "ahead"), 900);
    }

    @Test
    void shouldTakeForLateWhatASubscriberThatIsAheadWouldMissOfARegionThatJoins() throws Exception {
        save(Map.of("behind", 150L, "ahead", 900L), FIRST);
        BinlogCapturer capturer = build(watching().subscribers("behind", "ahead"));
        capturer.start();
        join(9, 160);
        source.insert(9, 500, 2, 2);
        source.reach(1000);

        assertLate(failure(capturer, () -> {}), 900);
    }

    @Test
    void shouldDeliverToASubscriberThatIsBehindWhatAnotherHasOfARegionThatHasJoined() throws Exception {
        save(Map.of("behind", 150L, "ahead", 900L), Map.of(0L, 0L, 1L, 0L, 9L, 160L));
        source.addRegionBehind(9, 160);
        source.insert(9, 500, 2, 2);
        source.reach(1000);

        BinlogCapturer capturer = build(watching().subscribers("behind", "ahead"));
        assertThat(timestamps(capturer.stream("behind"), 1)).containsExactly(500L);
    }

    @Test
    void shouldTakeNothingForLateWhereItBeginsNow() throws Exception {
        save(Map.of("default", 110L), FIRST);
        source.addRegionBehind(9, 120);
        source.insert(9, 130, 2, 2);
        source.insert(9, 600, 2, 2);
        source.reach(700);

        assertThat(timestamps(
                        build(watching().startFrom(StartPosition.latest())).start(), 1))
                .containsExactly(600L);
    }

    @Test
    void shouldNotTakeTheRegionsOfABinlogTableThatIsReadForTheFirstTimeForYoung() throws Exception {
        save(Map.of("default", 150L), FIRST);
        source.addRegion(9, 2);
        source.insert(9, 130, 2, 2);
        source.insert(0, 200, 1, 1);
        source.reach(300);

        assertThat(timestamps(build(watching()).start(), 1)).containsExactly(200L);
        assertThat(told).isEmpty();
        assertThat(saved().regions()).isEqualTo(Map.of(0L, 0L, 1L, 0L, 9L, 0L));
    }

    @Test
    void shouldForgetARegionThatIsGone() throws Exception {
        build(watching().checkpointInterval(Duration.ofMillis(5))).start();
        source.dropRegion(1);

        await().untilAsserted(() -> assertThat(saved().regions()).isEqualTo(Map.of(0L, 0L)));
    }

    @Test
    void shouldReadOnFromACheckpointThatKnowsNoRegions() throws Exception {
        save(Map.of("default", 150L), Map.of());
        source.insert(0, 200, 1, 1);
        source.reach(300);

        assertThat(timestamps(build(watching()).start(), 1)).containsExactly(200L);
        assertThat(told).isEmpty();
        assertThat(saved().regions()).isEqualTo(FIRST);
    }

    @Test
    void shouldStillFailWhereNobodyKnowsThatARegionIsYoung() throws Exception {
        save(Map.of("default", 150L), Map.of());
        source.addRegionBehind(9, 160);
        BinlogCapturer capturer = build(watching());

        assertThat(failure(capturer, capturer::start)).isInstanceOf(PositionExpiredException.class);
    }

    private void join(long regionId, long beginningTs) {
        source.addRegionBehind(regionId, beginningTs);
        await().until(() -> told.contains("joined " + regionId));
    }

    private void save(Map<String, Long> positions, Map<Long, Long> regions) throws IOException {
        Map<String, CommitTs> all = new HashMap<>();
        positions.forEach((subscriber, ts) -> all.put(subscriber, CommitTs.of(ts)));
        checkpoints.save(Checkpoint.of("default", all, regions, Instant.EPOCH));
    }

    private Checkpoint saved() throws IOException {
        return checkpoints.load().orElseThrow();
    }

    private static List<Long> timestamps(EventStream stream, int count) throws InterruptedException {
        return collect(stream, count).stream()
                .map(event -> event.commitTs().value())
                .toList();
    }

    private void assertLate(BinlogCapturerBuilder builder, long handedTs) throws InterruptedException {
        BinlogCapturer capturer = build(builder);
        assertLate(failure(capturer, capturer::start), handedTs);
    }

    private static Throwable failure(BinlogCapturer capturer, Runnable start) throws InterruptedException {
        try {
            start.run();
        } catch (CapturerClosedException failedAlready) {
            // what is there to be read may end it before the start has returned
            assertThat(capturer.failure()).isPresent();
        }
        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        return capturer.failure().orElseThrow();
    }

    private static void assertLate(Throwable failure, long handedTs) {
        assertThat(failure)
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("region 9", "too late", "up to " + CommitTs.of(handedTs));
    }

    private BinlogCapturerBuilder watching() {
        return builder()
                .checkpoints(checkpoints)
                .refreshInterval(Duration.ofMillis(5))
                .listener(new CapturerListener() {
                    @Override
                    public void onRegionJoined(Region region) {
                        told.add("joined " + region.regionId());
                    }
                });
    }

    private record HoldingSink(CommitTs heldTs) implements Sink {

        @Override
        public CommitTs open(SinkContext context) {
            return heldTs;
        }

        @Override
        public void write(List<BinlogEvent> events) {}
    }
}
