package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.testkit.RecordedCluster;
import io.github.binlogcapturer.testkit.Recordings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A recording of a real cluster captured into files by the whole library. */
@Timeout(120)
class CaptureToFileTest {

    private static final int LOGGED_TRANSACTIONS = 1385;

    private static RecordedCluster cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        cluster = RecordedCluster.builder()
                .recording(Recordings.CONCURRENT)
                .idleHeartbeats(Duration.ofMillis(20))
                .start();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void shouldWriteEveryTransactionBetweenItsBorders() throws Exception {
        Path target = Files.createDirectory(folder.resolve("whole"));
        captureAll(target, FileFormat.JSON_LINES, CheckpointStore.inMemory());

        List<String> lines = lines(target);
        assertThat(lines.stream().filter(line -> line.startsWith("{\"type\":\"begin\"")))
                .hasSize(LOGGED_TRANSACTIONS);
        assertThat(lines.stream().filter(line -> line.startsWith("{\"type\":\"commit\"")))
                .hasSize(LOGGED_TRANSACTIONS);
    }

    @ParameterizedTest
    @EnumSource(FileFormat.class)
    void shouldEndInTheSameFilesHoweverOftenTheProcessIsKilled(FileFormat format) throws Exception {
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Path torn = Files.createDirectory(folder.resolve("torn"));
        captureAll(whole, format, CheckpointStore.inMemory());

        Random random = new Random(7);
        for (int kill = 1; kill <= 8; kill++) {
            // the checkpoint is lost each time, and the file ends in the middle of something
            captureSome(torn, format, size(whole) * kill / 10);
            cutTail(torn, random.nextInt(400));
        }
        captureAll(torn, format, CheckpointStore.inMemory());
        assertThat(Folder.content(torn)).isEqualTo(Folder.content(whole));
    }

    @Test
    void shouldGoOnBehindWhatWasFiltered() throws Exception {
        Path target = Files.createDirectory(folder.resolve("filtered"));
        CheckpointStore checkpoints = CheckpointStore.inMemory();
        run(
                builder(checkpoints).filter(transaction -> false),
                FileSink.builder(target).build(),
                cluster.lastTs());
        CommitTs saved = checkpoints.load().orElseThrow().positions().get("default");

        try (FileSink again = FileSink.builder(target).build()) {
            assertThat(again.open(new SinkContext("default", "default")))
                    .isGreaterThanOrEqualTo(cluster.lastTs())
                    .isEqualTo(saved);
        }
    }

    @Test
    void shouldSaveACheckpointOnlyBehindWhatIsDurable() throws Exception {
        Path target = Files.createDirectory(folder.resolve("durable"));
        WatchedSink watched = new WatchedSink(FileSink.builder(target).build(), true);
        BinlogCapturerBuilder builder = builder(CheckpointStore.inMemory())
                .checkpointInterval(Duration.ofMillis(1))
                .listener(new CapturerListener() {
                    @Override
                    public void onCheckpointSaved(Checkpoint checkpoint) {
                        watched.check(checkpoint.positions().get("default"));
                    }
                });
        run(builder, watched, cluster.lastTs());

        assertThat(watched.savedTooEarly()).isEmpty();
    }

    private static void captureAll(Path target, FileFormat format, CheckpointStore checkpoints) throws Exception {
        run(builder(checkpoints), sink(target, format), cluster.lastTs());
    }

    private static void captureSome(Path target, FileFormat format, long bytes) throws Exception {
        BinlogCapturerBuilder builder = builder(CheckpointStore.inMemory());
        try (BinlogCapturer capturer = builder.build()) {
            capturer.applyTo(sink(target, format));
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(2))
                    .ignoreException(NoSuchFileException.class) // one that is renamed while it is looked at
                    .until(() -> size(target) >= bytes);
        }
    }

    private static void run(BinlogCapturerBuilder builder, Sink sink, CommitTs until) throws Exception {
        try (BinlogCapturer capturer = builder.build()) {
            capturer.applyTo(sink);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        assertThat(capturer.failure()).isEmpty();
                        return capturer.start().position().compareTo(until) >= 0;
                    });
        }
    }

    private static BinlogCapturerBuilder builder(CheckpointStore checkpoints) {
        return BinlogCapturer.builder()
                .metaServers(cluster.metaServers())
                .namespace(cluster.namespace())
                .tables("cdc.b1", "cdc.b2", "cdc.b3")
                .pollInterval(Duration.ofMillis(5))
                .readRows(50)
                .checkpoints(checkpoints)
                .startFrom(StartPosition.checkpointOr(StartPosition.earliest()));
    }

    /** Returns a sink that keeps its position for itself: a process that is killed does not write a last heartbeat either. */
    private static Sink sink(Path target, FileFormat format) {
        FileSink files = FileSink.builder(target)
                .format(format)
                .rotateAt(40_000)
                .clock(new ManualClock())
                .build();
        return new WatchedSink(files, false);
    }

    private static List<String> lines(Path target) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(target)) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    private static long size(Path target) throws IOException {
        long bytes = 0;
        for (Path file : files(target)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static List<Path> files(Path target) throws IOException {
        try (Stream<Path> all = Files.list(target)) {
            return all.filter(file -> file.getFileName().toString().startsWith("binlog-"))
                    .sorted()
                    .toList();
        }
    }

    private static void cutTail(Path target, int bytes) throws IOException {
        List<Path> files = files(target);
        Path last = files.get(files.size() - 1);
        try (FileChannel channel = FileChannel.open(last, StandardOpenOption.WRITE)) {
            channel.truncate(Math.max(0, channel.size() - bytes));
        }
    }

    /** Notes what was written and is not durable yet, and compares it with saved positions. */
    private static final class WatchedSink implements Sink {

        private final Sink sink;
        private final boolean keepsPosition;
        private final List<CommitTs> volatileTs = new ArrayList<>();
        private final List<CommitTs> savedTooEarly = new ArrayList<>();

        WatchedSink(Sink sink, boolean keepsPosition) {
            this.sink = sink;
            this.keepsPosition = keepsPosition;
        }

        synchronized void check(@Nullable CommitTs saved) {
            if (saved != null && volatileTs.stream().anyMatch(ts -> ts.compareTo(saved) <= 0)) {
                savedTooEarly.add(saved);
            }
        }

        synchronized List<CommitTs> savedTooEarly() {
            return List.copyOf(savedTooEarly);
        }

        @Override
        public @Nullable CommitTs open(SinkContext context) throws Exception {
            return sink.open(context);
        }

        @Override
        public boolean keepsPosition() {
            return keepsPosition && sink.keepsPosition();
        }

        @Override
        public @Nullable CommitTs durable() throws Exception {
            CommitTs durable = sink.durable();
            if (durable != null) {
                synchronized (this) {
                    volatileTs.removeIf(ts -> ts.compareTo(durable) <= 0);
                }
            }
            return durable;
        }

        @Override
        public void write(List<BinlogEvent> events) throws Exception {
            synchronized (this) {
                events.forEach(event -> volatileTs.add(event.commitTs()));
            }
            sink.write(events);
        }

        @Override
        public boolean flush(boolean force) throws Exception {
            if (!sink.flush(force)) {
                return false;
            }
            synchronized (this) {
                volatileTs.clear();
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }
}
