package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.AppliedTransactions;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.LaneBatch;
import io.github.binlogcapturer.spi.LaneProgress;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.spi.SinkStanding;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Sinks that keep positions of their own beside a checkpoint, over crashes: whichever is attached first, the others miss nothing. */
class CapturerStandingTest extends CapturerFixture {

    private final FailingStore checkpoints = new FailingStore();
    private final Target one = new Target();
    private final Target two = new Target();

    CapturerStandingTest() {
        checkpoints.failing = false;
    }

    @Test
    void shouldGoOnWithTwoSinksOfLanesAfterACrash() {
        BinlogCapturer crashed = captureBoth();
        insert(200, 210, 220);
        source.reach(300);
        await().until(() -> one.applied.size() == 3 && two.applied.size() == 3);
        // the targets hold the low-water of before their last batches, while everything is acknowledged
        crash(crashed);
        insert(310, 320);
        source.reach(400);
        captureBoth();

        await().untilAsserted(() -> {
            assertThat(one.applied).containsExactlyInAnyOrder(200L, 210L, 220L, 310L, 320L);
            assertThat(two.applied).containsExactlyInAnyOrder(200L, 210L, 220L, 310L, 320L);
        });
    }

    @Test
    void shouldGoOnWithTwoSinksThatWereAttachedTheOtherWayRound() {
        BinlogCapturer crashed = captureBoth();
        insert(200, 210);
        source.reach(300);
        await().until(() -> one.applied.size() == 2 && two.applied.size() == 2);
        crash(crashed);
        BinlogCapturer later = capture();
        later.applyTo("two", two);
        later.applyTo("one", one);
        insert(310);
        source.reach(400);

        await().untilAsserted(() -> {
            assertThat(one.applied).containsExactlyInAnyOrder(200L, 210L, 310L);
            assertThat(two.applied).containsExactlyInAnyOrder(200L, 210L, 310L);
        });
    }

    @Test
    void shouldKeepThePositionOfASinkThatWasNotAttachedBeforeTheCrash() {
        BinlogCapturer first = captureBoth();
        insert(200);
        source.reach(210);
        await().until(() -> one.applied.size() == 1 && two.applied.size() == 1);
        crash(first);
        BinlogCapturer second = capture();
        second.applyTo("one", one);
        source.reach(500);
        await().until(() -> second.watermark().orElseThrow().value() == 500);
        crash(second);
        insert(510);
        source.reach(600);
        captureBoth();

        await().untilAsserted(() -> assertThat(two.applied).containsExactlyInAnyOrder(200L, 510L));
    }

    @Test
    void shouldSaveNoPositionBeyondWhatASinkHolds() throws Exception {
        BinlogCapturer capturer = captureBoth();
        insert(200, 210);
        source.reach(300);
        await().until(() -> two.applied.size() == 2);
        capturer.close();

        assertThat(saved("two")).isEqualTo(two.standing().lowWater()).isEqualTo(CommitTs.of(300));
        assertThat(saved("one")).isEqualTo(one.standing().lowWater());
    }

    @Test
    void shouldAttachASinkBehindAQuietStretch() {
        BinlogCapturer capturer = capture();
        EventStream stream = capturer.stream("two");
        source.reach(300);
        await().until(() -> stream.position().equals(CommitTs.of(300)));
        two.progress.put(0, new LaneProgress(CommitTs.of(150), AppliedTransactions.none()));
        assertThatCode(() -> capturer.applyTo("two", two)).doesNotThrowAnyException();
        insert(310);
        source.reach(400);

        await().untilAsserted(() -> assertThat(two.applied).containsExactly(310L));
    }

    @Test
    void shouldRefuseASinkThatWouldMissWhatSomebodyElseHasAcknowledged() throws Exception {
        BinlogCapturer capturer = capture();
        EventStream stream = capturer.stream("two");
        insert(200);
        source.reach(300);
        stream.ack(next(stream).id());
        two.progress.put(0, new LaneProgress(CommitTs.of(150), AppliedTransactions.none()));

        assertThatThrownBy(() -> capturer.applyTo("two", two))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("StartPosition.after");
    }

