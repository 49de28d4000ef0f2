package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.CapturerState;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.PositionExpiredException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.InMemoryMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.internal.pipeline.ListLog.ITEMS;
import static io.github.binlogcapturer.internal.pipeline.ListLog.ORDERS;
import static io.github.binlogcapturer.internal.pipeline.ListLog.change;
import static io.github.binlogcapturer.internal.pipeline.ListLog.insert;
import static io.github.binlogcapturer.internal.pipeline.ListLog.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Captures that read a log instead of a cluster, pulled by the test. */
class LogCaptureTest extends CapturerFixture {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final long NOON = CommitTs.at(START).value();
    private static final long SECOND = 1000L << 18;

    private final CheckpointStore checkpoints = CheckpointStore.inMemory();

    @Test
    void shouldDeliverALogInOrderAndEndOnceAllIsAcknowledged() throws Exception {
        BinlogCapturer capturer = build(reading(ListLog.inserts(101, 400)));
        EventStream stream = capturer.start();

        assertThat(drain(stream, 300)).containsExactlyElementsOf(timestamps(101, 400));
        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        assertThat(capturer.failure()).isEmpty();
        assertThat(saved().positions()).isEqualTo(Map.of("default", CommitTs.of(400)));
        assertThatThrownBy(() -> stream.get(1)).isInstanceOf(CapturerClosedException.class);
    }

    @Test
    void shouldStayUntilWhatWasTakenIsAcknowledged() throws Exception {
        BinlogCapturer capturer = build(reading(ListLog.inserts(101, 110)));
        EventStream stream = capturer.start();
        await().until(() -> capturer.watermark().orElseThrow().value() == 110);
        Batch all = stream.getWithoutAck(100);
        assertThat(all.events()).hasSize(10);
        await().until(() -> capturer.explain().contains("to its end"));

        assertThat(capturer.explain()).contains("subscriber \"default\" to acknowledge", "10 events");
        assertThat(capturer.state()).isEqualTo(CapturerState.RUNNING);
        stream.rollback();
        stream.ack(stream.getWithoutAck(100).id());
        assertThat(capturer.awaitEnd(WAIT)).isTrue();
    }

    @Test
    void shouldWaitForASubscriberThatHasNotAskedYet() throws Exception {
        BinlogCapturer capturer = build(reading(new ListLog()).subscribers("a", "b"));
        assertThat(capturer.stream("a").get(1).isEmpty()).isTrue();
        await().until(() -> capturer.explain().contains("to its end"));

        assertThat(capturer.explain()).contains("subscriber \"b\" to ask");
        assertThat(capturer.stream("b").get(1).isEmpty()).isTrue();
        assertThat(capturer.awaitEnd(WAIT)).isTrue();
    }

    @Test
    void shouldGoOnFromTheCheckpoint() throws Exception {
        BinlogCapturer first = build(reading(ListLog.inserts(101, 200)));
        EventStream stream = first.start();
        Batch half = stream.getWithoutAck(50, WAIT);
        stream.ack(half.id());
        first.close();
        assertThat(saved().positions()).isEqualTo(Map.of("default", half.lastCommitTs()));
        long reached = half.lastCommitTs().value();

        ListLog log = ListLog.inserts(101, 200);
        BinlogCapturer second = build(reading(log));
        assertThat(drain(second.start(), (int) (200 - reached)))
                .containsExactlyElementsOf(timestamps(reached + 1, 200));
        assertThat(log.notes.get(0)).isEqualTo("open " + reached);
        assertThat(second.awaitEnd(WAIT)).isTrue();
    }

    @Test
    void shouldDeliverAllAgainWhereNothingWasAcknowledged() throws Exception {
        BinlogCapturer first = build(reading(ListLog.inserts(101, 105)));
        first.start().getWithoutAck(1, WAIT);
        first.close();
        ListLog log = ListLog.inserts(101, 105);
        log.beginsBehind = 100;

        EventStream stream = build(reading(log)).start();
        assertThat(drain(stream, 5)).containsExactlyElementsOf(timestamps(101, 105));
    }

    @Test
    void shouldEndAtOnceWhereAllIsDoneAlready() throws Exception {
        for (int run = 0; run < 2; run++) {
            BinlogCapturer capturer = build(reading(ListLog.inserts(101, 105)));
            List<Long> written = new CopyOnWriteArrayList<>();
            capturer.applyTo(events ->
                    events.forEach(event -> written.add(event.commitTs().value())));
            assertThat(capturer.awaitEnd(WAIT)).isTrue();
            assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
            assertThat(written).hasSize(run == 0 ? 5 : 0);
        }
    }

    @Test
    void shouldBeginBehindACommitTs() throws Exception {
        ListLog log = ListLog.inserts(101, 110);
        EventStream stream = build(reading(log).startFrom(StartPosition.after(CommitTs.of(105))))
                .start();

        assertThat(drain(stream, 5)).containsExactlyElementsOf(timestamps(106, 110));
    }

