package io.github.binlogcapturer.internal.store;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.UnknownBatchException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class TransactionRingTest {

    private static final TableSchema TABLE = TableSchema.builder(1, new TableName("db", "t"))
            .column("id", ColumnType.INT64)
            .primaryKey("id")
            .build();
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final TransactionRing ring = ring(Map.of("s", 100L), 1 << 20);
    private final EventStream stream = stream(ring, "s");
    // tasks wait for each other, which the common pool allows only where it has threads enough
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void shouldGiveAtLeastOneTransactionHoweverLarge() throws Exception {
        ring.append(List.of(transaction(110, 50)));

        assertThat(stream.getWithoutAck(1).changeCount()).isEqualTo(50);
    }

    @Test
    void shouldStopOnceTheBatchSizeIsReached() throws Exception {
        append(110, 120, 130, 140);

        assertThat(timestamps(stream.getWithoutAck(3))).containsExactly(110L, 120L, 130L);
        assertThat(timestamps(stream.getWithoutAck(3))).containsExactly(140L);
    }

    @Test
    void shouldTakeAnyBatchSize() throws Exception {
        append(LongStream.rangeClosed(1001, 3000).toArray());

        assertThat(stream.getWithoutAck(Integer.MAX_VALUE).changeCount()).isEqualTo(2000);
    }

    @Test
    void shouldStopOnceTheByteLimitIsReached() throws Exception {
        TransactionRing small = new TransactionRing(Map.of("s", 1L), 1 << 20, 600, 0);
        small.append(List.of(transaction(110, 1)));
        small.append(List.of(transaction(120, 1)));
        small.append(List.of(transaction(130, 1)));

        assertThat(timestamps(stream(small, "s").getWithoutAck(1000))).containsExactly(110L, 120L);
    }

    @Test
    void shouldNotCutBetweenEqualTimestamps() throws Exception {
        ring.append(List.of(transaction(110, 1), transaction(110, 1), transaction(110, 1)));

        assertThat(timestamps(stream.getWithoutAck(1))).containsExactly(110L, 110L, 110L);
    }

    @Test
    void shouldGiveAnEmptyBatchWithoutAnIdWhereNothingCame() throws Exception {
        assertThat(stream.getWithoutAck(10)).isEqualTo(Batch.empty());
        assertThat(stream.getWithoutAck(10, Duration.ofMillis(5)).id()).isEqualTo(Batch.NO_ID);

        stream.ack(Batch.NO_ID);
        stream.rollback(Batch.NO_ID);
    }

    @Test
    void shouldReturnAsSoonAsThereIsSomething() throws Exception {
        CompletableFuture<Batch> waiting = CompletableFuture.supplyAsync(() -> getWaiting(stream), threads);
        append(110);

        assertThat(timestamps(waiting.get(10, TimeUnit.SECONDS))).containsExactly(110L);
    }

    @Test
    void shouldBeFinishedOnceAllIsAcknowledged() throws Exception {
        append(110, 120);
        Batch first = stream.getWithoutAck(1);
        Batch second = stream.getWithoutAck(1);
        CompletableFuture<Boolean> finished = CompletableFuture.supplyAsync(() -> finishes(ring), threads);
        stream.ack(first.id());

        assertThat(ring.explainUnfinished()).contains("\"s\" to acknowledge", "1 events");
        assertThat(finished).isNotDone();
        stream.ack(second.id());
        assertThat(finished.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldNotBeFinishedBeforeEverySubscriberHasAsked() throws Exception {
        TransactionRing two = ring(Map.of("a", 100L, "b", 100L), 1 << 20);
        CompletableFuture<Boolean> finished = CompletableFuture.supplyAsync(() -> finishes(two), threads);
        stream(two, "a").get(1);

        assertThat(two.explainUnfinished()).isEqualTo("subscriber \"b\" to ask for events");
        assertThat(finished).isNotDone();
        stream(two, "b").get(1);
        assertThat(finished.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldEndTheWaitForTheFinishWhereTheRingIsClosed() throws Exception {
        CompletableFuture<Boolean> finished = CompletableFuture.supplyAsync(() -> finishes(ring), threads);
        ring.close(null);

        assertThat(finished.get(10, TimeUnit.SECONDS)).isFalse();
    }

    private static boolean finishes(TransactionRing ring) {
        try {
            ring.awaitFinished();
            return true;
        } catch (CapturerClosedException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldTakeNothingWhereAWaitIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> stream.getWithoutAck(1, WAIT)).isInstanceOf(InterruptedException.class);
        append(110);
        assertThat(timestamps(stream.getWithoutAck(1))).containsExactly(110L);
    }

    @Test
    void shouldGiveAscendingIdsAboveThoseOfEarlierRuns() throws Exception {
        append(110, 120);
        TransactionRing later = ring(Map.of("s", 100L), 1 << 20);

        long first = stream.getWithoutAck(1).id();
        long second = stream.getWithoutAck(1).id();
        assertThat(first).isPositive();
        assertThat(second).isGreaterThan(first);
        assertThat(stream(later, "s").getWithoutAck(1).id()).isEqualTo(Batch.NO_ID);
    }

    @Test
    void shouldAcknowledgeABatchAndAllBeforeIt() throws Exception {
        append(110, 120, 130);
        stream.getWithoutAck(1);
        Batch second = stream.getWithoutAck(1);
        Batch third = stream.getWithoutAck(1);

        stream.ack(second.id());
        assertThat(stream.position()).isEqualTo(CommitTs.of(129));
        stream.ack(second.id());
        stream.ack(third.id());
        assertThat(stream.position()).isEqualTo(CommitTs.of(130));
    }

    @Test
    void shouldRefuseIdsThatAreNotOutstanding() throws Exception {
        append(110);
        Batch batch = stream.getWithoutAck(1);

        assertThatThrownBy(() -> stream.ack(batch.id() + 1)).isInstanceOf(UnknownBatchException.class);
        assertThatThrownBy(() -> stream.ack(1))
                .isInstanceOf(UnknownBatchException.class)
                .hasMessageContaining("earlier run");
        stream.rollback();
        assertThatThrownBy(() -> stream.ack(batch.id())).isInstanceOf(UnknownBatchException.class);
    }

    @Test
    void shouldDeliverAgainFromARolledBackBatchOn() throws Exception {
        append(110, 120, 130);
        stream.getWithoutAck(1);
        Batch second = stream.getWithoutAck(1);
        Batch third = stream.getWithoutAck(1);

        stream.rollback(second.id());
        assertThatThrownBy(() -> stream.ack(third.id())).isInstanceOf(UnknownBatchException.class);
        Batch again = stream.getWithoutAck(10);
        assertThat(timestamps(again)).containsExactly(120L, 130L);
        assertThat(again.id()).isGreaterThan(third.id());
    }

    @Test
    void shouldDeliverAgainBehindTheLastAckAfterARollbackOfAll() throws Exception {
        append(110, 120, 130);
        stream.ack(stream.getWithoutAck(1).id());
        stream.getWithoutAck(1);
        stream.rollback();

        assertThat(timestamps(stream.getWithoutAck(10))).containsExactly(120L, 130L);
    }

    @Test
    void shouldRefuseAnAutomaticAckWhileABatchIsOutstanding() throws Exception {
        append(110, 120);
        Batch first = stream.getWithoutAck(1);

        assertThatThrownBy(() -> stream.get(1)).isInstanceOf(IllegalStateException.class);
        stream.ack(first.id());
        assertThat(timestamps(stream.get(1))).containsExactly(120L);
        assertThat(stream.position()).isEqualTo(CommitTs.of(120));
    }

    @Test
    void shouldMoveThePositionOverFilteredTransactions() throws Exception {
        ring.resolve(150);
        assertThat(stream.position()).isEqualTo(CommitTs.of(150));

        append(160);
        ring.resolve(200);
        assertThat(stream.position()).isEqualTo(CommitTs.of(159));
        stream.get(10);
        assertThat(stream.position()).isEqualTo(CommitTs.of(200));
    }

    @Test
    void shouldNotPutAPositionBetweenThePiecesOfATransaction() throws Exception {
        ring.append(List.of(new Transaction(1, "", "", List.of(piece(109), piece(110)), List.of(), 1)));
        ring.resolve(110);

        assertThat(stream.position()).isEqualTo(CommitTs.of(108));
    }

    @Test
    void shouldGiveEverySubscriberEverything() throws Exception {
        TransactionRing shared = ring(Map.of("a", 100L, "b", 100L), 1 << 20);
        shared.append(List.of(transaction(110, 1)));
        shared.append(List.of(transaction(120, 1)));

        stream(shared, "a").get(10);
        assertThat(timestamps(stream(shared, "b").getWithoutAck(1))).containsExactly(110L);
        assertThat(shared.positions()).containsEntry("a", CommitTs.of(120)).containsEntry("b", CommitTs.of(109));
    }

    @Test
    void shouldPassOverWhatASubscriberHasFromAnEarlierRun() throws Exception {
        TransactionRing shared = ring(Map.of("behind", 100L, "ahead", 120L), 1 << 20);
        shared.append(List.of(transaction(110, 1)));
        shared.append(List.of(transaction(120, 1)));
        shared.append(List.of(transaction(130, 1)));

        assertThat(timestamps(stream(shared, "behind").getWithoutAck(10))).containsExactly(110L, 120L, 130L);
        assertThat(timestamps(stream(shared, "ahead").getWithoutAck(10))).containsExactly(130L);
    }

    @Test
    void shouldFreeWhatASubscriberHasAlreadyWithTheSchemaChangeInFrontOfIt() throws Exception {
        TransactionRing shared = ring(Map.of("s", 900L), 1200);
        EventStream ahead = stream(shared, "s");
        shared.append(List.of(new SchemaChange(CommitTs.of(220), null, TABLE)));
        shared.append(List.of(transaction(300, 1)));
        Batch change = ahead.getWithoutAck(1);
        assertThat(change.events()).hasExactlyElementsOfTypes(SchemaChange.class);
        assertThat(ahead.getWithoutAck(1)).isEqualTo(Batch.empty());

        ahead.ack(change.id());
        shared.append(List.of(transaction(950, 3)));
        assertThat(timestamps(ahead.getWithoutAck(1))).containsExactly(950L);
    }

    @Test
    void shouldMakeAppendingWaitForTheSlowestSubscriber() throws Exception {
        TransactionRing full = ring(Map.of("quick", 100L, "slow", 100L), 1200);
        full.append(List.of(transaction(110, 1)));
        full.append(List.of(transaction(120, 1)));
        CompletableFuture<Void> third = CompletableFuture.runAsync(() -> appendTo(full, 130), threads);

        stream(full, "quick").get(10);
        await().untilAsserted(() -> assertThat(full.explainFull()).contains("slow"));
        assertThat(third).isNotDone();
        stream(full, "slow").get(10);
        third.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldAdmitAnythingIntoAnEmptyRing() throws Exception {
        TransactionRing tiny = ring(Map.of("s", 100L), 1);
        tiny.append(List.of(transaction(110, 100)));

        assertThat(stream(tiny, "s").getWithoutAck(1).changeCount()).isEqualTo(100);
    }

    @Test
    void shouldTellWhoeverCallsThatItHasFailedAndWhy() throws Exception {
        CompletableFuture<Batch> waiting = CompletableFuture.supplyAsync(() -> getWaiting(stream), threads);
        IllegalStateException cause = new IllegalStateException("region 7 burnt down");
        ring.close(cause);

        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasRootCause(cause);
        assertThatThrownBy(() -> stream.getWithoutAck(1))
                .isInstanceOf(CapturerClosedException.class)
                .hasMessageContaining("burnt down")
                .hasCause(cause);
    }

    @Test
    void shouldGrowAndKeepOrder() {
        long[] all = LongStream.range(101, 5101).toArray();
        TransactionRing large = ring(Map.of("s", 100L), 1 << 24);
        LongStream.of(all).forEach(ts -> appendTo(large, ts));

        List<Long> got = new ArrayList<>();
        EventStream from = stream(large, "s");
        for (Batch batch = from.get(700); !batch.isEmpty(); batch = from.get(700)) {
            got.addAll(timestamps(batch));
        }
        assertThat(got).containsExactlyElementsOf(LongStream.of(all).boxed().toList());
    }

    /** Whatever getters, rollbacks and acks do to each other, each event is acknowledged once, in order, and the ring ends empty. */
    @Test
    void shouldLoseAndDoubleNothingUnderConcurrentUse() throws Exception {
        TransactionRing shared = ring(Map.of("a", 100L, "b", 100L), 20_000);
        long last = 3100;
        CompletableFuture<Void> writer = CompletableFuture.runAsync(
                () -> {
                    for (long ts = 101; ts <= last; ts++) {
                        appendTo(shared, ts);
                        shared.resolve(ts);
                    }
                },
                threads);
        CountDownLatch ready = new CountDownLatch(2);
        List<CompletableFuture<List<Long>>> readers = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            readers.add(CompletableFuture.supplyAsync(() -> consume(stream(shared, name), last, ready), threads));
        }
        writer.get(20, TimeUnit.SECONDS);
        List<Long> expected = LongStream.rangeClosed(101, last).boxed().toList();
        for (CompletableFuture<List<Long>> reader : readers) {
            assertThat(reader.get(20, TimeUnit.SECONDS)).containsExactlyElementsOf(expected);
        }
        assertThat(shared.positions().values()).containsOnly(CommitTs.of(last));
    }

    private static List<Long> consume(EventStream from, long last, CountDownLatch ready) {
        ready.countDown();
        List<Long> acked = new ArrayList<>();
        int round = 0;
        while (acked.isEmpty() || acked.get(acked.size() - 1) < last) {
            Batch batch = getWaiting(from);
            if (++round % 3 == 0) {
                from.rollback(batch.id());
            } else {
                acked.addAll(timestamps(batch));
                from.ack(batch.id());
            }
        }
        return acked;
    }

    private static Batch getWaiting(EventStream from) {
        try {
            return from.getWithoutAck(17, WAIT);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void appendTo(TransactionRing to, long ts) {
        try {
            to.append(List.of(transaction(ts, 1)));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void append(long... timestamps) {
        Arrays.stream(timestamps).forEach(ts -> appendTo(ring, ts));
    }

    private static List<Long> timestamps(Batch batch) {
        return batch.events().stream()
                .map(BinlogEvent::commitTs)
                .map(CommitTs::value)
                .toList();
    }

    private static TransactionRing ring(Map<String, Long> positions, long maxBytes) {
        return new TransactionRing(positions, maxBytes, 1 << 20, 1000);
    }

    private static EventStream stream(TransactionRing of, String name) {
        return Objects.requireNonNull(of.stream(name));
    }

    private static Piece piece(long ts) {
        return new Piece(new TableName("db", "bl"), 0, 1, CommitTs.of(ts - 50), CommitTs.of(ts));
    }

    private static Transaction transaction(long commitTs, int changes) {
        List<RowChange> all = LongStream.range(0, changes)
                .<RowChange>mapToObj(id -> new RowChange.Insert(Row.of(TABLE, id), Statement.unknown()))
                .toList();
        return new Transaction(1, "u", "ip", List.of(piece(commitTs)), all, 44);
    }
}
