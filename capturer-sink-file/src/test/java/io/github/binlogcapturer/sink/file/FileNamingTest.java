package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The names that BaikalDB's original capturer gives its files. */
class FileNamingTest {

    @TempDir
    private Path directory;

    private ManualClock clock = new ManualClock(Instant.parse("2026-12-31T23:59:58Z"));

    @Test
    void shouldWriteToTheFileAndNameItByTheTimeAtItsEnd() throws IOException {
        try (FileSink sink = open()) {
            sink.write(list(transaction(5)));
            assertThat(names()).containsExactly("binlog.txt");
            clock.advance(Duration.ofSeconds(1));
            sink.write(list(transaction(6)));

            assertThat(names()).containsExactly("binlog.txt", "binlog.txt-20261231235959");
        }
    }

    @Test
    void shouldTakeTheTimeOfAZone() throws IOException {
        try (FileSink sink = builder(ZoneId.of("Asia/Shanghai")).build()) {
            sink.open(CONTEXT);
            sink.write(list(transaction(5), transaction(6)));

            assertThat(names()).containsExactly("binlog.txt", "binlog.txt-20270101075958");
        }
    }

    @Test
    void shouldTakeTheNextSecondWhereOneIsTaken() throws IOException {
        try (FileSink sink = open()) {
            for (int i = 1; i <= 5; i++) {
                sink.write(list(transaction(i)));
            }
        }

        assertThat(names())
                .containsExactly(
                        "binlog.txt",
                        "binlog.txt-20261231235958",
                        "binlog.txt-20261231235959",
                        "binlog.txt-20270101000000",
                        "binlog.txt-20270101000001");
    }

    @Test
    void shouldKeepTheOrderWhereTheClockGoesBackOverARestart() throws IOException {
        try (FileSink sink = open()) {
            sink.write(list(transaction(5), transaction(6)));
        }
        clock = new ManualClock(Instant.parse("2026-12-31T12:00:00Z"));
        try (FileSink sink = open()) {
            sink.write(list(transaction(7)));
        }

        assertThat(names()).containsExactly("binlog.txt", "binlog.txt-20261231235958", "binlog.txt-20261231235959");
        assertThat(Folder.lines(directory.resolve("binlog.txt-20261231235959")).get(0))
                .contains("\"commitTs\":6");
    }

    @Test
    void shouldGoOnBehindThePosition() throws IOException {
        try (FileSink sink = open()) {
            sink.write(list(transaction(5), transaction(6)));
        }
        Files.writeString(directory.resolve("binlog.txt"), "{\"type\":\"fi");

        try (FileSink sink = builder(ZoneOffset.UTC).build()) {
            assertThat(sink.open(CONTEXT)).isEqualTo(CommitTs.of(5));
            assertThat(names()).containsExactly("binlog.txt-20261231235958");
            sink.write(list(transaction(6)));
        }
        assertThat(Folder.lines(directory.resolve("binlog.txt"))).hasSize(2);
    }

    @Test
    void shouldNotAppendToAFileOfTheOriginal() throws IOException {
        Files.writeString(directory.resolve("binlog.txt"), "insert into t values(1)\n");

        try (FileSink sink = builder(ZoneOffset.UTC).build()) {
            assertThatThrownBy(() -> sink.open(CONTEXT))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContainingAll("binlog.txt", "Move it away");
        }
    }

    @Test
    void shouldOverlookNamesThatAreNoTime() throws IOException {
        Files.writeString(directory.resolve("binlog.txt-20261399000000"), "hello");
        Files.writeString(directory.resolve("binlog.txt-1"), "hello");
        Files.writeString(directory.resolve("binlog.txt.gz"), "hello");

        try (FileSink sink = builder(ZoneOffset.UTC).build()) {
            assertThat(sink.open(CONTEXT)).isNull();
        }
    }

    @Test
    void shouldCompressThemToo() throws IOException {
        try (FileSink sink =
                builder(ZoneOffset.UTC).compression(Compression.gzip()).build()) {
            sink.open(CONTEXT);
            sink.write(list(transaction(5), transaction(6), transaction(7)));
            await().untilAsserted(() -> assertThat(names())
                    .containsExactly("binlog.txt", "binlog.txt-20261231235958.gz", "binlog.txt-20261231235959"));
        }
    }

    @Test
    void shouldHaveOneWayToSayHowNamesBegin() {
        assertThatThrownBy(() -> builder(ZoneOffset.UTC).prefix("x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> FileNaming.original(Path.of("/"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotBeForSegments() {
        FileSink.Builder builder = builder(ZoneOffset.UTC).format(FileFormat.SEGMENTS);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("numbered");
    }

    private FileSink open() {
        FileSink sink = builder(ZoneOffset.UTC).build();
        sink.open(CONTEXT);
        return sink;
    }

    private FileSink.Builder builder(ZoneId zone) {
        return FileSink.builder(FileNaming.original(directory.resolve("binlog.txt"), zone))
                .rotateAt(1)
                .clock(clock);
    }

    private Iterable<String> names() {
        return Folder.names(directory);
    }
}
