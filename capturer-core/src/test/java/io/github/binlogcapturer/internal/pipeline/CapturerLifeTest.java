package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.CapturerState;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.CheckpointException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionReader;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** How a capturer starts, fails and ends, with a source that delivers what the test says. */
class CapturerLifeTest extends CapturerFixture {

    @Test
    void shouldGoThroughItsStates() {
        List<CapturerState> seen = new CopyOnWriteArrayList<>();
        BinlogCapturer capturer = build(builder().listener(new CapturerListener() {
            @Override
            public void onState(CapturerState from, CapturerState to) {
                seen.add(to);
            }
        }));
        assertThat(capturer.state()).isEqualTo(CapturerState.NEW);
        capturer.start();
        capturer.close();
        capturer.close();

        assertThat(seen)
                .containsExactly(
                        CapturerState.STARTING, CapturerState.RUNNING, CapturerState.STOPPING, CapturerState.STOPPED);
        assertThatThrownBy(capturer::start).isInstanceOf(CapturerClosedException.class);
    }

    @Test
    void shouldGiveTheSameStreamEachTimeItIsStarted() throws Exception {
        BinlogCapturer capturer = build(builder());
        EventStream first = capturer.start();
        source.insert(0, 200, 1, 1);
        source.reach(210);
        Batch batch = first.getWithoutAck(1, WAIT);

        capturer.start().ack(batch.id());
        assertThat(first.position().value()).isGreaterThanOrEqualTo(200);
        assertThat(source.snapshots).hasValue(1);
    }

    @Test
    void shouldGoOnWhereATableIsDroppedMeanwhile() throws Exception {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        EventStream stream = build(
                        builder().refreshInterval(Duration.ofMillis(5)).listener(new CapturerListener() {
                            @Override
                            public void onRefreshFailed(Throwable failure) {
                                told.add(failure);
                            }
                        }))
                .start();
        source.snapshotFailure = new ConfigurationException("cdc.t is gone");
        await().untilAsserted(() -> assertThat(told).isNotEmpty());
        source.insert(0, 200, 1, 1);
        source.reach(210);

        assertThat(timestamps(next(stream))).containsExactly(200L);
    }

    @Test
    void shouldFailWithTheCauseWhereARegionFails() {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        BinlogCapturer capturer = build(builder().listener(new CapturerListener() {
            @Override
            public void onFailure(Throwable failure) {
                told.add(failure);
            }
        }));
        EventStream stream = capturer.start();
        DataException damage = new DataException("region 0 is damaged");
        source.failReads(damage);

        assertThatThrownBy(() -> stream.getWithoutAck(1, WAIT))
                .isInstanceOf(CapturerClosedException.class)
                .hasCause(damage);
        await().untilAsserted(() -> assertThat(capturer.state()).isEqualTo(CapturerState.FAILED));
        assertThat(capturer.failure()).contains(damage);
        assertThat(told).containsExactly(damage);
    }

    @Test
    void shouldFailWithTheUsersOwnExceptionWhereAFilterThrows() {
        IllegalStateException bug = new IllegalStateException("a bug in the filter");
        BinlogCapturer capturer = build(builder().filter(transaction -> {
            throw bug;
        }));
        EventStream stream = capturer.start();
        source.insert(0, 200, 1, 1);
        source.reach(210);

        assertThatThrownBy(() -> stream.getWithoutAck(1, WAIT)).hasCause(bug);
    }

    @Test
    void shouldSaveWhatWasAcknowledgedBeforeAFailure() throws Exception {
        CheckpointStore checkpoints = CheckpointStore.inMemory();
        BinlogCapturer capturer = build(builder().checkpoints(checkpoints));
        EventStream stream = capturer.start();
        source.insert(0, 200, 1, 1);
        source.insert(0, 220, 1, 1);
        source.reach(230);
        stream.ack(next(stream).id());
        source.failReads(new DataException("over"));

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        capturer.close();
        assertThat(checkpoints.load().orElseThrow().positions().values())
                .allSatisfy(position -> assertThat(position.value()).isBetween(200L, 219L));
    }