    @Test
    void shouldBeginAtATime() throws Exception {
        ListLog log = new ListLog(insert(NOON - 1, ORDERS, 1), insert(NOON, ORDERS, 2), insert(NOON + 1, ORDERS, 3));
        EventStream stream =
                build(reading(log).startFrom(StartPosition.at(START))).start();

        assertThat(drain(stream, 2)).containsExactly(NOON, NOON + 1);
    }

    @Test
    void shouldTellWhereALogBeginsTooLate() {
        ListLog log = ListLog.inserts(101, 110);
        log.beginsBehind = 100;
        BinlogCapturer capturer = build(reading(log).startFrom(StartPosition.after(CommitTs.of(50))));

        assertThatThrownBy(capturer::start).isInstanceOf(PositionExpiredException.class);
        assertThat(capturer.state()).isEqualTo(CapturerState.FAILED);
        assertThat(log.notes).containsExactly("open 50", "close");
    }

    @Test
    void shouldSkipWhatALogShowsBelowThePosition() throws Exception {
        ListLog log = new ListLog(insert(102, ORDERS, 1), insert(103, ORDERS, 2), insert(104, ORDERS, 3));
        log.goesToPositions = false;
        BinlogCapturer capturer = build(reading(log).startFrom(StartPosition.after(CommitTs.of(103))));

        assertThat(drain(capturer.start(), 1)).containsExactly(104L);
        assertThat(capturer.awaitEnd(WAIT)).isTrue();
    }

    @Test
    void shouldFilterTablesColumnsAndTransactions() throws Exception {
        ListLog log = new ListLog(
                transaction(101, change(ORDERS, 1), change(ITEMS, 1)),
                insert(102, ITEMS, 2),
                insert(103, ORDERS, 3),
                new SchemaChange(CommitTs.of(104), null, ITEMS),
                insert(104, ITEMS, 4),
                insert(105, ORDERS, 5));
        InMemoryMetrics metrics = CaptureMetrics.inMemory();
        BinlogCapturer capturer = build(reading(log)
                .tables("shop.orders")
                .columns("shop.orders", "id")
                .filter(transaction -> transaction.commitTs().value() != 103)
                .transform(transaction -> transaction.withChanges(twice(transaction.changes())))
                .metrics(metrics));
        EventStream stream = capturer.start();
        await().until(() -> capturer.watermark().orElseThrow().value() == 105);
        Batch batch = stream.get(100);

        assertThat(timestamps(batch)).containsExactly(101L, 105L);
        assertThat(batch.events())
                .allSatisfy(event -> assertThat(((Transaction) event).changes())
                        .hasSize(2)
                        .allSatisfy(
                                change -> assertThat(change.schema().columns()).hasSize(1)));
        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(metrics.value(Metric.TRANSACTIONS, "")).isEqualTo(2);
        assertThat(metrics.value(Metric.CHANGES, "")).isEqualTo(4);
        assertThat(metrics.value(Metric.FILTERED, "")).isEqualTo(3);
        assertThat(metrics.value(Metric.RESOLVED_TS, "")).isEqualTo(105);
        assertThat(saved().positions()).isEqualTo(Map.of("default", CommitTs.of(105)));
    }

    @Test
    void shouldDeliverSchemaChangesInTheirPlace() throws Exception {
        TableSchema wider = ORDERS.select(Set.of("id"));
        SchemaChange schema = new SchemaChange(CommitTs.of(102), ORDERS, wider);
        Transaction behind = transaction(102, new RowChange.Insert(Row.of(wider, 2L), Statement.unknown()));
        ListLog log = new ListLog(insert(101, ORDERS, 1), schema, behind);
        List<BinlogEvent> events = new ArrayList<>();
        EventStream stream = build(reading(log)).start();
        while (events.size() < 3) {
            events.addAll(stream.get(1, WAIT).events());
        }

        assertThat(events.subList(1, 3)).containsExactly(schema, behind);
    }

    @Test
    void shouldMoveOnWithHeartbeats() throws Exception {
        BinlogCapturer capturer = build(reading(beating()));

        assertThat(drain(capturer.start(), 1)).containsExactly(NOON);
        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(saved().positions()).isEqualTo(Map.of("default", CommitTs.of(NOON + 2 * SECOND)));
    }

    @Test
    void shouldDeliverHeartbeatsThatWereAskedFor() throws Exception {
        BinlogCapturer capturer = build(reading(beating()).heartbeats(Duration.ofSeconds(2)));

        assertThat(drain(capturer.start(), 2)).containsExactly(NOON, NOON + 2 * SECOND);
        assertThat(capturer.awaitEnd(WAIT)).isTrue();
    }

    private static ListLog beating() {
        return new ListLog(
                insert(NOON, ORDERS, 1),
                new Heartbeat(CommitTs.of(NOON + SECOND)),
                new Heartbeat(CommitTs.of(NOON + 2 * SECOND)));
    }

