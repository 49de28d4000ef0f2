package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;

/** Reads a folder in which files are begun, closed and compressed all the time. */
class LiveFolderTest {

    private static final long RUN_NS = Duration.ofMillis(1500).toNanos();
    private static final int FILES = 200;

    @TempDir
    private Path root;

    private Path directory = Path.of("");
    private final AtomicLong written = new AtomicLong();

    @Test
    void shouldReadAllThatWasWrittenWhenItBegan() throws Exception {
        whileWriting(() -> {
            long least = written.get();
            List<Long> read = read(null);

            assertThat(read).hasSizeGreaterThanOrEqualTo((int) least).isEqualTo(upTo(1, read.size()));
        });
    }

    @Test
    void shouldBeginBehindAPosition() throws Exception {
        whileWriting(() -> {
            long least = written.get();
            long after = Math.max(1, least - 10);
            List<Long> read = read(CommitTs.of(after));

            assertThat(read).hasSizeGreaterThanOrEqualTo((int) (least - after)).isEqualTo(upTo(after + 1, read.size()));
        });
    }

    @Test
    void shouldFindNoProblem() throws Exception {
        whileWriting(() -> {
            long least = written.get();
            try (SegmentReader reader = SegmentReader.of(directory)) {
                SegmentReport report = reader.verify();

                assertThat(report.problems()).isEmpty();
                assertThat(report.transactions()).isGreaterThanOrEqualTo(least);
            }
        });
    }

    /** What is done again and again while the sink writes. */
    private interface Reading {
        void run() throws Exception;
    }

    /** Reads folder after folder while it is written to, and once when nobody writes any more. */
    private void whileWriting(Reading reading) throws Exception {
        long startNs = System.nanoTime();
        for (int round = 1; round == 1 || System.nanoTime() - startNs < RUN_NS; round++) {
            directory = Files.createDirectory(root.resolve("round-" + round));
            written.set(0);
            CompletableFuture<Void> writer = CompletableFuture.runAsync(this::write);
            while (written.get() == 0 && !writer.isDone()) {
                Thread.onSpinWait();
            }
            boolean last;
            do {
                last = writer.isDone();
                reading.run();
            } while (!last);
            writer.join();
        }
    }

    /** Writes a file per transaction. */
    private void write() {
        try (FileSink sink = FileSink.builder(directory)
                .format(FileFormat.SEGMENTS)
                .rotateAt(1)
                .fsync(FsyncPolicy.never())
                .compression(Compression.gzip(1))
                .build()) {
            sink.open(CONTEXT);
            for (long i = 1; i <= FILES; i++) {
                sink.write(list(transaction(i, insert(ORDERS, i, 1, "x"))));
                sink.flush(true);
                written.set(i);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Long> read(@Nullable CommitTs after) throws InterruptedException {
        List<Long> read = new ArrayList<>();
        try (SegmentReader reader = SegmentReader.of(directory)) {
            reader.open(after);
            for (List<BinlogEvent> events = reader.next(); !events.isEmpty(); events = reader.next()) {
                events.forEach(event -> read.add(event.commitTs().value()));
            }
        }
        return read;
    }

    private static List<Long> upTo(long first, int count) {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(first + i);
        }
        return numbers;
    }
}
