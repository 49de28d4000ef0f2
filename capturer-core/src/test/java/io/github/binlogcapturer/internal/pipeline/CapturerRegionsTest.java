package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.CapturerState;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.Stall;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Regions that join and leave while a capturer runs. */
class CapturerRegionsTest extends CapturerFixture {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @Test
    void shouldReadARegionThatAppears() throws Exception {
        EventStream stream = build(watching()).start();
        source.reach(150);
        source.addRegionBehind(9, 160);
        await().until(() -> told.contains("joined 9"));
        source.insert(0, 200, 1, 1);
        source.insert(9, 180, 2, 2);
        source.reach(300);

        assertThat(timestamps(next(stream, 2))).containsExactly(180L, 200L);
    }

    @Test
    void shouldLetNothingOvertakeARegionThatDoesNotYetTellWhereItBegins() throws Exception {
        source.beginningFailure = new RetriableException("no leader yet");
        BinlogCapturer capturer = build(watching());
        EventStream stream = capturer.start();
        source.addRegion(9);
        await().until(() -> failures.contains(source.beginningFailure));
        source.insert(0, 200, 1, 1);
        source.reach(0, 300);
        source.reach(1, 300);
        await().untilAsserted(() -> assertThat(capturer.explain()).contains("region 9"));
        assertThat(stream.getWithoutAck(1).isEmpty()).isTrue();

        source.insert(9, 180, 2, 2);
        source.reach(9, 300);
        source.beginningFailure = null;
        assertThat(timestamps(next(stream, 2))).containsExactly(180L, 200L);
    }

    @Test
    void shouldTellOfARegionThatDoesNotTellWhereItBeginsAsOfAStall() {
        source.beginningFailure = new RetriableException("no leader yet");
        build(watching().reportStallsAfter(Duration.ofMillis(50))).start();
        source.addRegion(9);

        await().until(() -> told.contains("stalled 9"));
    }