    @Test
    void shouldRethrowWhatKeepsItFromStarting() {
        source.snapshotFailure = new ConfigurationException("no such table");
        BinlogCapturer capturer = build(builder());

        assertThatThrownBy(capturer::start).isSameAs(source.snapshotFailure);
        assertThat(capturer.state()).isEqualTo(CapturerState.FAILED);
        assertThatThrownBy(capturer::start)
                .isInstanceOf(CapturerClosedException.class)
                .hasMessageContaining("no such table");
    }

    @Test
    void shouldEndAStartThatBlocksWhenItIsClosed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        source.onSnapshot = () -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RetriableException("interrupted", e);
            }
        };
        BinlogCapturer capturer = build(builder());
        CompletableFuture<EventStream> starting = CompletableFuture.supplyAsync(capturer::start);
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        capturer.close();

        assertThatThrownBy(() -> starting.get(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(capturer.state().isFinal()).isTrue();
    }

    @Test
    void shouldLeaveNoThreadBehindWhereItIsClosedInTheMiddleOfItsStart() {
        List<Thread> made = new CopyOnWriteArrayList<>();
        BinlogCapturer capturer = build(builder().threadFactory(made(made)));
        source.onSnapshot = () -> CompletableFuture.runAsync(capturer::close).join();

        assertThatThrownBy(capturer::start).isInstanceOf(CapturerClosedException.class);
        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        assertThat(made).noneMatch(Thread::isAlive);
    }

    @Test
    void shouldGoOnWhereACheckpointCannotBeSaved() throws Exception {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        FailingStore store = new FailingStore();
        BinlogCapturer capturer = build(builder()
                .checkpoints(store)
                .checkpointInterval(Duration.ofMillis(5))
                .listener(new CapturerListener() {
                    @Override
                    public void onCheckpointFailed(Throwable failure) {
                        told.add(failure);
                    }
                }));
        EventStream stream = capturer.start();
        source.insert(0, 200, 1, 1);
        source.reach(210);
        stream.ack(next(stream).id());

        await().untilAsserted(() -> assertThat(told).isNotEmpty());
        store.failing = false;
        await().untilAsserted(() -> assertThat(store.load()).isPresent());
        assertThat(capturer.state()).isEqualTo(CapturerState.RUNNING);
    }

    @Test
    void shouldRefuseTheCheckpointOfAnotherCapture() throws Exception {
        CheckpointStore checkpoints = CheckpointStore.inMemory();
        Checkpoint other = Checkpoint.of("other", Map.of("default", CommitTs.of(1)), Instant.EPOCH);
        checkpoints.save(other);
        BinlogCapturer capturer = build(builder().name("mine").checkpoints(checkpoints));

        assertThatThrownBy(capturer::start)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("other", "mine");
        assertThat(checkpoints.load()).contains(other);
    }

    @Test
    void shouldSayInEachStateWhatItDoes() {
        BinlogCapturer capturer = build(builder());
        List<String> during = new CopyOnWriteArrayList<>();
        source.onSnapshot = () -> during.add(capturer.explain());
        assertThat(capturer.explain()).contains("start()");
        capturer.start();
        assertThat(during.get(0)).contains("meta servers");
        capturer.close();
        assertThat(capturer.explain()).contains("stopped");
    }

    @Test
    void shouldKeepTheInterruptOfWhoeverStartsIt() {
        BinlogCapturer capturer = build(builder().source(new InterruptedSource(source)));

        assertThatThrownBy(capturer::start).isInstanceOf(CapturerClosedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(capturer.state()).isEqualTo(CapturerState.FAILED);
    }

    @Test
    void shouldStopInGoodOrderWhileItWaitsForTheMetaServers() {
        BinlogCapturer capturer = build(builder());
        capturer.start();
        source.snapshotFailure = new RetriableException("meta is down");
        source.insert(0, 220, 2, 2, 22);
        source.reach(300);
        await().untilAsserted(() -> assertThat(capturer.explain()).contains("meta servers"));
        capturer.close();

        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        assertThat(capturer.failure()).isEmpty();
    }

    @Test
    void shouldLeaveNoThreadBehindWhereAListenerClosesItWhileItWaitsForTheMetaServers() {
        List<Thread> made = new CopyOnWriteArrayList<>();
        List<BinlogCapturer> self = new CopyOnWriteArrayList<>();
        BinlogCapturer capturer = build(builder().threadFactory(made(made)).listener(new CapturerListener() {
            @Override
            public void onRefreshFailed(Throwable failure) {
                self.get(0).close();
            }
        }));
        self.add(capturer);
        capturer.start();
        source.snapshotFailure = new RetriableException("meta is down");
        source.insert(0, 220, 2, 2, 22);
        source.reach(300);

        await().until(() -> capturer.state() == CapturerState.STOPPED);
        await().untilAsserted(() -> assertThat(made).noneMatch(Thread::isAlive));
    }

    @Test
    void shouldFailWhereAFilterSwallowsAnInterrupt() throws Exception {
        BinlogCapturer capturer = build(builder().filter(transaction -> {
            Thread.currentThread().interrupt();
            return false;
        }));
        capturer.start();
        source.insert(0, 200, 1, 1);
        source.reach(300);
        source.reach(400);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.failure().orElseThrow()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void shouldFailWhateverAListenerDoesAboutIt() throws Exception {
        List<BinlogCapturer> self = new CopyOnWriteArrayList<>();
        BinlogCapturer capturer = build(builder()
                .listener(new CapturerListener() {
                    @Override
                    public void onFailure(Throwable failure) {
                        throw new AssertionError("a bug in the listener");
                    }
                })
                .listener(new CapturerListener() {
                    @Override
                    public void onFailure(Throwable failure) {
                        self.get(0).close();
                    }
                }));
        self.add(capturer);
        EventStream stream = capturer.start();
        DataException damage = new DataException("region 0 is damaged");
        source.failReads(damage);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.state()).isEqualTo(CapturerState.FAILED);
        assertThatThrownBy(() -> stream.getWithoutAck(1)).hasCause(damage);
    }

    @Test
    void shouldRememberWhereLatestWasEvenIfItIsKilledAtOnce() throws Exception {
        CheckpointStore checkpoints = CheckpointStore.inMemory();
        build(builder().checkpoints(checkpoints).startFrom(StartPosition.checkpointOr(StartPosition.latest())))
                .start();

        assertThat(checkpoints.load().orElseThrow().positions()).containsEntry("default", CommitTs.of(500));
    }

    @Test
    void shouldTakeAnyTimeoutToClose() {
        BinlogCapturer capturer = build(builder().closeTimeout(Duration.ofSeconds(Long.MAX_VALUE)));
        capturer.start();
        capturer.close();

        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
    }

    @Test
    void shouldKeepTheInterruptOfWhoeverClosesIt() {
        BinlogCapturer capturer = build(builder());
        capturer.start();
        Thread.currentThread().interrupt();
        capturer.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
    }

    @Test
    void shouldNotMindAListenerThatThrows() {
        BinlogCapturer capturer = build(builder().listener(new CapturerListener() {
            @Override
            public void onState(CapturerState from, CapturerState to) {
                throw new IllegalStateException("a bug in the listener");
            }
        }));
        capturer.start();

        assertThat(capturer.state()).isEqualTo(CapturerState.RUNNING);
    }

    @Test
    void shouldRunOnTheUsersThreads() {
        List<Thread> made = new CopyOnWriteArrayList<>();
        BinlogCapturer capturer = build(builder().name("orders").threadFactory(made(made)));
        capturer.start();

        await().untilAsserted(() -> assertThat(made)
                .extracting(Thread::getName)
                .contains("capturer-orders-region-0", "capturer-orders-region-1", "capturer-orders-merge"));
        capturer.close();
        await().untilAsserted(() -> assertThat(made).noneMatch(Thread::isAlive));
    }

    /** A source whose caller is interrupted while it waits for a snapshot. */
    private record InterruptedSource(ScriptedSource source) implements BinlogSource {

        @Override
        public SourceSnapshot snapshot() throws InterruptedException {
            throw new InterruptedException("while waiting for a meta server");
        }

        @Override
        public RegionReader open(Region region, CommitTs after) {
            return source.open(region, after);
        }

        @Override
        public CommitTs latest() {
            return source.latest();
        }

        @Override
        public CommitTs earliest(SourceSnapshot snapshot) {
            return source.earliest(snapshot);
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
