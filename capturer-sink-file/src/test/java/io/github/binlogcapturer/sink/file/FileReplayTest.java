package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.spi.SinkStanding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class FileReplayTest {

    private static final TableName SHOP_ORDERS = new TableName("shop", "orders");
    private static final TableName SHOP_LOG = new TableName("shop", "log");

    private final MemoryLog log = new MemoryLog(Samples.stream());
    private final NotingSink sink = new NotingSink();

    @Test
    void shouldCarryALogIntoASinkAndReport() throws Exception {
        ReplayReport report = Replay.from(log).into(sink);

        assertThat(sink.written).containsExactly(10L, 20L, 20L, 20L, 31L, 50L, 51L);
        assertThat(sink.context).isEqualTo(new SinkContext("replay", "default"));
        assertThat(sink.closed).isTrue();
        assertThat(log.closed).isTrue();
        assertThat(report.transactions()).isEqualTo(7);
        assertThat(report.changeCount()).isEqualTo(8);
        assertThat(report.first()).isEqualTo(CommitTs.of(10));
        assertThat(report.last()).isEqualTo(CommitTs.of(51));
        assertThat(report.changes())
                .isEqualTo(Map.of(
                        SHOP_LOG,
                        Map.of(ChangeType.INSERT, 1L, ChangeType.DELETE, 1L),
                        SHOP_ORDERS,
                        Map.of(
                                ChangeType.INSERT,
                                3L,
                                ChangeType.UPDATE,
                                1L,
                                ChangeType.UPSERT,
                                1L,
                                ChangeType.DELETE,
                                1L)));
    }

    @Test
    void shouldCarryALogIntoASinkOfLanes() throws Exception {
        LanesSink lanes = new LanesSink();
        ReplayReport report = Replay.from(log).into(lanes);

        assertThat(lanes.applied).containsExactlyInAnyOrder(10L, 20L, 20L, 20L, 31L, 50L, 51L);
        assertThat(report.transactions()).isEqualTo(7);
        assertThat(lanes.closed).isTrue();
    }

    @Test
    void shouldCountInADryRun() throws Exception {
        ReplayReport report = Replay.from(log).tables("shop.log").dryRun();

        assertThat(report.changes()).isEqualTo(Map.of(SHOP_LOG, Map.of(ChangeType.INSERT, 1L, ChangeType.DELETE, 1L)));
        assertThat(report.first()).isEqualTo(CommitTs.of(31));
        assertThat(report.last()).isEqualTo(CommitTs.of(50));
    }

    @Test
    void shouldReportAnEmptyLog() throws Exception {
        ReplayReport report = Replay.from(new MemoryLog(List.of())).dryRun();

        assertThat(report).isEqualTo(new ReplayReport(0, Map.of(), null, null));
        assertThat(report.changeCount()).isZero();
    }

    @Test
    void shouldTakeBothCommitTimestampsInclusive() throws Exception {
        Replay.from(log)
                .fromCommitTs(CommitTs.of(20))
                .toCommitTs(CommitTs.of(50))
                .into(sink);

        assertThat(log.openedAfter).isEqualTo(CommitTs.of(19));
        assertThat(sink.written).containsExactly(20L, 20L, 20L, 31L, 50L);
    }

    @Test
    void shouldTakeTimesFromInclusiveToExclusive() throws Exception {
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        long ts = CommitTs.at(noon).value();
        long next = CommitTs.at(noon.plusMillis(1)).value();
        List<BinlogEvent> events = Samples.list(
                transaction(ts - 1, insert(ORDERS, 1, 1, "")),
                transaction(ts, insert(ORDERS, 2, 1, "")),
                transaction(next - 1, insert(ORDERS, 3, 1, "")),
                transaction(next, insert(ORDERS, 4, 1, "")));
        Replay.from(new MemoryLog(List.of(events)))
                .fromTime(noon)
                .toTime(noon.plusMillis(1))
                .into(sink);

        assertThat(sink.written).containsExactly(ts, next - 1);
    }

    @Test
    void shouldReadNothingWhereTheRangeIsEmpty() throws Exception {
        ReplayReport report = Replay.from(log)
                .fromCommitTs(CommitTs.of(30))
                .toCommitTs(CommitTs.of(29))
                .dryRun();

        assertThat(report.transactions()).isZero();
        assertThat(log.opens).isZero();
    }

    @Test
    void shouldGoOnBehindWhatTheSinkHolds() throws Exception {
        sink.held = CommitTs.of(31);
        ReplayReport report = Replay.from(log).into(sink);

        assertThat(sink.written).containsExactly(50L, 51L);
        assertThat(report.transactions()).isEqualTo(2);
    }

    @Test
    void shouldReplayIntoFilesOnce(@TempDir Path folder) throws Exception {
        for (int run = 0; run < 2; run++) {
            ReplayReport report = Replay.from(new MemoryLog(Samples.stream()))
                    .into(FileSink.builder(folder).build());
            assertThat(report.transactions()).isEqualTo(run == 0 ? 7 : 0);
        }
    }

    @Test
    void shouldGoOnFromACheckpointWhereOneIsKept() throws Exception {
        CheckpointStore checkpoints = CheckpointStore.inMemory();
        for (int run = 0; run < 2; run++) {
            Replay.from(new MemoryLog(Samples.stream()))
                    .toCommitTs(CommitTs.of(run == 0 ? 31 : 51))
                    .capture(settings -> settings.name("again")
                            .checkpoints(checkpoints)
                            .startFrom(StartPosition.checkpointOr(StartPosition.earliest())))
                    .into(sink);
        }

        assertThat(sink.written).containsExactly(10L, 20L, 20L, 20L, 31L, 50L, 51L);
        assertThat(sink.context).isEqualTo(new SinkContext("again", "default"));
    }

    @Test
    void shouldThrowWhatIsWrongWithTheLogOnceTheSinkHasTheRest() {
        DataException damage = new DataException("binlog-000000003.seg is damaged at offset 77");
        log.failure = damage;

        assertThatThrownBy(() -> Replay.from(log).into(sink)).isSameAs(damage);
        assertThat(sink.written).endsWith(50L, 51L);
        assertThat(sink.closed).isTrue();
        assertThat(log.closed).isTrue();
    }

    @Test
    void shouldThrowWhatIsWrongWithTheSink() {
        IOException full = new IOException("no space left");
        Sink failing = events -> {
            throw full;
        };

        assertThatThrownBy(() -> Replay.from(log).into(failing))
                .isInstanceOf(SinkException.class)
                .hasCause(full);
        assertThat(log.closed).isTrue();
    }

    @Test
    void shouldCloseTheLogWhereNothingCanBeStarted() {
        Replay replay = Replay.from(log).capture(settings -> settings.metaServers("127.0.0.1:8010"));

        assertThatThrownBy(replay::dryRun).isInstanceOf(ConfigurationException.class);
        assertThat(log.closed).isTrue();
    }

    @Test
    void shouldCloseTheSinkWhereTheSettingsAreWrong() {
        Replay replay = Replay.from(log).capture(settings -> settings.metaServers("127.0.0.1:8010"));

        assertThatThrownBy(() -> replay.into(sink)).isInstanceOf(ConfigurationException.class);
        assertThat(sink.closed).isTrue();
    }

    @Test
    void shouldHaveOneSubscriberWhateverTheSettingsSay() throws Exception {
        Replay.from(log).capture(settings -> settings.subscribers("a", "b")).into(sink);

        assertThat(sink.written).hasSize(7);
        assertThat(sink.context).isEqualTo(new SinkContext("replay", "default"));
    }

    @Test
    void shouldNotReadOnOnceItHasAll() throws Exception {
        log.failure = new DataException("damaged behind what is wanted");
        ReplayReport report = Replay.from(log).toCommitTs(CommitTs.of(51)).into(sink);

        assertThat(report.transactions()).isEqualTo(7);
    }

    @Test
    void shouldThrowWhatKeepsTheSinkFromClosing() {
        Sink unclosable = new Sink() {
            @Override
            public void write(List<BinlogEvent> events) {}

            @Override
            public void close() throws IOException {
                throw new IOException("upload not finished");
            }
        };

        assertThatThrownBy(() -> Replay.from(log).into(unclosable))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("upload not finished");
    }

    @Test
    void shouldHaveReachedNothingBeforeAnythingWasRead() {
        List<ReplayProgress> told = new ArrayList<>();
        MemoryLog empty = new MemoryLog(List.of());
        empty.waits = true;
        Replay replay = Replay.from(empty).fromCommitTs(CommitTs.of(30)).onProgress(Duration.ofMillis(1), progress -> {
            told.add(progress);
            throw new IllegalStateException("enough");
        });

        assertThatThrownBy(replay::dryRun).hasMessage("enough");
        assertThat(told).containsExactly(new ReplayProgress(null, 0, 0, 0, 0));
    }

    @Test
    void shouldEndWhereItIsInterrupted() throws Exception {
        log.waits = true;
        CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
        Thread replaying = new Thread(() -> {
            try {
                Replay.from(log).into(sink);
                ended.complete(null);
            } catch (Throwable e) {
                ended.complete(e);
            }
        });
        replaying.start();
        assertThat(log.waiting.await(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> sink.written.size() == 7);
        replaying.interrupt();

        assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(sink.closed).isTrue();
        assertThat(log.closed).isTrue();
    }

    @Test
    void shouldTellHowFarItIs() throws Exception {
        List<ReplayProgress> told = new CopyOnWriteArrayList<>();
        CountDownLatch release = new CountDownLatch(1);
        sink.release = release;
        Replay.from(log)
                .onProgress(Duration.ofMillis(1), progress -> {
                    told.add(progress);
                    if (progress.transactions() == 7 && CommitTs.of(51).equals(progress.reached())) {
                        release.countDown();
                    }
                })
                .into(sink);

        assertThat(told).contains(new ReplayProgress(CommitTs.of(51), 7, 8, 0, 0));
    }

    @Test
    void shouldEndWithAnExceptionOfTheProgressListener() {
        log.waits = true;
        RuntimeException failure = new IllegalStateException("enough");
        Replay replay = Replay.from(log).onProgress(Duration.ofMillis(1), progress -> {
            throw failure;
        });

        assertThatThrownBy(replay::dryRun).isSameAs(failure);
        assertThat(log.closed).isTrue();
    }

    @Test
    void shouldRefuseASecondRun() throws Exception {
        Replay replay = Replay.from(log);
        replay.dryRun();

        assertThatThrownBy(replay::dryRun).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefuseWrongSettings() {
        assertThatIllegalArgumentException().isThrownBy(() -> Replay.from(log).tables("shop"));
        assertThatIllegalArgumentException().isThrownBy(() -> Replay.from(log).fromTime(Instant.EPOCH));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Replay.from(log).onProgress(Duration.ZERO, progress -> {}));
    }

    private static final class NotingSink implements Sink {

        private final List<Long> written = Collections.synchronizedList(new ArrayList<>());
        private CountDownLatch release = new CountDownLatch(0);
        private @Nullable CommitTs held;
        private volatile @Nullable SinkContext context;
        private volatile boolean closed;

        @Override
        public @Nullable CommitTs open(SinkContext opened) {
            context = opened;
            return held;
        }

        @Override
        public void write(List<BinlogEvent> events) throws InterruptedException {
            release.await();
            for (BinlogEvent event : events) {
                if (event instanceof Transaction) {
                    written.add(event.commitTs().value());
                }
            }
        }

        @Override
        public void close() {
            closed = true;
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
                    .forEach(transaction -> applied.add(transaction.commitTs().value()));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
