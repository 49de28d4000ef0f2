package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.sink.file.Compression;
import io.github.binlogcapturer.sink.file.FileNaming;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.sink.file.FsyncPolicy;
import io.github.binlogcapturer.sink.file.Retention;
import io.github.binlogcapturer.sink.file.Rotation;
import io.github.binlogcapturer.sink.file.internal.kind.FileOwner;
import io.github.binlogcapturer.sink.file.internal.text.TextKind;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class HousekeeperTest {

    @TempDir
    private Path directory;

    /** The partial files that were begun. */
    private final List<String> begun = new CopyOnWriteArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        try (FileSink sink = FileSink.builder(directory).rotateAt(1).build()) {
            sink.open(new SinkContext("shop", "archive"));
            sink.write(list(transaction(5), transaction(6), transaction(7), transaction(8), transaction(9)));
        }
    }

    @Test
    void shouldTryOneFileARoundWhereNoneCanBeWritten() {
        Housekeeper housekeeper = housekeeper(new IOException("No space left on device"), Retention.keepAll());

        housekeeper.round();
        housekeeper.round();

        assertThat(begun).containsExactly("binlog-000000001.jsonl.gz.tmp", "binlog-000000001.jsonl.gz.tmp");
    }

    @Test
    void shouldDeleteOldFilesWhereNoneCanBeCompressed() {
        Housekeeper housekeeper = housekeeper(
                new IOException("No space left on device"), Retention.keepAll().atMostFiles(2));

        housekeeper.round();

        assertThat(directory.resolve("binlog-000000002.jsonl")).doesNotExist();
        assertThat(directory.resolve("binlog-000000003.jsonl")).exists();
    }

    @Test
    void shouldGoOnBehindAnError() {
        Housekeeper housekeeper =
                housekeeper(new UnsatisfiedLinkError("no zstd-jni in java.library.path"), Retention.keepAll());
        housekeeper.start();
        try {
            await().until(() -> begun.size() == 1);
            housekeeper.wake();

            await().untilAsserted(() -> assertThat(begun).hasSize(2));
        } finally {
            housekeeper.close();
        }
    }

    private Housekeeper housekeeper(Throwable failure, Retention retention) {
        FolderConfig config = new FolderConfig(
                FileNaming.numbered(directory, "binlog"),
                TextKind.JSON_LINES,
                List.of("jsonl"),
                Rotation.defaults(),
                Compression.gzip(),
                retention,
                FsyncPolicy.everyBatch(),
                CaptureClock.system(),
                failing(failure));
        return new Housekeeper(config, new SegmentFiles(config, new FileOwner("shop", "archive")));
    }

    private FileOperations failing(Throwable failure) {
        return new FileOperations() {
            @Override
            public FileChannel open(Path file, OpenOption... options) throws IOException {
                begun.add(file.getFileName().toString());
                if (failure instanceof Error error) {
                    throw error;
                }
                throw new IOException("Cannot open " + file, failure);
            }
        };
    }
}
