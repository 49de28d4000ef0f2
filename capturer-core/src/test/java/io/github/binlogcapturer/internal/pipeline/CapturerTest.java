package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.CapturerState;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The life of a capturer and the way of an event through it, with a source that delivers what the test says. */
@Timeout(30)
class CapturerTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ScriptedSource source = new ScriptedSource(2);
    private final List<BinlogCapturer> built = new ArrayList<>();

    @AfterEach
    void close() {
        built.forEach(BinlogCapturer::close);
    }

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
    void shouldBeginWhereItIsTold() {
        assertThat(build(builder().startFrom(StartPosition.earliest())).start().position())
                .isEqualTo(CommitTs.of(100));
        assertThat(build(builder().startFrom(StartPosition.latest())).start().position())
                .isEqualTo(CommitTs.of(500));
        assertThat(build(builder().startFrom(StartPosition.after(CommitTs.of(321))))
                        .start()
                        .position())
                .isEqualTo(CommitTs.of(321));
    }

    @Test
    void shouldDeliverAgainWhatWasNotAcknowledgedAndNothingElse() throws Exception {
        CheckpointStore checkpoints = CheckpointStore.inMemory();
        source.insert(0, 200, 1, 1);
        source.insert(1, 210, 2, 1);
        source.insert(0, 220, 3, 1);
        source.reach(300);

        try (BinlogCapturer first = build(builder().checkpoints(checkpoints))) {
            EventStream stream = first.start();
            stream.ack(next(stream).id());
            next(stream);
        }
        assertThat(timestamps(next(build(builder().checkpoints(checkpoints)).start(), 10)))
                .containsExactly(210L, 220L);
    }

    @Test
    void shouldMoveTheCheckpointOverFilteredTransactions() throws Exception {
        CheckpointStore checkpoints = CheckpointStore.inMemory();
        BinlogCapturer capturer = build(builder()
                .checkpoints(checkpoints)
                .filter(transaction -> false)
                .checkpointInterval(Duration.ofMillis(5)));
        capturer.start();
        source.insert(0, 200, 1, 1);
        source.reach(300);

        await().untilAsserted(() ->
                assertThat(checkpoints.load().orElseThrow().positions()).containsEntry("default", CommitTs.of(300)));
    }

    @Test
    void shouldGiveEachSubscriberItsOwnPosition() throws Exception {
        CheckpointStore checkpoints = CheckpointStore.inMemory();
        source.insert(0, 200, 1, 1);
        source.insert(0, 210, 2, 1);
        source.reach(300);
        try (BinlogCapturer first = build(builder().checkpoints(checkpoints).subscribers("a", "b"))) {
            EventStream a = first.stream("a");
            a.ack(next(a).id());
            EventStream b = first.stream("b");
            b.ack(next(b, 10).id());
        }
        BinlogCapturer second = build(builder().checkpoints(checkpoints).subscribers("a", "b"));
        assertThat(timestamps(next(second.stream("a")))).containsExactly(210L);
        assertThat(second.stream("b").getWithoutAck(10)).isEqualTo(Batch.empty());
        assertThatThrownBy(() -> second.stream("c"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("[a, b]");
    }

    @Test
    void shouldAnnounceASchemaInFrontOfTheFirstTransactionThatNeedsIt() throws Exception {
        EventStream stream = build(builder()).start();
        source.insert(0, 200, 1, 1);
        source.reach(210);
        next(stream);
        source.schema(ScriptedSource.schema(2, "added"));
        source.insert(0, 220, 2, 2, 22);
        source.reach(300);

        List<BinlogEvent> events = collect(stream, 2);
        assertThat(events.get(0)).isInstanceOfSatisfying(SchemaChange.class, change -> {
            assertThat(change.commitTs()).isEqualTo(CommitTs.of(220));
            assertThat(change.sql()).containsExactly("ALTER TABLE `cdc`.`t` ADD COLUMN `added` bigint");
        });
        assertThat(events.get(1))
                .isInstanceOfSatisfying(
                        Transaction.class,
                        transaction -> assertThat(
                                        transaction.changes().get(0).image().value("added"))
                                .isEqualTo(22L));
    }

    @Test
    void shouldAnnounceASchemaChangeThatNoTransactionFollows() throws Exception {
        EventStream stream =
                build(builder().refreshInterval(Duration.ofMillis(5))).start();
        source.schema(ScriptedSource.schema(2, "added"));
        long ts = 200;
        Batch batch = Batch.empty();
        while (batch.isEmpty()) {
            source.reach(ts += 10);
            batch = stream.getWithoutAck(1, Duration.ofMillis(10));
        }
        assertThat(batch.events().get(0)).isInstanceOf(SchemaChange.class);
    }

    @Test
    void shouldNotSkipATransactionWhoseSchemaChangeAloneWasAcknowledged() throws Exception {
        CheckpointStore checkpoints = CheckpointStore.inMemory();
        try (BinlogCapturer first = build(builder().checkpoints(checkpoints))) {
            EventStream stream = first.start();
            source.schema(ScriptedSource.schema(2, "added"));
            source.commit(0, 220, 210, 9, ScriptedSource.TABLE_ID, 1, 1, 1);
            source.commit(1, 221, 211, 9, ScriptedSource.TABLE_ID, 2, 2, 2);
            source.reach(300);
            Batch change = next(stream);
            assertThat(change.events()).hasExactlyElementsOfTypes(SchemaChange.class);
            stream.ack(change.id());
        }
        Batch again = next(build(builder().checkpoints(checkpoints)).start(), 10);
        assertThat(again.changeCount()).isEqualTo(2);
    }

    @Test
    void shouldWaitForTheMetaServersWhereOnlyTheyCanSay() throws Exception {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        BinlogCapturer capturer = build(builder().listener(new CapturerListener() {
            @Override
            public void onRefreshFailed(Throwable failure) {
                told.add(failure);
            }
        }));
        EventStream stream = capturer.start();
        source.snapshotFailure = new RetriableException("meta is down");
        source.insert(0, 220, 2, 2, 22);
        source.reach(300);

        await().untilAsserted(() -> assertThat(told).isNotEmpty());
        assertThat(capturer.explain()).contains("meta servers").contains("220");
        source.schema(ScriptedSource.schema(2, "added"));
        source.snapshotFailure = null;
        assertThat(collect(stream, 2)).last().isInstanceOf(Transaction.class);
    }

    @Test
    void shouldAskOnceForATableItDoesNotCapture() throws Exception {
        EventStream stream = build(builder()).start();
        for (long ts = 200; ts < 250; ts += 10) {
            source.commit(0, ts, ts - 1, 0, 99, 1);
        }
        source.insert(0, 260, 1, 1);
        source.reach(300);

        assertThat(timestamps(next(stream))).containsExactly(260L);
        assertThat(source.snapshots).hasValue(2);
    }

    @Test
    void shouldStopWhereARegionAppearsThatIsNotRead() throws Exception {
        BinlogCapturer capturer = build(builder().refreshInterval(Duration.ofMillis(5)));
        capturer.start();
        source.addRegion(9);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.failure().orElseThrow())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("region 9");
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
    void shouldDeliverHeartbeatsOnRequest() throws Exception {
        EventStream stream = build(builder()
                        .startFrom(StartPosition.after(CommitTs.of(1L << 30)))
                        .heartbeats(Duration.ofMillis(1)))
                .start();
        source.reach((1L << 30) + (5L << 18));

        assertThat(next(stream).events()).containsExactly(new Heartbeat(CommitTs.of((1L << 30) + (5L << 18))));
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
        BinlogCapturer capturer = build(builder().threadFactory(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            made.add(thread);
            return thread;
        }));
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
    void shouldFailWhereASinkCannotFinishWhileItIsClosed() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        IOException full = new IOException("no space left");
        Sink sink = new Sink() {
            @Override
            public void write(List<BinlogEvent> events) {
                written.countDown();
            }

            @Override
            public boolean flush(boolean force) throws IOException {
                if (force) {
                    throw full;
                }
                return false;
            }
        };
        BinlogCapturer capturer = build(builder());
        capturer.applyTo(sink);
        source.insert(0, 200, 1, 1);
        source.reach(210);
        assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
        capturer.close();

        assertThat(capturer.state()).isEqualTo(CapturerState.FAILED);
        assertThat(capturer.failure().orElseThrow())
                .isInstanceOf(SinkException.class)
                .hasCause(full)
                .hasMessageContaining("default");
    }

    @Test
    void shouldBeginWhereASinkEnds() throws Exception {
        List<Long> written = new CopyOnWriteArrayList<>();
        Sink sink = new Sink() {
            @Override
            public CommitTs open(SinkContext context) {
                return CommitTs.of(210);
            }

            @Override
            public void write(List<BinlogEvent> events) {
                events.forEach(event -> written.add(event.commitTs().value()));
            }
        };
        source.insert(0, 200, 1, 1);
        source.insert(0, 210, 1, 1);
        source.insert(0, 220, 1, 1);
        source.reach(300);
        build(builder()).applyTo(sink);

        await().untilAsserted(() -> assertThat(written).containsExactly(220L));
    }

    @Test
    void shouldTakeOneSinkForASubscriber() {
        BinlogCapturer capturer = build(builder());
        capturer.applyTo(events -> {});

        assertThatThrownBy(() -> capturer.applyTo(events -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldDeliverAChangeOnceWhereTwoBinlogTablesLogIt() throws Exception {
        source.addRegion(5, 2);
        EventStream stream = build(builder()).start();
        source.commit(0, 200, 190, 3, ScriptedSource.TABLE_ID, 1, 1);
        source.commit(5, 201, 191, 3, ScriptedSource.TABLE_ID, 1, 1);
        source.reach(300);

        Batch batch = next(stream);
        assertThat(batch.transactions().get(0).pieces()).hasSize(2);
        assertThat(batch.changeCount()).isEqualTo(1);
    }

    @Test
    void shouldCloseWithinItsTimeWhereASinkHangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        BinlogCapturer capturer = build(builder().closeTimeout(Duration.ofMillis(100)));
        capturer.applyTo(events -> {
            hanging.countDown();
            awaitWhateverComes(release);
        });
        source.insert(0, 200, 1, 1);
        source.reach(210);
        assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
        capturer.close();

        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        release.countDown();
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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
        BinlogCapturer capturer = build(builder().name("orders").threadFactory(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            made.add(thread);
            return thread;
        }));
        capturer.start();

        await().untilAsserted(() -> assertThat(made)
                .extracting(Thread::getName)
                .contains("capturer-orders-region-0", "capturer-orders-region-1", "capturer-orders-merge"));
        capturer.close();
        await().untilAsserted(() -> assertThat(made).noneMatch(Thread::isAlive));
    }

    @Test
    void shouldNameTheRegionItWaitsFor() {
        BinlogCapturer capturer = build(builder());
        assertThat(capturer.explain()).isEqualTo("Waits for start().");
        capturer.start();
        source.insert(1, 200, 1, 1);
        source.reach(0, 150);

        await().untilAsserted(() -> assertThat(capturer.explain())
                .contains("region 0 (cdc.bl partition 0)")
                .contains("150"));
    }

    @Test
    void shouldPauseARegionThatRunsAheadButNeverTheOneThatIsWaitedFor() {
        BinlogCapturer capturer = build(builder().memoryLimit(4 << 20));
        capturer.start();
        int entries = 60_000;
        for (int i = 0; i < entries; i++) {
            source.insert(1, 1000 + i, i, i);
        }
        // region 1 fills its share and is paused, with the rest still unread; region 0 is read at once
        await().untilAsserted(() -> assertThat(source.pending(1)).isPositive().isLessThan(entries));
        source.reach(0, 900);
        await().untilAsserted(() -> assertThat(source.pending(0)).isZero());
    }

    @Test
    void shouldTellAllThatIsMissingAtOnce() {
        assertThatThrownBy(() -> BinlogCapturer.builder().build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("metaServers")
                .hasMessageContaining("namespace")
                .hasMessageContaining("tables");
    }

    private BinlogCapturerBuilder builder() {
        return BinlogCapturer.builder()
                .source(source)
                .startFrom(StartPosition.checkpointOr(StartPosition.after(CommitTs.of(100))));
    }

    private BinlogCapturer build(BinlogCapturerBuilder builder) {
        BinlogCapturer capturer = builder.build();
        built.add(capturer);
        return capturer;
    }

    private static Batch next(EventStream stream) throws InterruptedException {
        return next(stream, 1);
    }

    /** Gets as many changes as wanted in one batch: waits until they are all there. */
    private static Batch next(EventStream stream, int changes) throws InterruptedException {
        Batch first = stream.getWithoutAck(1, WAIT);
        assertThat(first.isEmpty()).isFalse();
        if (changes == 1) {
            return first;
        }
        stream.rollback(first.id());
        await().until(() -> {
            Batch all = stream.getWithoutAck(changes);
            stream.rollback(all.id());
            return all.changeCount() > 1;
        });
        return stream.getWithoutAck(changes);
    }

    private static List<BinlogEvent> collect(EventStream stream, int count) throws InterruptedException {
        List<BinlogEvent> events = new ArrayList<>();
        while (events.size() < count) {
            Batch batch = stream.getWithoutAck(1, WAIT);
            assertThat(batch.isEmpty()).isFalse();
            events.addAll(batch.events());
        }
        return events;
    }

    private static List<Long> timestamps(Batch batch) {
        return batch.events().stream()
                .map(BinlogEvent::commitTs)
                .map(CommitTs::value)
                .toList();
    }
}
