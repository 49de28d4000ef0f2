package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.file.internal.folder.FileOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Disks that are full or must not be written to, and processes that end between two steps. */
class DiskTroubleTest {

    private static final long ROTATE_AT = 400;

    @TempDir
    private Path folder;

    private Path whole;
    private Path torn;

    @BeforeEach
    void create() throws IOException {
        whole = Files.createDirectory(folder.resolve("whole"));
        torn = Files.createDirectory(folder.resolve("torn"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnExactlyWhereverTheProcessEnds(FileFormat format) throws IOException {
        writeAll(whole, format, FileOperations.system());
        Map<String, String> expected = Folder.content(whole);

        StoppingOperations operations = new StoppingOperations(0);
        for (int steps = 0; steps == 0 || operations.hasStopped(); steps++) {
            clear(torn);
            operations = new StoppingOperations(steps);
            try {
                writeAll(torn, format, operations);
            } catch (SinkException stopped) {
                assertThat(stopped).rootCause().hasMessage("stopped here");
            }
            writeAll(torn, format, FileOperations.system());

            assertThat(Folder.content(torn))
                    .as("stopped behind %d steps", steps)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnExactlyAfterTheDiskWasFull(FileFormat format) throws IOException {
        writeAll(whole, format, FileOperations.system());
        Map<String, String> expected = Folder.content(whole);
        long size = expected.values().stream().mapToLong(String::length).sum();

        for (long free = 0; free < size; free += 37) {
            clear(torn);
            SmallDisk disk = new SmallDisk(free);
            assertThatThrownBy(() -> writeAll(torn, format, disk))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContainingAll("binlog-00000000", "No space left", "bytes free", "make room", "new sink");
            writeAll(torn, format, FileOperations.system());

            assertThat(Folder.content(torn)).as("%d bytes were free", free).isEqualTo(expected);
        }
    }

    @Test
    void shouldGoOnExactlyAfterARealDiskWasFull() throws IOException {
        try (Tmpfs disk = Tmpfs.mount(folder, 96)) {
            Path directory = disk.path();
            Path ballast = Files.write(directory.resolve("ballast"), new byte[60 << 10]);
            List<List<BinlogEvent>> lists = List.of(
                    list(transaction(5, insert(ORDERS, 1, 1, "a"))),
                    list(transaction(6, insert(ORDERS, 2, 2, "b".repeat(50_000)))));
            try (FileSink sink = FileSink.builder(directory).build()) {
                sink.open(CONTEXT);
                sink.write(lists.get(0));
                assertThatThrownBy(() -> sink.write(lists.get(1)))
                        .isInstanceOf(SinkException.class)
                        .hasMessageContainingAll(directory.toString(), " 0 bytes free", "make room");
            }
            Files.delete(ballast);

            try (FileSink sink = FileSink.builder(directory).build()) {
                assertThat(sink.open(CONTEXT)).isEqualTo(CommitTs.of(5));
                sink.write(lists.get(1));
            }
            assertThat(Folder.lines(Folder.open(directory, 1, FileFormat.JSON_LINES)))
                    .hasSize(6)
                    .last()
                    .isEqualTo("{\"type\":\"commit\",\"commitTs\":6,\"changes\":1,\"complete\":true}");
        }
    }

    @Test
    void shouldSayThatTheFolderMustBeWritable() throws IOException {
        try (Tmpfs disk = Tmpfs.mount(folder, 96)) {
            disk.makeReadOnly();

            assertThatThrownBy(() -> FileSink.builder(disk.path()).build().open(CONTEXT))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContainingAll(disk.path().toString(), "must exist and be writable");
        }
    }

    @Test
    void shouldSayThatAFileCannotBeOpened() throws IOException {
        writeAll(torn, FileFormat.JSON_LINES, FileOperations.system());
        Map<String, String> before = Folder.content(torn);

        try (FileSink sink = sink(torn, FileFormat.JSON_LINES, new StoppingOperations(0))) {
            assertThatThrownBy(() -> sink.open(CONTEXT))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContainingAll(torn.toString(), "stopped here");
        }
        assertThat(Folder.content(torn)).isEqualTo(before);
        try (FileSink sink = sink(torn, FileFormat.JSON_LINES, FileOperations.system())) {
            assertThat(sink.open(CONTEXT)).as("the folder is free again").isEqualTo(CommitTs.of(51));
        }
    }

    private static FileSink sink(Path directory, FileFormat format, FileOperations operations) {
        return FileSink.builder(directory)
                .format(format)
                .rotateAt(ROTATE_AT)
                .clock(new ManualClock())
                .operations(operations)
                .build();
    }

    /** Writes what lies behind the sink's position, as the capturer does. */
    private static void writeAll(Path directory, FileFormat format, FileOperations operations) throws IOException {
        try (FileSink sink = sink(directory, format, operations)) {
            CommitTs position = sink.open(CONTEXT);
            for (List<BinlogEvent> events : Samples.stream()) {
                sink.write(behind(position, events));
            }
        }
    }

    private static List<BinlogEvent> behind(@Nullable CommitTs position, List<BinlogEvent> events) {
        return events.stream()
                .filter(event -> position == null || event.commitTs().compareTo(position) > 0)
                .toList();
    }

    private static void clear(Path directory) throws IOException {
        for (String name : Folder.content(directory).keySet()) {
            Files.delete(directory.resolve(name));
        }
    }

    /** A file system in memory, where one may be mounted; a test is skipped where not. */
    private record Tmpfs(Path path) implements AutoCloseable {

        static Tmpfs mount(Path parent, int kibibytes) throws IOException {
            Path path = Files.createDirectory(parent.resolve("disk"));
            assumeTrue(
                    "root".equals(System.getProperty("user.name"))
                            && run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", path.toString()),
                    "only root may mount a file system");
            return new Tmpfs(path);
        }

        void makeReadOnly() throws IOException {
            assertThat(run("mount", "-o", "remount,ro", path.toString())).isTrue();
        }

        @Override
        public void close() throws IOException {
            assertThat(run("umount", path.toString())).isTrue();
        }

        private static boolean run(String... command) throws IOException {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.onExit().orTimeout(30, TimeUnit.SECONDS).join().exitValue() == 0;
        }
    }
}