    @Test
    void shouldGoOnWithTwoSinksInOrderBehindAQuietStretch() throws Exception {
        HoldingSink first = new HoldingSink(150);
        HoldingSink second = new HoldingSink(150);
        BinlogCapturer crashed = capture();
        crashed.applyTo("one", first);
        crashed.applyTo("two", second);
        insert(200);
        source.reach(500);
        await().until(() -> first.heldTs == 200 && second.heldTs == 200);
        crashed.close();
        BinlogCapturer later = capture();
        later.applyTo("one", first);
        later.applyTo("two", second);
        insert(510);
        source.reach(600);

        await().until(() -> first.heldTs == 510 && second.heldTs == 510);
        assertThat(saved("two")).isLessThanOrEqualTo(CommitTs.of(510));
    }

    private BinlogCapturer capture() {
        return build(
                builder().subscribers("one", "two").checkpoints(checkpoints).checkpointInterval(Duration.ofMillis(10)));
    }

    private BinlogCapturer captureBoth() {
        BinlogCapturer capturer = capture();
        capturer.applyTo("one", one);
        capturer.applyTo("two", two);
        return capturer;
    }

    /** Ends a capturer so that its sinks keep nothing more, but the checkpoint is saved as far as that may be. */
    private void crash(BinlogCapturer capturer) {
        one.dead = true;
        two.dead = true;
        capturer.close();
        one.dead = false;
        two.dead = false;
    }

    private void insert(long... commitTs) {
        for (long ts : commitTs) {
            source.insert(0, ts, ts, 1);
        }
    }

    private @Nullable CommitTs saved(String subscriber) throws IOException {
        return checkpoints.load().orElseThrow().positions().get(subscriber);
    }

    /** A model of a target that keeps the progress of its lanes; one transaction a batch, each once. */
    private static final class Target implements ParallelSink {

        private final List<Long> applied = new CopyOnWriteArrayList<>();
        private final Map<Integer, LaneProgress> progress = new ConcurrentHashMap<>();
        private volatile boolean dead;

        SinkStanding standing() {
            CommitTs lowWater = null;
            AppliedTransactions done = AppliedTransactions.none();
            for (LaneProgress each : progress.values()) {
                lowWater = lowWater == null || lowWater.compareTo(each.lowWater()) < 0 ? each.lowWater() : lowWater;
                done = done.union(each.done());
            }
            return lowWater == null ? SinkStanding.unknown() : new SinkStanding(lowWater, done.above(lowWater));
        }

        @Override
        public SinkStanding open(SinkContext context) {
            return standing();
        }

        @Override
        public ConflictRules rules(TableSchema table) {
            return ConflictRules.ofSource(table);
        }

        @Override
        public SinkLane lane(int number) {
            return batch -> apply(number, batch);
        }

        private synchronized void apply(int lane, LaneBatch batch) {
            if (dead) {
                throw new IllegalStateException("The target is gone");
            }
            for (Transaction transaction : batch.transactions()) {
                applied.add(transaction.commitTs().value());
            }
            progress.put(lane, batch.progress());
        }

        @Override
        public ApplySettings settings() {
            return ApplySettings.defaults().withLanes(2).withBatch(1, 1 << 20);
        }

        @Override
        public void close() {}
    }

    private static final class HoldingSink implements Sink {

        private volatile long heldTs;

        HoldingSink(long heldTs) {
            this.heldTs = heldTs;
        }

        @Override
        public @Nullable CommitTs open(SinkContext context) {
            return CommitTs.of(heldTs);
        }

        @Override
        public void write(List<BinlogEvent> events) {
            for (BinlogEvent event : events) {
                if (event instanceof Transaction) {
                    heldTs = event.commitTs().value();
                }
            }
        }
    }
}
