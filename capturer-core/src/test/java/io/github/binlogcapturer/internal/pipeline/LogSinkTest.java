package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.CapturerState;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.spi.SinkStanding;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Captures that carry a log to sinks, and end with it. */
class LogSinkTest extends CapturerFixture {

    private final CheckpointStore checkpoints = CheckpointStore.inMemory();

    @Test
    void shouldCarryALogToASinkAndCloseItAtTheEnd() throws Exception {
        NotingSink sink = new NotingSink();
        BinlogCapturer capturer = build(reading(ListLog.inserts(101, 300)));
        capturer.applyTo(sink);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        assertThat(sink.written).containsExactlyElementsOf(timestamps(101, 300));
        assertThat(sink.notes).containsExactly("open", "flush true", "close", "closed");
        assertThat(positions()).isEqualTo(Map.of("default", CommitTs.of(300)));
    }

    @Test
    void shouldGiveASinkAtTheEndAllTheTimeItNeedsToClose() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        NotingSink sink = new NotingSink();
        sink.onClose = release::await;
        BinlogCapturer capturer = build(reading(ListLog.inserts(101, 130)).closeTimeout(Duration.ofMillis(1)));
        capturer.applyTo(sink);
        await().until(() -> sink.notes.contains("close"));

        assertThat(capturer.awaitEnd(Duration.ofMillis(50))).isFalse();
        assertThat(capturer.state()).isEqualTo(CapturerState.RUNNING);
        release.countDown();
        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        assertThat(sink.notes).endsWith("close", "closed");
    }

    @Test
    void shouldFailWithASinkThatCannotBeClosedAtTheEnd() throws Exception {
        IOException full = new IOException("no space left");
        NotingSink sink = new NotingSink();
        sink.onClose = () -> {
            throw full;
        };
        BinlogCapturer capturer = build(reading(ListLog.inserts(101, 130)));
        capturer.applyTo(sink);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.state()).isEqualTo(CapturerState.FAILED);
        assertThat(capturer.failure().orElseThrow())
                .isInstanceOf(SinkException.class)
                .hasCause(full);
    }

    @Test
    void shouldCloseInTimeWhereASinkTakesLongToCloseAtTheEnd() throws Exception {
        NotingSink sink = new NotingSink();
        sink.onClose = new CountDownLatch(1)::await;
        BinlogCapturer capturer = build(reading(ListLog.inserts(101, 130)).closeTimeout(Duration.ofMillis(20)));
        capturer.applyTo(sink);
        await().until(() -> sink.notes.contains("close"));

        capturer.close();

        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        await().untilAsserted(() -> assertThat(sink.notes).endsWith("close", "interrupted"));
    }

    @Test
    void shouldCarryALogToASinkOfLanes() throws Exception {
        LanesSink sink = new LanesSink();
        BinlogCapturer capturer = build(reading(ListLog.inserts(101, 400)));
        capturer.applyTo(sink);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        assertThat(sink.applied).containsExactlyInAnyOrderElementsOf(timestamps(101, 400));
        assertThat(sink.closed).isTrue();
        assertThat(positions()).isEqualTo(Map.of("default", CommitTs.of(400)));
    }

    @Test
    void shouldEndOnceTwoSinksHaveAll() throws Exception {
        NotingSink serial = new NotingSink();
        LanesSink parallel = new LanesSink();
        BinlogCapturer capturer = build(reading(ListLog.inserts(101, 200)).subscribers("serial", "parallel"));
        capturer.applyTo("serial", serial);
        await().until(() -> serial.written.size() == 100);
        assertThat(capturer.state()).isEqualTo(CapturerState.RUNNING);
        capturer.applyTo("parallel", parallel);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(parallel.applied).hasSize(100);
        assertThat(positions()).isEqualTo(Map.of("serial", CommitTs.of(200), "parallel", CommitTs.of(200)));
    }

    @Test
    void shouldGoOnBehindWhatASinkHolds() throws Exception {
        NotingSink sink = new NotingSink();
        sink.held = CommitTs.of(250);
        ListLog log = ListLog.inserts(101, 300);
        BinlogCapturer capturer = build(reading(log).startFrom(StartPosition.after(CommitTs.of(200))));
        capturer.applyTo(sink);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(log.notes.get(0)).isEqualTo("open 250");
        assertThat(sink.written).containsExactlyElementsOf(timestamps(251, 300));
    }

    @Test
    void shouldGoOnInTheMiddleAfterACloseUnderASink() throws Exception {
        NotingSink sink = new NotingSink();
        ListLog half = ListLog.inserts(101, 200);
        Semaphore reads = new Semaphore(15);
        half.onNext = reads::acquire;
        BinlogCapturer first = build(reading(half));
        first.applyTo(sink);
        await().until(() -> sink.written.size() == 45);
        first.close();
        assertThat(positions()).isEqualTo(Map.of("default", CommitTs.of(145)));

        BinlogCapturer second = build(reading(ListLog.inserts(101, 200)));
        second.applyTo(sink);
        assertThat(second.awaitEnd(WAIT)).isTrue();
        assertThat(sink.written).containsExactlyElementsOf(timestamps(101, 200));
    }

    @Test
    void shouldWriteEverythingInFrontOfDamage() throws Exception {
        ListLog log = ListLog.inserts(101, 130);
        log.failure = new DataException("segment 7 has a wrong CRC at offset 99");
        NotingSink serial = new NotingSink();
        LanesSink parallel = new LanesSink();
        BinlogCapturer capturer = build(reading(log).subscribers("serial", "parallel"));
        capturer.applyTo("serial", serial);
        capturer.applyTo("parallel", parallel);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.failure()).containsSame(log.failure);
        assertThat(serial.written).containsExactlyElementsOf(timestamps(101, 130));
        assertThat(parallel.applied).hasSize(30);
        await().until(() -> serial.notes.contains("close") && parallel.closed);
    }

    @Test
    void shouldFailWithASink() throws Exception {
        IOException full = new IOException("no space left");
        ListLog log = ListLog.inserts(101, 130);
        BinlogCapturer capturer = build(reading(log));
        capturer.applyTo(events -> {
            throw full;
        });

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.failure().orElseThrow())
                .isInstanceOf(SinkException.class)
                .hasCause(full);
        await().until(() -> log.notes.contains("close"));
    }

    @Test
    void shouldReadNoFurtherThanASlowSinkAllows() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        NotingSink sink = new NotingSink();
        sink.onWrite = release::await;
        BinlogCapturer capturer = build(reading(ListLog.inserts(1001, 31_000)).memoryLimit(4 << 20));
        capturer.applyTo(sink);
        await().until(() -> capturer.explain().contains("the limit is"));

        assertThat(capturer.watermark().orElseThrow().value()).isLessThan(31_000);
        release.countDown();
        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(sink.written).containsExactlyElementsOf(timestamps(1001, 31_000));
    }

    private BinlogCapturerBuilder reading(ListLog log) {
        return BinlogCapturer.builder().log(log).checkpoints(checkpoints);
    }

    private Map<String, CommitTs> positions() throws IOException {
        return checkpoints.load().orElseThrow().positions();
    }

    private static List<Long> timestamps(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private interface Closing {
        void run() throws IOException, InterruptedException;
    }

    private static final class NotingSink implements Sink {

        private final List<Long> written = Collections.synchronizedList(new ArrayList<>());
        private final List<String> notes = new CopyOnWriteArrayList<>();
        private volatile ScriptedSource.Hook onWrite = () -> {};
        private volatile Closing onClose = () -> {};
        private volatile @Nullable CommitTs held;

        @Override
        public @Nullable CommitTs open(SinkContext context) {
            notes.add("open");
            return held;
        }

        @Override
        public void write(List<BinlogEvent> events) throws InterruptedException {
            onWrite.run();
            events.forEach(event -> written.add(event.commitTs().value()));
        }

        /** Calls nothing durable before it must. */
        @Override
        public boolean flush(boolean force) {
            if (force) {
                notes.add("flush true");
            }
            return force;
        }

        @Override
        public void close() throws IOException {
            notes.add("close");
            try {
                onClose.run();
            } catch (InterruptedException e) {
                notes.add("interrupted");
                throw new IOException(e);
            }
            notes.add("closed");
        }
    }

    private static final class LanesSink implements ParallelSink {

        private final List<Long> applied = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean closed;

        @Override
        public SinkStanding open(SinkContext context) {
            return SinkStanding.unknown();
        }

        @Override
        public ConflictRules rules(TableSchema table) {
            return ConflictRules.ofSource(table);
        }

        @Override
        public SinkLane lane(int number) {
            return batch -> batch.transactions()
                    .forEach(each -> applied.add(each.commitTs().value()));
        }

        @Override
        public ApplySettings settings() {
            return ApplySettings.defaults().withLanes(3);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
