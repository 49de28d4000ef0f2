package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.InMemoryMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a capturer keeps in memory: large transactions, and transactions that are logged twice. */
class CapturerMemoryTest extends CapturerFixture {

    private static final int MIB = 1 << 20;
    private static final int LARGE = 3 * MIB / 2;

    private final InMemoryMetrics metrics = CaptureMetrics.inMemory();

    @Test
    void shouldReadAgainInTheirOrderWhatItHadNoRoomFor() throws Exception {
        source.rereadable = true;
        source.addRegion(2);
        source.addRegion(3);
        for (int i = 0; i < 12; i++) {
            large(i % 4, 200 + i, 0);
        }
        source.reach(300);

        assertThat(startAndDrain(12))
                .containsExactly(200L, 201L, 202L, 203L, 204L, 205L, 206L, 207L, 208L, 209L, 210L, 211L);
        assertThat(metrics.total(Metric.REREADS)).isPositive().isEqualTo(source.rereads.get());
    }

    @Test
    void shouldHoldNoMoreThanTheLimitAndTheOneWhoseTurnItIs() throws Exception {
        source.rereadable = true;
        for (int i = 0; i < 20; i++) {
            large(i % 2, 200 + i, 0);
        }
        source.reach(300);
        HighestBytes highest = new HighestBytes(metrics);
        drain(build(limited().metrics(highest)).start(), 20);

        assertThat(metrics.value(Metric.BUFFER_LIMIT, "regions")).isEqualTo(2 * MIB);
        assertThat(highest.ofRegions.get()).isBetween((double) LARGE, 4.0 * MIB);
        await().untilAsserted(() ->
                assertThat(metrics.value(Metric.BUFFER_BYTES, "regions")).isZero());
    }

    @Test
    void shouldJoinPiecesThatAreReadAgain() throws Exception {
        source.rereadable = true;
        source.addRegion(2);
        for (int region = 0; region < 3; region++) {
            large(region, 200 + region, 9);
        }
        source.reach(300);

        Batch batch = start().getWithoutAck(1, WAIT);
        Transaction transaction = batch.transactions().get(0);
        assertThat(transaction.pieces()).hasSize(3);
        assertThat(transaction.changes()).hasSize(3);
        assertThat(metrics.total(Metric.REREADS)).isEqualTo(2);
    }