    @Test
    void shouldFailWhereTheServersCannotTellWhereARegionBegins() throws Exception {
        ConfigurationException tooOld = new ConfigurationException("the servers are too old to tell");
        source.beginningFailure = tooOld;
        BinlogCapturer capturer = build(watching());
        capturer.start();
        source.addRegion(9);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.failure()).contains(tooOld);
    }

    @Test
    void shouldStopWhereARegionThatAppearsHasWhatIsTooLate() throws Exception {
        BinlogCapturer capturer = build(watching());
        capturer.start();
        source.reach(500);
        await().until(() -> capturer.watermark().orElseThrow().value() == 500);
        source.addRegionBehind(9, 420);
        source.insert(9, 450, 2, 2);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.failure().orElseThrow())
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("region 9", "450 (", "500 (", "StartPosition.after(CommitTs.of(420))");
    }

    @Test
    void shouldTakeNoNoticeOfRegionsOfBinlogTablesThatAreNotRead() throws Exception {
        EventStream stream = build(watching()).start();
        source.addRegion(9, 2);
        int asked = source.snapshots.get();
        await().until(() -> source.snapshots.get() > asked + 1);
        source.insert(0, 200, 1, 1);
        source.reach(0, 300);
        source.reach(1, 300);

        assertThat(timestamps(next(stream))).containsExactly(200L);
        assertThat(source.isRead(9)).isFalse();
    }

    @Test
    void shouldGoOnWithoutARegionThatIsGone() throws Exception {
        EventStream stream = build(watching()).start();
        source.insert(1, 180, 1, 1);
        source.reach(1, 190);
        await().until(() -> source.pending(1) == 0);
        source.dropRegion(1);
        await().until(() -> told.contains("left 1 at 190"));
        source.insert(0, 200, 2, 2);
        source.reach(0, 300);

        assertThat(timestamps(next(stream, 2))).containsExactly(180L, 200L);
        assertThat(source.isRead(1)).isFalse();
    }

    @Test
    void shouldWaitForARegionThatIsOnlyMissing() throws Exception {
        BinlogCapturer capturer = build(watching());
        EventStream stream = capturer.start();
        source.hideRegion(1);
        int asked = source.snapshots.get();
        await().until(() -> source.snapshots.get() > asked + 2);
        source.insert(0, 200, 1, 1);
        source.reach(0, 300);
        await().until(() -> source.pending(0) == 0);
        assertThat(stream.getWithoutAck(1).isEmpty()).isTrue();
        source.reach(1, 300);

        assertThat(timestamps(next(stream))).containsExactly(200L);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldAskAgainWhereItCannotBeToldWhetherARegionIsGone() throws Exception {
        source.isGoneFailure = new RetriableException("a peer does not answer");
        BinlogCapturer capturer = build(watching());
        capturer.start();
        source.dropRegion(1);
        await().untilAsserted(() -> assertThat(failures).contains(source.isGoneFailure));
        assertThat(told).isEmpty();
        source.isGoneFailure = null;

        await().until(() -> told.contains("left 1 at 100"));
    }

    @Test
    void shouldFailWhereAllRegionsOfABinlogTableAreGone() throws Exception {
        BinlogCapturer capturer = build(watching());
        capturer.start();
        source.addRegion(9, 2);
        source.dropRegion(0);
        source.dropRegion(1);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.failure().orElseThrow())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cdc.bl", "dropped");
    }

    @Test
    void shouldLetARegionGoThatHasNotEvenToldWhereItBegins() throws Exception {
        source.beginningFailure = new RetriableException("no leader yet");
        BinlogCapturer capturer = build(watching());
        EventStream stream = capturer.start();
        source.addRegion(9);
        await().until(() -> failures.contains(source.beginningFailure));
        source.dropRegion(9);
        await().until(() -> told.contains("left 9 at 100"));
        source.insert(0, 200, 1, 1);
        source.reach(300);

        assertThat(timestamps(next(stream))).containsExactly(200L);
    }

    @Test
    void shouldCloseWhileARegionJoins() {
        source.beginningFailure = new RetriableException("no leader yet");
        BinlogCapturer capturer = build(watching());
        capturer.start();
        source.addRegion(9);
        await().until(() -> failures.contains(source.beginningFailure));
        capturer.close();

        assertThat(capturer.failure()).isEmpty();
    }

    @Test
    void shouldCloseInGoodOrderWhereARegionGoesWhileSinksEnd() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch sinkMayEnd = new CountDownLatch(1);
        source.onIsGone = () -> {
            asked.countDown();
            answer.await();
        };
        List<Thread> threads = new CopyOnWriteArrayList<>();
        BinlogCapturer capturer = build(watching().threadFactory(made(threads)));
        capturer.applyTo(events -> {
            writing.countDown();
            sinkMayEnd.await();
        });
        source.insert(0, 200, 1, 1);
        source.reach(300);
        assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
        source.dropRegion(1);
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(capturer::close);
        await().until(() -> capturer.state() == CapturerState.STOPPING);
        source.onIsGone = () -> {};
        answer.countDown();
        Thread regions = threads.stream()
                .filter(thread -> thread.getName().endsWith("-regions"))
                .findFirst()
                .orElseThrow();
        // it has dealt with the answer once it waits for the next look at the regions
        await().until(() -> Arrays.stream(regions.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("awaitVanished")));
        sinkMayEnd.countDown();
        closing.get(20, TimeUnit.SECONDS);

        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldLeaveNoThreadBehindWhereAListenerClosesItWhileARegionJoins() {
        source.beginningFailure = new RetriableException("no leader yet");
        assertLeavesNoThreadBehind(self -> new CapturerListener() {
            @Override
            public void onRefreshFailed(Throwable failure) {
                self.join().close();
            }
        });
    }

    @Test
    void shouldLeaveNoThreadBehindWhereAListenerClosesItAtARegionThatHasJoined() {
        assertLeavesNoThreadBehind(self -> new CapturerListener() {
            @Override
            public void onRegionJoined(Region region) {
                self.join().close();
            }
        });
    }

    private void assertLeavesNoThreadBehind(
            Function<CompletableFuture<BinlogCapturer>, CapturerListener> closingListener) {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        CompletableFuture<BinlogCapturer> self = new CompletableFuture<>();
        BinlogCapturer capturer = build(watching().threadFactory(made(threads)).listener(closingListener.apply(self)));
        self.complete(capturer);
        capturer.start();
        source.addRegion(9);

        await().until(() -> capturer.state() == CapturerState.STOPPED);
        await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
    }

    private BinlogCapturerBuilder watching() {
        return builder().refreshInterval(Duration.ofMillis(5)).listener(new CapturerListener() {
            @Override
            public void onStall(Stall stall) {
                told.add("stalled " + stall.region().regionId());
            }

            @Override
            public void onRegionJoined(Region region) {
                told.add("joined " + region.regionId());
            }

            @Override
            public void onRegionLeft(Region region, CommitTs reached) {
                told.add("left " + region.regionId() + " at " + reached.value());
            }

            @Override
            public void onRefreshFailed(Throwable failure) {
                failures.add(failure);
            }
        });
    }
}
