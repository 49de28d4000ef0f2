package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.InMemoryMetrics;
import io.github.binlogcapturer.spi.LaneBatch;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.VisibleOrder;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.binlogcapturer.internal.apply.Histories.ACCOUNTS;
import static io.github.binlogcapturer.internal.apply.Histories.ORDERS;
import static io.github.binlogcapturer.internal.apply.Histories.insert;
import static io.github.binlogcapturer.internal.apply.Histories.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What a sink of several lanes and the stream see of the applier between them. */
@Timeout(30)
class ParallelApplierTest {

    private static final ApplySettings ONE_BY_ONE =
            ApplySettings.defaults().withLanes(4).withBatch(1, 1 << 20);

    private final ModelTarget target = new ModelTarget();
    private final ModelSink sink = new ModelSink(target);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Long> begun = new CopyOnWriteArrayList<>();

    @Test
    void shouldOpenTheLanesAndCloseThemBeforeTheSink() throws Exception {
        ApplierRun.open(sink).carry(List.of(insert(101, ACCOUNTS, 1)));

        assertThat(sink.notes.subList(0, 5)).containsExactly("open search", "lane 0", "lane 1", "lane 2", "lane 3");
        assertThat(sink.notes.subList(5, 9))
                .containsExactlyInAnyOrder("close lane 0", "close lane 1", "close lane 2", "close lane 3");
        assertThat(sink.notes.subList(9, 10)).containsExactly("close");
    }

    @Test
    void shouldAcknowledgeWhatIsDone() throws Exception {
        ApplierRun run = ApplierRun.open(sink);
        run.carry(inserts(101, 300));

        assertThat(run.stream.position()).isEqualTo(CommitTs.of(300));
        assertThat(target.applied()).hasSize(200);
    }

    @Test
    void shouldAcknowledgeOnlyUpToWhatIsNotDone() throws Exception {
        sink.settings = ONE_BY_ONE;
        sink.apply = (lane, batch) -> {
            holdBack(batch, 150);
            sink.commit(lane, batch);
        };
        ApplierRun run = ApplierRun.open(sink);
        run.ring.append(inserts(101, 200));
        CompletableFuture<@Nullable Void> ended = run.start();

        await().until(() -> target.applied().size() == 99);
        assertThat(run.stream.position()).isLessThan(CommitTs.of(150));
        release.countDown();
        await().until(() -> run.stream.position().equals(CommitTs.of(200)));
        run.applier.stop();
        ended.get(10, TimeUnit.SECONDS);
    }

