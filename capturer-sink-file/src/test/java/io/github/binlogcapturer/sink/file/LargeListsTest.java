package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.file.internal.folder.FileOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What is much is written and forced beside: nothing is called durable too early, and no failure is lost. */
@Timeout(60)
class LargeListsTest {

    private static final int LIST_BYTES = 100_000;

    @TempDir
    private Path directory;

    @Test
    void shouldCallDurableWhatIsForcedWhileMoreIsWritten() throws IOException {
        SlowDisk disk = new SlowDisk();
        try (FileSink sink = open(disk)) {
            sink.write(large(10));
            assertThat(sink.flush(false)).isFalse();
            sink.write(large(20));
            assertThat(sink.flush(false)).isFalse();
            assertThat(sink.durable()).isNull();

            disk.allow();
            await().untilAsserted(() -> assertThat(sink.durable()).isEqualTo(CommitTs.of(19)));
            assertThat(sink.flush(false)).isFalse();

            disk.allowAll();
            assertThat(sink.flush(true)).isTrue();
            assertThat(sink.durable()).isEqualTo(CommitTs.of(29));
            assertThat(sink.flush(false)).as("nothing written since").isTrue();
        }
    }

    @Test
    void shouldWaitForWhatIsLittle() throws IOException {
        SlowDisk disk = new SlowDisk();
        disk.allowAll();
        try (FileSink sink = open(disk)) {
            sink.write(large(10));
            sink.flush(false);
            sink.write(List.of(transaction(20, insert(ORDERS, 1, 1, "a"))));

            assertThat(sink.flush(false)).isTrue();
            assertThat(sink.durable()).isEqualTo(CommitTs.of(20));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteTheSameWhetherItWaitsOrNot(FileFormat format) throws IOException {
        Path waiting = Files.createDirectory(directory.resolve("waiting"));
        Path going = Files.createDirectory(directory.resolve("going"));
        for (Path folder : List.of(waiting, going)) {
            try (FileSink sink = builder(folder, FileOperations.system())
                    .format(format)
                    .rotateAt(3 * LIST_BYTES)
                    .build()) {
                sink.open(CONTEXT);
                for (int ts = 10; ts < 200; ts += 10) {
                    sink.write(ts % 3 == 0 ? List.of(transaction(ts)) : large(ts));
                    boolean waits = folder.equals(waiting);
                    // one that does not wait may be through with it or not
                    assertThat(sink.flush(waits) || !waits).isTrue();
                }
            }
        }

        assertThat(Folder.content(going)).hasSizeGreaterThan(3).isEqualTo(Folder.content(waiting));
    }

    @Test
    void shouldGoOnExactlyAfterTheDiskWasFull() throws IOException {
        Path whole = Files.createDirectory(directory.resolve("whole"));
        writeAll(whole, FileOperations.system());
        Map<String, String> expected = Folder.content(whole);
        long size = expected.values().stream().mapToLong(String::length).sum();

        for (long free = 0; free < size; free += size / 11) {
            Path torn = Files.createDirectory(directory.resolve("torn" + free));
            SmallDisk disk = new SmallDisk(free);
            assertThatThrownBy(() -> writeAll(torn, disk))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContainingAll("binlog-00000000", "No space left", "bytes free", "make room", "new sink");
            writeAll(torn, FileOperations.system());

            assertThat(Folder.content(torn)).as("%d bytes were free", free).isEqualTo(expected);
        }
    }

    @Test
    void shouldTellWithTheNextCallThatForcingFailed() throws IOException {
        SlowDisk disk = new SlowDisk();
        try (FileSink sink = open(disk)) {
            sink.write(large(10));
            sink.flush(false);
            disk.breakDown();

            assertThatThrownBy(() -> sink.flush(true))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContainingAll("binlog-000000001", "Input/output error", "new sink");
            assertThat(sink.durable()).isNull();
            assertThatThrownBy(() -> sink.write(large(20)))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("failed before");
        }
    }

    @Test
    void shouldTellWhenClosedThatWritingFailed() {
        FileSink sink = open(new SmallDisk(1));
        sink.write(large(10));

        assertThatThrownBy(sink::close).isInstanceOf(IOException.class).hasMessageContaining("No space left");
    }

    @Test
    void shouldWriteWhatIsLeftWhenClosed() throws IOException {
        SlowDisk disk = new SlowDisk();
        disk.allowAll();
        try (FileSink sink = open(disk)) {
            sink.write(large(10));
        }

        try (FileSink again = builder(directory, FileOperations.system()).build()) {
            assertThat(again.open(CONTEXT)).isEqualTo(CommitTs.of(19));
        }
    }

    @Test
    void shouldFailWhenInterruptedWhileTheDiskIsBusy() throws Exception {
        SlowDisk disk = new SlowDisk();
        AtomicReference<@Nullable SinkException> failure = new AtomicReference<>();
        AtomicBoolean kept = new AtomicBoolean();
        try (FileSink sink = open(disk)) {
            Thread writer = new Thread(() -> {
                try {
                    sink.write(large(10));
                    sink.flush(true);
                } catch (SinkException e) {
                    failure.set(e);
                    kept.set(Thread.currentThread().isInterrupted());
                }
            });
            writer.start();
            await().until(() -> writer.getState() == Thread.State.WAITING);
            writer.interrupt();
            writer.join();
            disk.allowAll();
        }

        assertThat(failure.get()).isNotNull().hasMessageContaining("Interrupted");
        assertThat(kept).isTrue();
    }

    private FileSink open(FileOperations operations) {
        FileSink sink = builder(directory, operations).build();
        sink.open(CONTEXT);
        return sink;
    }

    private static FileSink.Builder builder(Path folder, FileOperations operations) {
        return FileSink.builder(folder)
                .format(FileFormat.SEGMENTS)
                .clock(new ManualClock())
                .operations(operations);
    }

    /** Writes what lies behind the sink's position, and flushes as the capturer does. */
    private static void writeAll(Path folder, FileOperations operations) throws IOException {
        try (FileSink sink = builder(folder, operations)
                .fsync(FsyncPolicy.interval(Duration.ofNanos(1)))
                .build()) {
            CommitTs position = sink.open(CONTEXT);
            for (int ts = 10; ts < 100; ts += 10) {
                List<BinlogEvent> behind = large(ts).stream()
                        .filter(event -> position == null || event.commitTs().compareTo(position) > 0)
                        .toList();
                if (!behind.isEmpty()) {
                    sink.write(behind);
                    sink.flush(false);
                }
            }
            sink.flush(true);
        }
    }

    /** Returns ten transactions from a commit ts on. */
    private static List<BinlogEvent> large(int ts) {
        List<BinlogEvent> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            events.add(transaction(ts + i, insert(ORDERS, ts + i, i, "x".repeat(LIST_BYTES / 10))));
        }
        return events;
    }
}