    @Test
    void shouldNotEndABatchBetweenTransactionsOfOneTimestamp() throws Exception {
        ListLog log = new ListLog(
                insert(101, ORDERS, 1), insert(102, ORDERS, 2), insert(103, ORDERS, 3), insert(103, ORDERS, 4));
        BinlogCapturer capturer = build(reading(log));
        EventStream stream = capturer.start();
        await().until(() -> capturer.watermark().orElseThrow().value() == 103);

        assertThat(timestamps(stream.get(3))).containsExactly(101L, 102L, 103L, 103L);
    }

    @Test
    void shouldFailBehindEverythingInFrontOfDamage() throws Exception {
        ListLog log = ListLog.inserts(101, 120);
        DataException damage = new DataException("segment 7 has a wrong CRC at offset 99");
        log.failure = damage;
        BinlogCapturer capturer = build(reading(log));
        EventStream stream = capturer.start();
        await().until(() -> capturer.explain().contains("damaged"));

        assertThat(capturer.state()).isEqualTo(CapturerState.RUNNING);
        assertThat(drain(stream, 20)).containsExactlyElementsOf(timestamps(101, 120));
        await().until(() -> capturer.state() == CapturerState.FAILED);
        assertThat(capturer.failure()).containsSame(damage);
        assertThat(saved().positions()).isEqualTo(Map.of("default", CommitTs.of(120)));
        assertThat(log.notes).endsWith("close");
    }

    @Test
    void shouldFailWhereALogGoesBack() throws Exception {
        ListLog log = new ListLog(insert(101, ORDERS, 1), insert(110, ORDERS, 2), insert(105, ORDERS, 3));
        BinlogCapturer capturer = build(reading(log));

        // what else there is at 110 may lie behind
        assertThat(drain(capturer.start(), 1)).containsExactly(101L);
        await().until(() -> capturer.state() == CapturerState.FAILED);
        assertThat(capturer.failure().orElseThrow())
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("goes back", "110", "105");
        assertThat(saved().positions()).isEqualTo(Map.of("default", CommitTs.of(101)));
    }

    @Test
    void shouldFailAtOnceWhereALogCannotBeRead() {
        ListLog log = ListLog.inserts(101, 103);
        log.failure = new IllegalStateException("no such disk");
        CountDownLatch started = new CountDownLatch(1);
        log.onNext = started::await;
        BinlogCapturer capturer = build(reading(log));
        capturer.start();
        started.countDown();

        await().until(() -> capturer.state() == CapturerState.FAILED);
        assertThat(capturer.failure()).containsSame(log.failure);
    }

    @Test
    void shouldCloseInTheMiddle() throws Exception {
        ListLog log = ListLog.inserts(101, 200);
        CountDownLatch reading = new CountDownLatch(2);
        log.onNext = () -> {
            reading.countDown();
            if (reading.getCount() == 0) {
                new CountDownLatch(1).await();
            }
        };
        BinlogCapturer capturer = build(reading(log));
        EventStream stream = capturer.start();
        Batch batch = stream.get(2, WAIT);
        reading.await();
        capturer.close();

        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        assertThat(log.notes).containsExactly("open all", "close");
        assertThat(saved().positions()).isEqualTo(Map.of("default", batch.lastCommitTs()));
    }

    @Test
    void shouldCloseALogThatWasNeverOpened() {
        ListLog log = new ListLog();
        build(reading(log)).close();

        assertThat(log.notes).containsExactly("close");
    }

    @Test
    void shouldHoldNoMoreThanItMayWhileASubscriberIsSlow() throws Exception {
        ListLog log = ListLog.inserts(1001, 31_000);
        BinlogCapturer capturer = build(reading(log).memoryLimit(4 << 20).subscribers("slow", "fast"));
        EventStream fast = capturer.stream("fast");
        long seen = 0;
        while (!capturer.explain().contains("the limit is")) {
            seen += fast.get(1000).events().size();
        }
        assertThat(capturer.explain()).contains("\"slow\"");
        assertThat(seen).isLessThan(30_000);

        seen += fast.get(100_000).events().size();
        EventStream slow = capturer.stream("slow");
        long seenSlow = 0;
        while (seen < 30_000 || seenSlow < 30_000) {
            seenSlow += slow.get(1000).events().size();
            if (seen < 30_000) {
                seen += fast.get(1000).events().size();
            }
        }
        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(seen).isEqualTo(30_000);
        assertThat(seenSlow).isEqualTo(30_000);
    }

    private BinlogCapturerBuilder reading(ListLog log) {
        return BinlogCapturer.builder().log(log).checkpoints(checkpoints);
    }

    private Checkpoint saved() throws IOException {
        return checkpoints.load().orElseThrow();
    }

    private static List<RowChange> twice(List<RowChange> changes) {
        List<RowChange> all = new ArrayList<>(changes);
        all.addAll(changes);
        return all;
    }

    private static List<Long> timestamps(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    /** Gets and acknowledges so many events. */
    private static List<Long> drain(EventStream stream, int count) throws InterruptedException {
        List<Long> all = new ArrayList<>();
        while (all.size() < count) {
            all.addAll(timestamps(stream.get(7, WAIT)));
        }
        return all;
    }
}
