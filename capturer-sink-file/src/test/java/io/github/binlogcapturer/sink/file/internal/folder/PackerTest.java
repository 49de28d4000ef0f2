package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.file.Compression;
import io.github.binlogcapturer.sink.file.FileNaming;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.sink.file.FsyncPolicy;
import io.github.binlogcapturer.sink.file.Retention;
import io.github.binlogcapturer.sink.file.Rotation;
import io.github.binlogcapturer.sink.file.StoppingOperations;
import io.github.binlogcapturer.sink.file.internal.text.TextKind;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PackerTest {

    private static final SinkContext CONTEXT = new SinkContext("shop", "archive");

    @TempDir
    private Path directory;

    private Path original;
    private Path packed;
    private Path partial;
    private byte[] content;

    @BeforeEach
    void fill() throws IOException {
        try (FileSink sink = FileSink.builder(directory).rotateAt(1).build()) {
            sink.open(CONTEXT);
            sink.write(list(transaction(5), transaction(6), transaction(7)));
        }
        original = directory.resolve("binlog-000000001.jsonl");
        packed = directory.resolve("binlog-000000001.jsonl.gz");
        partial = directory.resolve("binlog-000000001.jsonl.gz.tmp");
        content = Files.readAllBytes(original);
    }

    @Test
    void shouldHaveTheOriginalOrAWholeCompressedFileWhereverItStops() throws IOException {
        StoppingOperations operations = new StoppingOperations(0);
        for (int steps = 0; steps == 0 || operations.hasStopped(); steps++) {
            restore();
            operations = new StoppingOperations(steps);
            try {
                packer(operations, false).pack(segment());
            } catch (IOException stopped) {
                assertThat(stopped).hasMessage("stopped here");
            }

            assertThat(Files.exists(original) ? Files.readAllBytes(original) : unpacked())
                    .as("stopped behind %d steps", steps)
                    .isEqualTo(content);
            reopen();
            assertThat(partial).doesNotExist();
            assertThat(Files.exists(original)).as("one of both").isNotEqualTo(Files.exists(packed));
        }
        assertThat(packed).exists();
    }

    @Test
    void shouldKeepTheTimeOfTheFile() throws IOException {
        var time = Files.getLastModifiedTime(original);

        packer(FileOperations.system(), false).pack(segment());

        assertThat(Files.getLastModifiedTime(packed)).isEqualTo(time);
    }

    @Test
    void shouldGiveUpWhenTheSinkCloses() throws IOException {
        packer(FileOperations.system(), true).pack(segment());

        assertThat(original).exists();
        assertThat(packed).doesNotExist();
        assertThat(partial).doesNotExist();
    }

    @Test
    void shouldNotTakeForCompressedWhatReadsBackAsSomethingElse() throws IOException {
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        Files.write(original, noise);
        FileOperations losing = new FileOperations() {
            @Override
            public FileChannel open(Path file, OpenOption... options) throws IOException {
                Path elsewhere = file.equals(partial) ? directory.resolve("elsewhere") : file;
                try (InputStream other = InputStream.nullInputStream();
                        var gzip = new java.util.zip.GZIPOutputStream(Files.newOutputStream(partial))) {
                    other.transferTo(gzip);
                }
                return FileOperations.super.open(elsewhere, options);
            }
        };

        assertThatThrownBy(() -> packer(losing, false).pack(segment()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("something else");
        assertThat(original).hasBinaryContent(noise);
        assertThat(partial).doesNotExist();
    }

    @Test
    void shouldLeaveNothingOfWhatItCannotWrite() {
        FileOperations failing = new FileOperations() {
            @Override
            public FileChannel open(Path file, OpenOption... options) throws IOException {
                FileChannel channel = FileOperations.super.open(file, options);
                channel.close();
                return channel;
            }
        };

        assertThatThrownBy(() -> packer(failing, false).pack(segment())).isInstanceOf(ClosedChannelException.class);
        assertThat(original).hasBinaryContent(content);
        assertThat(partial).doesNotExist();
        assertThat(packed).doesNotExist();
    }

    private Packer packer(FileOperations operations, boolean stopping) {
        FolderConfig config = new FolderConfig(
                FileNaming.numbered(directory, "binlog"),
                TextKind.JSON_LINES,
                List.of("jsonl"),
                Rotation.defaults(),
                Compression.gzip(),
                Retention.keepAll(),
                FsyncPolicy.everyBatch(),
                CaptureClock.system(),
                operations);
        return new Packer(config, () -> stopping);
    }

    private Segment segment() {
        return new Segment(1, original, Segment.State.CLOSED);
    }

    private void restore() throws IOException {
        Files.deleteIfExists(packed);
        Files.write(original, content);
    }

    private void reopen() throws IOException {
        try (FileSink sink = FileSink.builder(directory).build()) {
            assertThat(sink.open(CONTEXT)).isEqualTo(CommitTs.of(7));
        }
    }

    private byte[] unpacked() throws IOException {
        try (InputStream file = new GZIPInputStream(Files.newInputStream(packed))) {
            return file.readAllBytes();
        }
    }
}
