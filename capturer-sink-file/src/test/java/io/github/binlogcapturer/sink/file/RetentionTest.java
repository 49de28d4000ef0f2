package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.heartbeat;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class RetentionTest {

    private static final Instant NOW = Instant.parse("2026-02-03T10:00:00Z");

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock(NOW);

    @Test
    void shouldKeepSoManyCompleteFiles() throws IOException {
        fill(5);
        try (FileSink sink = open(Retention.keepAll().atMostFiles(3))) {
            awaitComplete(2, 3, 4);
            sink.write(list(transaction(6)));
            awaitComplete(3, 4, 5);
        }
    }

    @Test
    void shouldKeepSoManyBytes() throws IOException {
        fill(5);
        long size = Files.size(complete(1));
        try (FileSink sink = open(Retention.keepAll().atMostBytes(3 * size))) {
            awaitComplete(2, 3, 4);
            assertThat(sink.flush(true)).isTrue();
        }
    }

    @Test
    void shouldKeepFilesOfAnAge() throws IOException {
        fill(5);
        for (int i = 1; i <= 4; i++) {
            Files.setLastModifiedTime(complete(i), FileTime.from(NOW.minus(Duration.ofHours(5 - i))));
        }
        try (FileSink sink = open(Retention.keepAll().atMostAge(Duration.ofHours(3)))) {
            awaitComplete(2, 3, 4);
            clock.advance(Duration.ofMinutes(1));
            sink.flush(false);
            awaitComplete(3, 4);
        }
    }

    @Test
    void shouldNeverDeleteTheNewestTwo() throws IOException {
        fill(5);
        clock.advance(Duration.ofDays(9999));
        try (FileSink sink = open(new Retention(2, 1, Duration.ofNanos(1)))) {
            assertThat(sink.flush(true)).isTrue();
            awaitComplete(3, 4);
        }
        assertThat(Folder.names(directory)).hasSize(3);
    }

    @Test
    void shouldKeepThePositionOfFilesWithoutTransactions() throws IOException {
        fill(3);
        try (FileSink sink = open(new Retention(2, 1, null))) {
            sink.write(list(heartbeat(10), heartbeat(11), heartbeat(12)));
            awaitComplete(4, 5);
        }
        Files.delete(directory.resolve("binlog-000000006.jsonl.open"));

        try (FileSink sink = FileSink.builder(directory).build()) {
            assertThat(sink.open(CONTEXT)).isEqualTo(CommitTs.of(11));
        }
    }

    @Test
    void shouldLeaveOtherFiles() throws IOException {
        fill(5);
        Files.writeString(directory.resolve("binlog-0.jsonl"), "hello");
        Files.writeString(directory.resolve("other-000000001.jsonl"), "hello");
        try (FileSink sink = open(new Retention(2, 1, null))) {
            assertThat(sink.flush(true)).isTrue();
            awaitComplete(3, 4);
        }
        assertThat(Folder.names(directory)).contains("binlog-0.jsonl", "other-000000001.jsonl");
    }

    @Test
    void shouldCountCompressedFilesToo() throws IOException {
        fill(5);
        try (FileSink sink = FileSink.builder(directory)
                .compression(Compression.gzip())
                .retention(Retention.keepAll().atMostFiles(3))
                .build()) {
            sink.open(CONTEXT);
            await().untilAsserted(() -> assertThat(Folder.names(directory))
                    .containsExactly(
                            "binlog-000000002.jsonl.gz",
                            "binlog-000000003.jsonl.gz",
                            "binlog-000000004.jsonl",
                            "binlog-000000005.jsonl.open"));
        }
    }

    @Test
    void shouldRefuseWhatWouldDeleteThePosition() {
        assertThatThrownBy(() -> Retention.keepAll().atMostFiles(1)).hasMessageContaining("At least 2");
        assertThatThrownBy(() -> Retention.keepAll().atMostBytes(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Retention.keepAll().atMostAge(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Makes so many files, the last of them open. */
    private void fill(int files) throws IOException {
        try (FileSink sink = open(Retention.keepAll())) {
            for (int i = 1; i <= files; i++) {
                sink.write(list(transaction(i)));
            }
        }
    }

    private FileSink open(Retention retention) {
        FileSink sink = FileSink.builder(directory)
                .rotateAt(1)
                .retention(retention)
                .clock(clock)
                .build();
        sink.open(CONTEXT);
        return sink;
    }

    private Path complete(int number) {
        return Folder.file(directory, number, FileFormat.JSON_LINES);
    }

    private void awaitComplete(int... numbers) {
        await().untilAsserted(() -> {
            for (int i = 1; i <= 9; i++) {
                int number = i;
                boolean wanted = IntStream.of(numbers).anyMatch(n -> n == number);
                assertThat(Files.exists(complete(number))).as("file %d", number).isEqualTo(wanted);
            }
        });
    }
}
