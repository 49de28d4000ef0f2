package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.internal.pipeline.RegionMemory.Share;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.InMemoryMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class RegionMemoryTest {

    private final InMemoryMetrics metrics = CaptureMetrics.inMemory();
    private final RegionMemory memory = new RegionMemory(1000, false, new StoppedClock(), metrics);
    private final Share first = memory.join();
    private final Share second = memory.join();

    @BeforeEach
    void answerOnce() throws InterruptedException {
        // until then each of them may bring anything
        for (Share share : new Share[] {first, second}) {
            memory.awaitRoom(share);
            memory.landed(share, 10);
        }
    }

    @Test
    void shouldPauseARegionThatHoldsItsShareUntilItIsMerged() throws Exception {
        memory.hold(first, 500);
        CompletableFuture<Boolean> waiting = awaitRoom(first);
        awaitPaused();

        assertThat(memory.awaitRoom(second)).isTrue();
        assertThat(waiting).isNotDone();
        memory.merged(first, 400);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(metrics.value(Metric.PAUSED_REGIONS, "")).isZero();
    }

    @Test
    void shouldPauseARegionThatIsFarAheadThoughItsShareHasRoom() throws Exception {
        RegionMemory large = new RegionMemory(1L << 30, true, new StoppedClock(), metrics);
        Share ahead = large.join();
        large.hold(ahead, 1 << 20);
        CompletableFuture<Boolean> waiting = awaitRoom(large, ahead);
        awaitPaused();

        large.merged(ahead, 1);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldLetManyRegionsBeLessFarAhead() throws Exception {
        RegionMemory large = new RegionMemory(1L << 30, true, new StoppedClock(), metrics);
        List<Share> shares = Stream.generate(large::join).limit(64).toList();
        large.hold(shares.get(0), 512 << 10);
        CompletableFuture<Boolean> waiting = awaitRoom(large, shares.get(0));
        awaitPaused();

        large.dismiss(shares.get(1));
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldLetInWhoeverHoldsNothing() throws Exception {
        memory.hold(first, 5000);

        assertThat(memory.awaitRoom(second)).isTrue();
    }

    @Test
    void shouldKeepNothingLargeThatWouldLeaveNoRoomForAnotherOne() {
        memory.hold(first, 600);

        assertThat(memory.tryHold(second, 201)).isFalse();
        assertThat(memory.tryHold(second, 200)).isTrue();
        assertThat(memory.heldBytes()).isEqualTo(800);
    }

    @Test
    void shouldKeepAnythingWhereNothingIsHeld() {
        assertThat(memory.tryHold(second, 4000)).isTrue();
    }

    @Test
    void shouldCountWhatIsMergedUntilItIsReleased() {
        memory.hold(first, 900);
        memory.merged(first, 900);

        assertThat(memory.tryHold(second, 200)).isFalse();
        memory.release(900);
        assertThat(memory.tryHold(second, 200)).isTrue();
        assertThat(metrics.value(Metric.BUFFER_BYTES, "regions")).isEqualTo(200);
    }

    @Test
    void shouldLetInOneByOneThoseThatBringALot() throws Exception {
        memory.landed(first, 800);
        memory.landed(second, 800);
        assertThat(memory.awaitRoom(first)).isTrue();
        CompletableFuture<Boolean> waiting = awaitRoom(second);
        awaitPaused();
        memory.landed(first, 10);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldLetInTheOneThatIsWaitedForWhateverItBrings() throws Exception {
        memory.landed(first, 800);
        memory.landed(second, 800);
        assertThat(memory.awaitRoom(first)).isTrue();
        CompletableFuture<Boolean> waiting = awaitRoom(second);
        awaitPaused();
        memory.turnOf(second);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldEndTheWaitOfARegionThatIsGone() throws Exception {
        memory.hold(first, 500);
        CompletableFuture<Boolean> waiting = awaitRoom(first);
        awaitPaused();
        memory.dismiss(first);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void shouldGiveTheOthersTheShareOfARegionThatIsGone() throws Exception {
        memory.hold(first, 600);
        memory.dismiss(second);

        assertThat(memory.awaitRoom(first)).isTrue();
    }

    private CompletableFuture<Boolean> awaitRoom(Share share) {
        return awaitRoom(memory, share);
    }

    private static CompletableFuture<Boolean> awaitRoom(RegionMemory memory, Share share) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return memory.awaitRoom(share);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitPaused() {
        await().until(() -> metrics.value(Metric.PAUSED_REGIONS, "") == 1);
    }
}