    @Test
    void shouldSayWhichEntryItReadsAgainRatherThanBlameARegion() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch mayRead = new CountDownLatch(1);
        source.rereadable = true;
        source.onReread = () -> {
            reading.countDown();
            mayRead.await();
        };
        for (int i = 0; i < 6; i++) {
            large(0, 200 + i, 0);
        }
        source.reach(300);
        BinlogCapturer capturer = build(limited());
        EventStream stream = capturer.start();
        assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(capturer.explain()).contains("read again", "region 0");
        mayRead.countDown();
        drain(stream, 6);
        await().untilAsserted(() -> assertThat(capturer.explain()).doesNotContain("read again"));
    }

    @Test
    void shouldBlameNoRegionWhileAFilterTakesLong() {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        BinlogCapturer capturer = build(limited().filter(transaction -> {
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        }));
        capturer.start();
        source.insert(0, 200, 1, 1);
        for (int i = 0; i < 200; i++) {
            source.reach(201 + i);
        }

        await().untilAsserted(() -> assertThat(capturer.explain()).startsWith("Moves"));
        mayGoOn.countDown();
        await().untilAsserted(() -> assertThat(capturer.explain()).contains("region", "400 ("));
    }

    @Test
    void shouldRefuseAnEntryThatIsAnotherOneWhenItIsReadAgain() throws Exception {
        source.rereadable = true;
        large(0, 200, 0);
        large(1, 201, 0);
        BinlogCapturer capturer = build(limited());
        capturer.start();
        await().until(() -> source.pending(0) + source.pending(1) == 0);
        source.rewrite(0, 200, 7);
        source.rewrite(1, 201, 7);
        source.reach(300);

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.failure().orElseThrow())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("start ts was")
                .hasMessageContaining("now it is 7");
    }

    @Test
    void shouldKeepWhatCannotBeReadAgain() throws Exception {
        for (int i = 0; i < 6; i++) {
            large(i % 2, 200 + i, 0);
        }
        source.reach(300);

        assertThat(startAndDrain(6)).containsExactly(200L, 201L, 202L, 203L, 204L, 205L);
        assertThat(metrics.total(Metric.REREADS)).isZero();
    }

    @Test
    void shouldSayWhichLimitWouldDoForAnEntryThatIsLargerThanAllMemory() throws Exception {
        BinlogCapturer capturer = build(limited());
        capturer.start();
        source.commit(1, 200, 190, 0, ScriptedSource.TABLE_ID, 5 * MIB, new long[] {1, 1});

        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(capturer.failure().orElseThrow())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("region 1", "200 (", "memoryLimit", Integer.toString(6 * MIB));
    }

    @Test
    void shouldCountBigTransactions() throws Exception {
        source.commit(0, 200, 190, 0, ScriptedSource.TABLE_ID, 9 * MIB, new long[] {1, 1});
        source.insert(0, 210, 1, 1);
        source.reach(300);
        EventStream stream = build(limited().memoryLimit(64 * MIB)).start();
        collect(stream, 2);

        assertThat(metrics.total(Metric.BIG_TRANSACTIONS)).isEqualTo(1);
        assertThat(metrics.total(Metric.BIG_TRANSACTION_BYTES)).isGreaterThan(9L * MIB);
    }

    @Test
    void shouldDeliverOnceWhatWasLoggedTwice() throws Exception {
        source.commit(0, 200, 150, 3, ScriptedSource.TABLE_ID, 1, 1);
        source.commit(1, 205, 150, 3, ScriptedSource.TABLE_ID, 2, 2);
        source.commit(0, 210, 150, 3, ScriptedSource.TABLE_ID, 1, 1);
        source.commit(0, 220, 151, 4, ScriptedSource.TABLE_ID, 4, 4);
        source.reach(300);

        assertThat(startAndDrain(3)).containsExactly(200L, 205L, 220L);
        assertThat(metrics.value(Metric.DUPLICATES, "0")).isEqualTo(1);
        assertThat(metrics.total(Metric.DUPLICATES)).isEqualTo(1);
    }

    @Test
    void shouldMoveOnWhereOnlyADuplicateCame() throws Exception {
        source.commit(0, 200, 150, 3, ScriptedSource.TABLE_ID, 1, 1);
        source.reach(0, 205);
        source.reach(1, 400);
        BinlogCapturer capturer = build(limited());
        EventStream stream = capturer.start();
        stream.get(1, WAIT);
        source.commit(0, 390, 150, 3, ScriptedSource.TABLE_ID, 1, 1);

        await().until(() -> capturer.watermark().orElseThrow().value() == 390);
        assertThat(stream.getWithoutAck(1).isEmpty()).isTrue();
    }

    private void large(long region, long commitTs, long txnId) {
        source.commit(
                region, commitTs, commitTs - 100, txnId, ScriptedSource.TABLE_ID, LARGE, new long[] {commitTs, 1});
    }

    private BinlogCapturerBuilder limited() {
        return builder().memoryLimit(4 * MIB).metrics(metrics);
    }

    private EventStream start() {
        return build(limited()).start();
    }

    private List<Long> startAndDrain(int events) throws InterruptedException {
        return drain(start(), events);
    }

    private static List<Long> drain(EventStream stream, int events) throws InterruptedException {
        List<Long> all = new ArrayList<>();
        while (all.size() < events) {
            Batch batch = stream.get(1, WAIT);
            assertThat(batch.isEmpty()).isFalse();
            all.addAll(timestamps(batch));
        }
        return all;
    }

    /** Passes everything on, and keeps how much the regions held at most. */
    private record HighestBytes(CaptureMetrics metrics, AtomicReference<Double> ofRegions) implements CaptureMetrics {

        HighestBytes(CaptureMetrics metrics) {
            this(metrics, new AtomicReference<>(0.0));
        }

        @Override
        public void add(Metric metric, String label, long amount) {
            metrics.add(metric, label, amount);
        }

        @Override
        public void set(Metric metric, String label, double value) {
            metrics.set(metric, label, value);
            if (metric == Metric.BUFFER_BYTES && label.equals("regions")) {
                ofRegions.accumulateAndGet(value, Math::max);
            }
        }

        @Override
        public void record(Metric metric, String label, long nanos) {
            metrics.record(metric, label, nanos);
        }
    }
}