    /** A restart in the middle of a transaction would read its end alone, and take it for another one. */
    @Test
    void shouldNameNoPositionInTheMiddleOfATransaction() throws Exception {
        sink.settings = ONE_BY_ONE;
        sink.apply = (lane, batch) -> {
            holdBack(batch, 150);
            sink.commit(lane, batch);
        };
        ApplierRun run = ApplierRun.open(sink);
        run.ring.append(List.of(
                insert(101, ACCOUNTS, 1),
                insert(150, ACCOUNTS, 2),
                Histories.split(140, insert(160, ACCOUNTS, 3)),
                insert(170, ACCOUNTS, 4)));
        CompletableFuture<@Nullable Void> ended = run.start();
        await().until(() -> target.applied().size() == 3);

        assertThat(sink.batches)
                .allMatch(batch -> batch.progress().lowWater().value() < 140, "begins before the first piece");
        release.countDown();
        run.applier.stop();
        ended.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldTakeOneTransactionAtOnceWhileThereIsLittleToDo() throws Exception {
        ApplierRun run = ApplierRun.open(sink);
        CompletableFuture<@Nullable Void> ended = run.start();
        for (long ts = 101; ts <= 105; ts++) {
            run.ring.append(inserts(ts, ts));
            CommitTs reached = CommitTs.of(ts);
            await().until(() -> run.stream.position().equals(reached));
        }
        run.applier.stop();
        ended.get(10, TimeUnit.SECONDS);

        assertThat(sink.batches.stream().map(batch -> batch.transactions().size()))
                .startsWith(1, 1, 1, 1, 1);
    }

    @Test
    void shouldShrinkAChainOfOneRowIntoFewBatches() throws Exception {
        List<Transaction> chain = new ArrayList<>(inserts(101, 101));
        for (long ts = 102; ts <= 1100; ts++) {
            chain.add(update(ts, ACCOUNTS, 101, 0, 0));
        }
        InMemoryMetrics metrics = CaptureMetrics.inMemory();
        sink.settings = sink.settings.withBatch(50, 1 << 20);
        ApplierRun.open(sink, metrics, CaptureClock.system()).carry(chain);

        assertThat(sink.batches).hasSizeLessThan(50).allMatch(batch -> batch.changeCount() <= 200);
        assertThat(metrics.value(Metric.SINK_COALESCED, "search")).isGreaterThan(500);
        assertThat(metrics.value(Metric.SINK_CONFLICTS, "search")).isGreaterThan(0);
        assertThat(metrics.value(Metric.SINK_CHANGES, "search")).isEqualTo(1000);
    }

    @Test
    void shouldHaveNoMoreInFlightThanTheWindow() throws Exception {
        sink.settings = ONE_BY_ONE.withWindow(6);
        sink.apply = (lane, batch) -> {
            holdBack(batch, 101);
            sink.commit(lane, batch);
        };
        InMemoryMetrics metrics = CaptureMetrics.inMemory();
        ApplierRun run = ApplierRun.open(sink, metrics, CaptureClock.system());
        run.ring.append(inserts(101, 200));
        CompletableFuture<@Nullable Void> ended = run.start();

        await().until(() -> target.applied().size() == 5);
        assertThat(begun).containsExactlyInAnyOrder(101L, 102L, 103L, 104L, 105L, 106L);
        assertThat(metrics.value(Metric.SINK_IN_FLIGHT, "search")).isEqualTo(6);
        release.countDown();
        await().until(() -> target.applied().size() == 100);
        run.applier.stop();
        ended.get(10, TimeUnit.SECONDS);
        assertThat(begun).hasSize(100);
    }

    @Test
    void shouldLetLargeTransactionsComeAlone() throws Exception {
        sink.settings = sink.settings.withBatch(1000, 100);
        ApplierRun.open(sink).carry(List.of(insert(101, ACCOUNTS, 1), large(102), insert(103, ACCOUNTS, 2)));

        assertThat(sink.batches)
                .anySatisfy(batch ->
                        assertThat(batch.transactions()).singleElement().isEqualTo(large(102)));
    }

    private static Transaction large(long ts) {
        Transaction small = insert(ts, ORDERS, 9);
        return new Transaction(ts, "", "", small.pieces(), small.changes(), 10_000);
    }

    @Test
    void shouldFinishWhatItHasWhenStopped() throws Exception {
        sink.settings = ONE_BY_ONE;
        sink.apply = (lane, batch) -> {
            holdBack(batch, 101);
            sink.commit(lane, batch);
        };
        ApplierRun run = ApplierRun.open(sink);
        run.ring.append(inserts(101, 120));
        CompletableFuture<@Nullable Void> ended = run.start();
        await().until(() -> target.applied().size() == 19);
        run.applier.stop();
        assertThat(ended).isNotDone();
        release.countDown();
        ended.get(10, TimeUnit.SECONDS);

        assertThat(target.applied()).hasSize(20);
        assertThat(run.stream.position()).isEqualTo(CommitTs.of(120));
        assertThat(target.revive().lowWater()).isEqualTo(CommitTs.of(120));
    }

    @Test
    void shouldHaveTheTargetKeepThePositionBehindWhatIsFiltered() throws Exception {
        ApplierRun run = ApplierRun.open(sink);
        run.ring.resolve(700);
        run.carry(List.of());

        assertThat(sink.batches).singleElement().satisfies(batch -> {
            assertThat(batch.transactions()).isEmpty();
            assertThat(batch.progress().lowWater()).isEqualTo(CommitTs.of(700));
        });
    }

    @Test
    void shouldHaveTheTargetKeepThePositionOfAQuietTime() throws Exception {
        AtomicLong nowNs = new AtomicLong();
        ApplierRun run = ApplierRun.open(sink, CaptureMetrics.none(), clock(nowNs));
        CompletableFuture<@Nullable Void> ended = run.start();
        run.ring.append(List.of(insert(101, ACCOUNTS, 1), new Heartbeat(CommitTs.of(105))));
        await().until(() -> run.stream.position().equals(CommitTs.of(105)));
        run.ring.resolve(900);

        await().until(() -> {
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
            return sink.batches.size() == 2;
        });
        assertThat(nowNs.get()).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(10));
        assertThat(sink.batches.get(1).transactions()).isEmpty();
        assertThat(target.revive().lowWater()).isEqualTo(CommitTs.of(900));
        run.applier.stop();
        ended.get(10, TimeUnit.SECONDS);
        assertThat(sink.batches).hasSize(2);
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

    @Test
    void shouldTellOfASchemaBehindEverythingAndAskForAllRulesAgain() throws Exception {
        sink.settings = ONE_BY_ONE;
        sink.onRules = table -> sink.notes.add("rules of " + table.name());
        sink.apply = (lane, batch) -> {
            holdBack(batch, 101);
            sink.commit(lane, batch);
            batch.transactions()
                    .forEach(each -> sink.notes.add("did " + each.commitTs().value()));
        };
        ApplierRun run = ApplierRun.open(sink);
        run.ring.append(List.<BinlogEvent>of(
                insert(101, ACCOUNTS, 1), insert(102, ORDERS, 1), changed(103, ORDERS), insert(103, ACCOUNTS, 2)));
        CompletableFuture<@Nullable Void> ended = run.start();

        await().until(() -> sink.notes.contains("did 102"));
        assertThat(sink.notes).doesNotContain("schema of shop.orders at 103");
        release.countDown();
        await().until(() -> sink.notes.contains("did 103"));
        assertThat(sink.notes)
                .containsSubsequence(
                        "rules of shop.accounts",
                        "did 101",
                        "schema of shop.orders at 103",
                        "rules of shop.accounts",
                        "did 103");
        run.applier.stop();
        ended.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldApplyWhatItHasWhileTheRulesOfATableAreFoundOut() throws Exception {
        sink.onRules = table -> {
            if (table == ORDERS) {
                awaitRelease();
            }
        };
        ApplierRun run = ApplierRun.open(sink);
        run.ring.append(List.of(insert(101, ACCOUNTS, 1), insert(102, ACCOUNTS, 2), insert(103, ORDERS, 1)));
        CompletableFuture<@Nullable Void> ended = run.start();

        await().until(() -> target.applied().size() == 2);
        release.countDown();
        await().until(() -> target.applied().size() == 3);
        run.applier.stop();
        ended.get(10, TimeUnit.SECONDS);
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SchemaChange changed(long ts, TableSchema table) {
        return new SchemaChange(CommitTs.of(ts), table, table);
    }

    @Test
    void shouldMakeLaterBatchesRollBackForABlockedOne() throws Exception {
        List<String> turns = new CopyOnWriteArrayList<>();
        CountDownLatch executed = new CountDownLatch(1);
        CountDownLatch rolledBack = new CountDownLatch(1);
        sink.settings = ONE_BY_ONE.withLanes(2).withOrder(VisibleOrder.COMMIT_ORDER);
        sink.apply = (lane, batch) -> {
            if (batch.transactions().isEmpty()) {
                return;
            }
            assertThat(batch.turn().isOrdered()).isTrue();
            if (batch.transactions().get(0).commitTs().value() == 101) {
                executed.await();
                batch.turn().blocked();
                rolledBack.await();
                turns.add("first " + batch.turn().await());
            } else {
                executed.countDown();
                turns.add("second " + batch.turn().await());
                rolledBack.countDown();
                turns.add("second " + batch.turn().await());
            }
            target.commit(lane, batch);
        };
        ApplierRun.open(sink).carry(inserts(101, 102));

        assertThat(turns).containsExactly("second false", "first true", "second true");
        assertThat(target.applied()).isEqualTo(inserts(101, 102));
    }

    @Test
    void shouldLetLanesExecuteSideBySideWhereTheyCommitInOrder() throws Exception {
        CountDownLatch allExecute = new CountDownLatch(4);
        sink.settings = ONE_BY_ONE.withOrder(VisibleOrder.COMMIT_ORDER);
        sink.apply = (lane, batch) -> {
            allExecute.countDown();
            allExecute.await();
            sink.commit(lane, batch);
        };
        ApplierRun.open(sink).carry(inserts(101, 104));

        assertThat(target.applied()).isEqualTo(inserts(101, 104));
    }

    @Test
    void shouldNameLaneAndPlaceOfAFailureAndCloseAllOnce() throws Exception {
        sink.settings = ONE_BY_ONE;
        IOException full = new IOException("disk full");
        sink.lanesFailToClose = true;
        sink.apply = (lane, batch) -> {
            if (begin(batch) == 110) {
                throw full;
            }
            sink.commit(lane, batch);
        };
        ApplierRun run = ApplierRun.open(sink);

        assertThatThrownBy(() -> run.carry(inserts(101, 130)))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll("\"search\"", "lane", CommitTs.of(110).toString(), "disk full")
                .hasCause(full)
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .hasSize(4)
                        .allMatch(each -> each.toString().contains("is stuck")));
        assertThat(sink.notes.subList(5, 9))
                .containsExactlyInAnyOrder("close lane 0", "close lane 1", "close lane 2", "close lane 3");
        assertThat(sink.notes).hasSize(10).endsWith("close");
        assertThat(run.stream.position()).isLessThan(CommitTs.of(110));
    }

    @Test
    void shouldInterruptTheOtherLanesWhereOneFails() throws Exception {
        sink.settings = ONE_BY_ONE;
        CountDownLatch stuck = new CountDownLatch(3);
        sink.apply = (lane, batch) -> {
            if (begin(batch) < 104) {
                stuck.countDown();
                release.await();
            }
            stuck.await();
            throw new IllegalStateException("no such table");
        };

        assertThatThrownBy(() -> ApplierRun.open(sink).carry(inserts(101, 104))).hasMessageContaining("no such table");
        assertThat(sink.notes).hasSize(10).endsWith("close");
    }

    @Test
    void shouldCloseTheLanesItHasWhereOneCannotBeMade() throws Exception {
        sink.settings = ONE_BY_ONE.withLanes(3);
        sink.lanesMade = 2;

        assertThatThrownBy(() -> ApplierRun.open(sink).carry(inserts(101, 104)))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll("lane 2", "too many connections");
        assertThat(sink.notes).endsWith("close lane 0", "close lane 1", "close");
    }

    @Test
    void shouldEndAndAcknowledgeNothingUndoneWhereItIsInterrupted() throws Exception {
        sink.apply = (lane, batch) -> {
            begin(batch);
            release.await();
        };
        ApplierRun run = ApplierRun.open(sink);
        run.ring.append(inserts(101, 102));
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                run.applier.run(run.stream);
            } catch (Throwable e) {
                ended.complete(e);
            }
        });
        thread.start();
        await().until(() -> !begun.isEmpty());
        thread.interrupt();

        assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(run.stream.position()).isEqualTo(CommitTs.of(100));
        assertThat(sink.notes).hasSize(10).endsWith("close");
    }

    @Test
    void shouldCloseASinkThatIsNeverRun() throws Exception {
        ApplierRun.open(sink).applier.abandon();

        assertThat(sink.notes).containsExactly("open search", "close");
    }

    private void holdBack(LaneBatch batch, long commitTs) throws InterruptedException {
        if (begin(batch) == commitTs) {
            release.await();
        }
    }

    /** Notes what a batch begins with; -1 where it is empty. */
    private long begin(LaneBatch batch) {
        if (batch.transactions().isEmpty()) {
            return -1;
        }
        batch.transactions().forEach(each -> begun.add(each.commitTs().value()));
        return batch.transactions().get(0).commitTs().value();
    }

    private static List<Transaction> inserts(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(ts -> insert(ts, ACCOUNTS, ts))
                .toList();
    }
}
