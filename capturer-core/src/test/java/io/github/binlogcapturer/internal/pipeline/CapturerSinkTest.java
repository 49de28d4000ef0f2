package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.CapturerState;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.spi.AppliedTransactions;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.LaneBatch;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.spi.SinkStanding;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** How sinks join a capturer, hold it up and end with it, with a source that delivers what the test says. */
class CapturerSinkTest extends CapturerFixture {

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
        source.insert(0, 200, 1, 1);
        source.insert(0, 210, 1, 1);
        source.insert(0, 220, 1, 1);
        source.reach(300);
        build(builder()).applyTo(new HoldingSink(210, written));

        await().untilAsserted(() -> assertThat(written).containsExactly(220L));
    }

    @Test
    void shouldGoOnWhereItWasThoughASinkWasGivenNothingForLong() throws Exception {
        CheckpointStore checkpoints = CheckpointStore.inMemory();
        KeepingSink sink = new KeepingSink();
        source.insert(0, 200, 1, 1);
        for (long reached : new long[] {900, 2000}) {
            StoppedClock clock = new StoppedClock();
            BinlogCapturer capturer = build(builder().checkpoints(checkpoints).clock(clock));
            capturer.applyTo(sink);
            source.reach(reached - 50);
            await().until(() -> {
                moveOneSecond(clock);
                return sink.kept == reached - 50;
            });
            source.reach(reached);
            await().until(() -> capturer.watermark().orElseThrow().value() == reached);
            capturer.close();

            assertThat(sink.kept).isEqualTo(reached);
            assertThat(checkpoints.load().orElseThrow().positions()).containsEntry("default", CommitTs.of(reached));
        }
        assertThat(sink.openedAt).containsExactly(0L, 900L);
    }

    private static void moveOneSecond(StoppedClock clock) {
        long nowNs = clock.nowNs;
        clock.nowNs = nowNs + TimeUnit.SECONDS.toNanos(1);
    }

    @Test
    void shouldAttachASinkToARunningCaptureBehindWhatItHolds() {
        List<Long> written = new CopyOnWriteArrayList<>();
        BinlogCapturer capturer = build(builder());
        capturer.start();
        capturer.applyTo(new HoldingSink(210, written));
        source.insert(0, 200, 1, 1);
        source.insert(0, 210, 1, 1);
        source.insert(0, 220, 1, 1);
        source.reach(300);

        await().untilAsserted(() -> assertThat(written).containsExactly(220L));
    }

    @Test
    void shouldRefuseASinkThatWouldMissWhatARunningCaptureHasPassed() {
        HoldingSink sink = new HoldingSink(50, new CopyOnWriteArrayList<>());
        BinlogCapturer capturer = build(builder());
        capturer.start();

        assertThatThrownBy(() -> capturer.applyTo(sink))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("before start");
        assertThat(sink.closed).isTrue();
    }

    @Test
    void shouldGiveASinkItsTimeThoughTwoClose() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> notes = new CopyOnWriteArrayList<>();
        BinlogCapturer capturer = build(builder());
        capturer.applyTo(events -> {
            writing.countDown();
            release.await();
            notes.add("written");
        });
        source.insert(0, 200, 1, 1);
        source.reach(210);
        assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
        Thread first = new Thread(capturer::close);
        Thread second = new Thread(capturer::close);
        first.start();
        await().until(() -> capturer.state() == CapturerState.STOPPING);
        second.start();
        await().until(() -> second.getState() == Thread.State.TIMED_WAITING);
        release.countDown();
        first.join(10_000);
        second.join(10_000);

        assertThat(notes).containsExactly("written");
        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
    }

    @Test
    void shouldApplyOnLanesBehindWhatTheTargetHolds() {
        LaneSink sink = new LaneSink(new SinkStanding(
                CommitTs.of(210), AppliedTransactions.builder().add(0, 229, 230).build()));
        List<Thread> threads = new CopyOnWriteArrayList<>();
        for (long ts = 200; ts <= 250; ts += 10) {
            source.insert(0, ts, ts, 1);
        }
        source.reach(300);
        BinlogCapturer capturer = build(builder().threadFactory(made(threads)));
        capturer.applyTo(sink);

        await().untilAsserted(() -> assertThat(sink.applied).containsExactlyInAnyOrder(220L, 240L, 250L));
        assertThat(threads)
                .extracting(Thread::getName)
                .filteredOn(name -> name.contains("-lane-"))
                .hasSize(2);
        capturer.close();
        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        assertThat(sink.keptTs.get()).isGreaterThanOrEqualTo(300);
        assertThat(sink.notes).containsExactly("lane closed", "lane closed", "closed");
    }

    @Test
    void shouldRefuseASinkOfLanesThatWouldMissWhatARunningCaptureHasPassed() {
        LaneSink sink = new LaneSink(new SinkStanding(CommitTs.of(50), AppliedTransactions.none()));
        BinlogCapturer capturer = build(builder());
        capturer.start();

        assertThatThrownBy(() -> capturer.applyTo(sink))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("before start");
        assertThat(sink.notes).containsExactly("closed");
    }

    @Test
    void shouldFailWhereALaneFails() {
        LaneSink sink = new LaneSink(SinkStanding.unknown());
        sink.failure = new IOException("no such table");
        BinlogCapturer capturer = build(builder());
        capturer.applyTo(sink);
        source.insert(0, 200, 1, 1);
        source.reach(300);

        await().until(() -> capturer.state() == CapturerState.FAILED);
        assertThat(capturer.failure().orElseThrow())
                .isInstanceOf(SinkException.class)
                .hasCause(sink.failure)
                .hasMessageContainingAll("default", "lane");
    }

    @Test
    void shouldEndALaneThatHangsWhenItCloses() throws Exception {
        LaneSink sink = new LaneSink(SinkStanding.unknown());
        sink.hangs = true;
        BinlogCapturer capturer = build(builder().closeTimeout(Duration.ofMillis(200)));
        capturer.applyTo(sink);
        source.insert(0, 200, 1, 1);
        source.reach(300);
        assertThat(sink.hanging.await(10, TimeUnit.SECONDS)).isTrue();
        capturer.close();

        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        await().untilAsserted(() -> assertThat(sink.notes).containsExactly("lane closed", "lane closed", "closed"));
    }

    @Test
    void shouldTakeOneSinkForASubscriber() {
        BinlogCapturer capturer = build(builder());
        capturer.applyTo(events -> {});

        assertThatThrownBy(() -> capturer.applyTo(events -> {})).isInstanceOf(IllegalStateException.class);
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

    private static final class LaneSink implements ParallelSink {

        private final SinkStanding standing;
        private final List<Long> applied = new CopyOnWriteArrayList<>();
        private final List<String> notes = new CopyOnWriteArrayList<>();
        private final CountDownLatch hanging = new CountDownLatch(1);
        private final AtomicLong keptTs = new AtomicLong();
        private volatile @Nullable Exception failure;
        private volatile boolean hangs;

        LaneSink(SinkStanding standing) {
            this.standing = standing;
        }

        @Override
        public SinkStanding open(SinkContext context) {
            return standing;
        }

        @Override
        public ConflictRules rules(TableSchema table) {
            return ConflictRules.ofSource(table);
        }

        @Override
        public SinkLane lane(int number) {
            return new SinkLane() {
                @Override
                public void apply(LaneBatch batch) throws Exception {
                    LaneSink.this.apply(batch);
                }

                @Override
                public void close() {
                    notes.add("lane closed");
                }
            };
        }

        private void apply(LaneBatch batch) throws Exception {
            if (failure != null) {
                throw failure;
            }
            if (hangs) {
                hanging.countDown();
                new CountDownLatch(1).await();
            }
            batch.transactions().forEach(each -> applied.add(each.commitTs().value()));
            keptTs.accumulateAndGet(batch.progress().lowWater().value(), Math::max);
        }

        @Override
        public ApplySettings settings() {
            return ApplySettings.defaults().withLanes(2);
        }

        @Override
        public void close() {
            notes.add("closed");
        }
    }

    /** Keeps the position of the last event, over several runs. */
    private static final class KeepingSink implements Sink {

        private final List<Long> openedAt = new CopyOnWriteArrayList<>();
        private volatile long kept;

        @Override
        public @Nullable CommitTs open(SinkContext context) {
            openedAt.add(kept);
            return kept == 0 ? null : CommitTs.of(kept);
        }

        @Override
        public boolean keepsPosition() {
            return true;
        }

        @Override
        public void write(List<BinlogEvent> events) {
            kept = events.get(events.size() - 1).commitTs().value();
        }
    }

    private static final class HoldingSink implements Sink {

        private final long heldTs;
        private final List<Long> written;
        private volatile boolean closed;

        HoldingSink(long heldTs, List<Long> written) {
            this.heldTs = heldTs;
            this.written = written;
        }

        @Override
        public CommitTs open(SinkContext context) {
            return CommitTs.of(heldTs);
        }

        @Override
        public void write(List<BinlogEvent> events) {
            events.forEach(event -> written.add(event.commitTs().value()));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
