package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.internal.store.TransactionRing;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.InMemoryMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class SinkApplierTest {

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final NotingSink sink = new NotingSink(notes);
    private final SinkApplier applier =
            new SinkApplier(sink, new SinkContext("orders", "search"), CaptureMetrics.none(), CaptureClock.system());
    private final ScriptedStream stream = new ScriptedStream(notes, applier::stop);

    @Test
    void shouldGiveTheSinkItsContextAndReturnItsPosition() throws Exception {
        sink.position = CommitTs.of(7);

        assertThat(applier.open()).isEqualTo(CommitTs.of(7));
        assertThat(notes).containsExactly("open orders/search");
    }

    @Test
    void shouldWriteThenFlushThenAcknowledge() throws Exception {
        applier.run(stream.give(1, 10, 11).give(2, 12));

        assertThat(notes).containsExactly("write 10-11", "flush", "ack 1", "write 12-12", "flush", "ack 2", "close");
    }

    @Test
    void shouldAcknowledgeNothingThatIsNotDurable() throws Exception {
        sink.keeps = true;
        applier.run(stream.give(1, 10).give(2, 11).giveNothing());

        assertThat(notes).containsExactly("write 10-10", "flush", "write 11-11", "flush", "force", "ack 2", "close");
    }

    @Test
    void shouldForceAFlushWhereTheStreamPauses() throws Exception {
        sink.keeps = true;
        applier.run(stream.give(1, 10).giveNothing().give(2, 11).giveNothing());

        assertThat(notes)
                .containsExactly(
                        "write 10-10", "flush", "force", "ack 1", "write 11-11", "flush", "force", "ack 2", "close");
    }

    @Test
    void shouldAcknowledgeWhatIsDurableWhileMoreIsWritten() throws Exception {
        sink.keeps = true;
        sink.isDurableLater = true;
        sink.position = CommitTs.of(7);
        applier.open();
        notes.clear();
        applier.run(stream.give(1, 10).give(2, 11, 12).give(3, 13));

        assertThat(notes)
                .containsExactly(
                        "write 10-10",
                        "flush",
                        "write 11-12",
                        "flush",
                        "ack 1",
                        "write 13-13",
                        "flush",
                        "ack 2",
                        "force",
                        "ack 3",
                        "close");
    }

    @Test
    void shouldNotForceWhatIsBecomingDurable() throws Exception {
        sink.keeps = true;
        sink.isDurableLater = true;
        SinkApplier inNoTime = new SinkApplier(
                sink, new SinkContext("orders", "search"), CaptureMetrics.none(), clock(new AtomicLong()));
        inNoTime.run(new ScriptedStream(notes, inNoTime::stop)
                .give(1, 10)
                .give(2, 11)
                .giveNothing()
                .giveNothing()
                .give(3, 12));

        assertThat(notes)
                .containsExactly(
                        "write 10-10",
                        "flush",
                        "write 11-11",
                        "flush",
                        "ack 1",
                        "flush",
                        "flush",
                        "write 12-12",
                        "flush",
                        "ack 2",
                        "force",
                        "ack 3",
                        "close");
    }

    @Test
    void shouldHoldNoMoreThanWhatIsDurable() throws Exception {
        sink.keeps = true;
        sink.isDurableLater = true;
        sink.refuses = true;
        sink.keepsPosition = true;
        sink.position = CommitTs.of(7);
        applier.open();
        applier.run(stream.give(1, 10).give(2, 11, 12).give(3, 13));

        assertThat(applier.heldTs()).isEqualTo(12);
    }

    @Test
    void shouldForceAFlushAtTheEnd() throws Exception {
        sink.keeps = true;
        applier.run(stream.give(1, 10));

        assertThat(notes).containsExactly("write 10-10", "flush", "force", "ack 1", "close");
    }

    @Test
    void shouldNotAcknowledgeWhereEvenAForcedFlushRefuses() throws Exception {
        sink.keeps = true;
        sink.refuses = true;
        applier.run(stream.give(1, 10).giveNothing());

        assertThat(notes).containsExactly("write 10-10", "flush", "force", "force", "close");
    }

    @Test
    void shouldLeaveAQuietSinkAlone() throws Exception {
        applier.run(stream.giveNothing().giveNothing());

        assertThat(notes).containsExactly("close");
    }

    @Test
    void shouldNameThePlaceWhereWritingFails() {
        sink.writeFailure = new IOException("disk full");

        assertThatThrownBy(() -> applier.run(stream.give(1, 10, 12).give(2, 13)))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(
                        "\"search\"",
                        CommitTs.of(10).toString(),
                        CommitTs.of(12).toString(),
                        "disk full")
                .hasCause(sink.writeFailure);
        assertThat(notes).containsExactly("write 10-12", "close");
    }

    @Test
    void shouldAcknowledgeNothingWhereFlushingFails() {
        sink.flushFailure = new IOException("disk full");

        assertThatThrownBy(() -> applier.run(stream.give(1, 10)))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll("\"search\"", "durable", "disk full");
        assertThat(notes).containsExactly("write 10-10", "flush", "close");
    }

    @Test
    void shouldLeaveASinkExceptionAsItIs() {
        sink.writeFailure = new SinkException("row 7 has no key");

        assertThatThrownBy(() -> applier.run(stream.give(1, 10))).isSameAs(sink.writeFailure);
    }

    @Test
    void shouldCloseTheSinkAfterAnError() {
        sink.writeError = new NoClassDefFoundError("org/postgresql/Driver");

        assertThatThrownBy(() -> applier.run(stream.give(1, 10))).isSameAs(sink.writeError);
        assertThat(notes).containsExactly("write 10-10", "close");
    }

    @Test
    void shouldKeepTheFirstFailureWhereClosingFailsToo() {
        sink.writeFailure = new IOException("disk full");
        sink.closeFailure = new IOException("still busy");

        assertThatThrownBy(() -> applier.run(stream.give(1, 10)))
                .isInstanceOf(SinkException.class)
                .hasCause(sink.writeFailure)
                .hasSuppressedException(sink.closeFailure);
    }

    @Test
    void shouldTellWhereClosingFails() {
        sink.closeFailure = new IOException("still busy");

        assertThatThrownBy(() -> applier.run(stream.give(1, 10)))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll("cannot be closed", "still busy");
        assertThat(notes).contains("ack 1");
        assertThatThrownBy(applier::abandon).isInstanceOf(SinkException.class).hasCause(sink.closeFailure);
    }

    @Test
    void shouldTellWhereOpeningFails() {
        sink.openFailure = new IOException("no such folder");

        assertThatThrownBy(applier::open)
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll("cannot be opened", "no such folder");
    }

    @Test
    void shouldCloseWithoutALastFlushWhereTheSinkIsInterrupted() {
        sink.writeFailure = new InterruptedException();

        assertThatThrownBy(() -> applier.run(stream.give(1, 10))).isInstanceOf(InterruptedException.class);
        assertThat(notes).containsExactly("write 10-10", "close");
    }

    @Test
    void shouldCloseWithoutALastFlushWhereTheStreamIsInterrupted() {
        sink.keeps = true;
        sink.interruptsAtFlush = true;

        assertThatThrownBy(() -> applier.run(stream.give(1, 10).give(2, 11))).isInstanceOf(InterruptedException.class);
        assertThat(notes).containsExactly("write 10-10", "flush", "close");
    }

    @Test
    void shouldCarryARingToItsEnd() throws Exception {
        TransactionRing ring = new TransactionRing(Map.of("search", 9L), 1 << 20, 1 << 20, 0);
        EventStream ofRing = Objects.requireNonNull(ring.stream("search"));
        CompletableFuture<@Nullable Void> running = CompletableFuture.runAsync(() -> run(ofRing));
        for (long ts = 10; ts < 500; ts++) {
            ring.append(List.of(new Heartbeat(CommitTs.of(ts))));
        }

        await().until(() -> ofRing.position().equals(CommitTs.of(499)));
        applier.stop();
        running.get(10, TimeUnit.SECONDS);
        assertThat(sink.written).hasSize(490).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldHaveASinkKeepThePositionOfAQuietTime() throws Exception {
        AtomicLong nowNs = new AtomicLong();
        sink.keepsPosition = true;
        sink.position = CommitTs.of(100);
        SinkApplier keeper =
                new SinkApplier(sink, new SinkContext("orders", "search"), CaptureMetrics.none(), clock(nowNs));
        keeper.open();
        TransactionRing ring = new TransactionRing(Map.of("search", 100L), 1 << 20, 1 << 20, 0);
        EventStream ofRing = Objects.requireNonNull(ring.stream("search"));
        CompletableFuture<@Nullable Void> running = CompletableFuture.runAsync(() -> run(keeper, ofRing));
        ring.resolve(900);
        assertThat(keeper.heldTs()).isEqualTo(100);

        await().until(() -> {
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
            return keeper.heldTs() == 900;
        });
        assertThat(nowNs.get()).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(10));
        ring.resolve(1000);
        keeper.stop();
        running.get(10, TimeUnit.SECONDS);
        assertThat(sink.written).containsExactly(CommitTs.of(900), CommitTs.of(1000));
        assertThat(keeper.heldTs()).isEqualTo(1000);
    }

    @Test
    void shouldHoldTheCheckpointBackForASinkThatWillComeBackWithAPosition() throws Exception {
        sink.keepsPosition = true;
        sink.refuses = true;
        sink.keeps = true;
        applier.open();
        assertThat(applier.heldTs()).isEqualTo(Long.MAX_VALUE);
        TransactionRing ring = new TransactionRing(Map.of("search", 100L), 1 << 20, 1 << 20, 0);
        applier.stop();
        run(applier, Objects.requireNonNull(ring.stream("search")));

        assertThat(applier.heldTs()).isEqualTo(100);
    }

    @Test
    void shouldFlushNowAndThenInAQuietTime() throws Exception {
        AtomicLong nowNs = new AtomicLong();
        SinkApplier quiet =
                new SinkApplier(sink, new SinkContext("orders", "search"), CaptureMetrics.none(), clock(nowNs));
        TransactionRing ring = new TransactionRing(Map.of("search", 100L), 1 << 20, 1 << 20, 0);
        CompletableFuture<@Nullable Void> running =
                CompletableFuture.runAsync(() -> run(quiet, Objects.requireNonNull(ring.stream("search"))));

        await().until(() -> {
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
            return notes.size() >= 2;
        });
        quiet.stop();
        running.get(10, TimeUnit.SECONDS);
        assertThat(notes).contains("force", "close").doesNotContain("flush");
        assertThat(sink.written).isEmpty();
    }

    @Test
    void shouldMeasureTheFlushesThatMadeSomethingDurable() throws Exception {
        sink.keeps = true;
        sink.isDurableLater = true;
        InMemoryMetrics metrics = CaptureMetrics.inMemory();
        SinkApplier measured =
                new SinkApplier(sink, new SinkContext("orders", "search"), metrics, clock(new AtomicLong()));
        measured.run(new ScriptedStream(notes, measured::stop)
                .give(1, 10)
                .give(2, 11)
                .giveNothing());

        assertThat(notes).contains("flush").containsOnlyOnce("force");
        assertThat(metrics.count(Metric.SINK_FLUSH, "search")).isEqualTo(1);
    }

    private static CaptureClock clock(AtomicLong nowNs) {
        return new CaptureClock() {
            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public long nanoTime() {
                return nowNs.get();
            }
        };
    }

    private void run(EventStream from) {
        run(applier, from);
    }

    private static void run(SinkApplier applier, EventStream from) {
        try {
            applier.run(from);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class NotingSink implements Sink {

        private final List<String> notes;
        private final List<CommitTs> written = new ArrayList<>();
        private @Nullable CommitTs position;
        /** Whether it calls things durable only when it must. */
        private boolean keeps;

        private boolean refuses;
        private boolean keepsPosition;
        /** Whether a list is durable once the next one is written. */
        private boolean isDurableLater;

        private @Nullable CommitTs newest;
        private @Nullable CommitTs before;
        private boolean interruptsAtFlush;
        private @Nullable Exception openFailure;
        private @Nullable Exception writeFailure;
        private @Nullable Exception flushFailure;
        private @Nullable IOException closeFailure;
        private @Nullable Error writeError;

        NotingSink(List<String> notes) {
            this.notes = notes;
        }

        @Override
        public @Nullable CommitTs open(SinkContext context) throws Exception {
            notes.add("open " + context.capture() + "/" + context.subscriber());
            fail(openFailure);
            return position;
        }

        @Override
        public boolean keepsPosition() {
            return keepsPosition;
        }

        @Override
        public void write(List<BinlogEvent> events) throws Exception {
            CommitTs last = events.get(events.size() - 1).commitTs();
            before = newest;
            newest = last;
            notes.add("write " + events.get(0).commitTs().value() + "-" + last.value());
            fail(writeFailure);
            if (writeError != null) {
                throw writeError;
            }
            events.forEach(event -> written.add(event.commitTs()));
        }

        @Override
        public @Nullable CommitTs durable() {
            return isDurableLater ? before : null;
        }

        @Override
        public boolean flush(boolean force) throws Exception {
            notes.add(force ? "force" : "flush");
            fail(flushFailure);
            if (interruptsAtFlush) {
                Thread.currentThread().interrupt();
            }
            return force ? !refuses : !keeps;
        }

        @Override
        public void close() throws IOException {
            notes.add("close");
            if (closeFailure != null) {
                throw closeFailure;
            }
        }

        private static void fail(@Nullable Exception failure) throws Exception {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
