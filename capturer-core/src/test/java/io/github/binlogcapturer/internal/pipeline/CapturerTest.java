package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The way of an event through a capturer, with a source that delivers what the test says. */
class CapturerTest extends CapturerFixture {

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
        EventStream stream = capturer.start();
        assertThat(stream.getWithoutAck(1).isEmpty()).isTrue();
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
    void shouldNotCutBetweenASchemaChangeAndTheTransactionItBeginsWith() throws Exception {
        EventStream stream = build(builder().maxBatchBytes(1)).start();
        source.schema(ScriptedSource.schema(2, "added"));
        source.commit(0, 220, 210, 9, ScriptedSource.TABLE_ID, 1, 1, 1);
        source.commit(1, 221, 211, 9, ScriptedSource.TABLE_ID, 2, 2, 2);
        source.reach(300);

        // a sink that keeps the ts of the last event as its position would otherwise go on between the two pieces
        Batch batch = next(stream);
        assertThat(batch.events()).hasExactlyElementsOfTypes(SchemaChange.class, Transaction.class);
        assertThat(batch.changeCount()).isEqualTo(2);
    }

    @Test
    void shouldTellASubscriberThatIsAheadOfASchemaChange() throws Exception {
        CheckpointStore checkpoints = CheckpointStore.inMemory();
        checkpoints.save(
                Checkpoint.of("default", Map.of("behind", CommitTs.of(150), "ahead", CommitTs.of(900)), Instant.EPOCH));
        BinlogCapturer capturer = build(builder().checkpoints(checkpoints).subscribers("behind", "ahead"));
        EventStream ahead = capturer.stream("ahead");
        source.schema(ScriptedSource.schema(2, "added"));
        source.insert(0, 220, 1, 1, 1);
        source.insert(0, 950, 2, 2, 2);
        source.reach(1000);

        List<BinlogEvent> events = collect(ahead, 2);
        assertThat(events).hasExactlyElementsOfTypes(SchemaChange.class, Transaction.class);
        assertThat(events.get(1).commitTs()).isEqualTo(CommitTs.of(950));
    }

    @Test
    void shouldNotHangInFrontOfALargeTransaction() throws Exception {
        // right behind the position, alone in its answer, and larger than its region's share of the memory
        EventStream stream = build(builder().memoryLimit(4 << 20)).start();
        source.commit(0, 101, 90, 3, ScriptedSource.TABLE_ID, 2 << 20, new long[] {1, 1});
        source.reach(300);

        assertThat(timestamps(next(stream))).containsExactly(101L);
    }

    @Test
    void shouldLoseNothingOfANewTableWhileTheClusterCannotTellItsTables() throws Exception {
        BinlogCapturer capturer = build(builder());
        EventStream stream = capturer.start();
        source.snapshotFailure = new ConfigurationException("cdc.u is gone");
        source.commit(0, 200, 190, 3, 8, 1, 1);
        source.reach(300);
        await().untilAsserted(() -> assertThat(capturer.explain()).contains("table id 8"));
        source.schema(TableSchema.builder(8, new TableName("cdc", "u"))
                .column("id", ColumnType.INT64)
                .column("v", ColumnType.INT64)
                .primaryKey("id")
                .build());
        source.snapshotFailure = null;

        List<BinlogEvent> events = collect(stream, 2);
        assertThat(events).hasExactlyElementsOfTypes(SchemaChange.class, Transaction.class);
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
    void shouldDeliverHeartbeatsOnRequest() throws Exception {
        EventStream stream = build(builder()
                        .startFrom(StartPosition.after(CommitTs.of(1L << 30)))
                        .heartbeats(Duration.ofMillis(1)))
                .start();
        source.reach((1L << 30) + (5L << 18));

        assertThat(next(stream).events()).containsExactly(new Heartbeat(CommitTs.of((1L << 30) + (5L << 18))));
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
}
