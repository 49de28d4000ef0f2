package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.heartbeat;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static io.github.binlogcapturer.sink.file.Samples.widened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RotationTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-02-03T10:00:00Z"));

    @Test
    void shouldEndAFileOfAnAgeWhenItIsFlushed() throws IOException {
        try (FileSink sink = open(Rotation.defaults().orAfter(HOUR))) {
            sink.write(list(transaction(5)));
            clock.advance(HOUR.minusNanos(1));
            sink.flush(false);
            assertThat(names()).containsExactly("binlog-000000001.jsonl.open");

            clock.advance(Duration.ofNanos(1));
            assertThat(sink.flush(false)).isTrue();
            assertThat(names()).containsExactly("binlog-000000001.jsonl");
        }
    }

    @Test
    void shouldEndAFileOfAnAgeInFrontOfTheNextTransaction() throws IOException {
        try (FileSink sink = open(Rotation.defaults().orAfter(HOUR))) {
            sink.write(list(transaction(5)));
            clock.advance(HOUR);
            sink.write(list(transaction(6), transaction(6)));

            assertThat(names()).containsExactly("binlog-000000001.jsonl", "binlog-000000002.jsonl.open");
            assertThat(Folder.lines(directory.resolve("binlog-000000002.jsonl.open")))
                    .hasSize(4);
        }
    }

    @Test
    void shouldNotEndAFileThatHasNoPosition() throws IOException {
        try (FileSink sink = open(Rotation.atSize(1).orAfter(HOUR))) {
            sink.write(list(widened(5)));
            clock.advance(HOUR.multipliedBy(2));
            sink.flush(true);
            assertThat(names()).containsExactly("binlog-000000001.jsonl.open");

            sink.write(list(heartbeat(6)));
            sink.flush(true);
            assertThat(names()).containsExactly("binlog-000000001.jsonl");
        }
    }

    @Test
    void shouldBeginNoFileBeforeThereIsSomethingToWrite() throws IOException {
        try (FileSink sink = open(Rotation.defaults().orAfter(HOUR))) {
            sink.write(list(heartbeat(5)));
            clock.advance(HOUR);
            sink.flush(true);
        }
        try (FileSink sink = open(Rotation.defaults().orAfter(HOUR))) {
            assertThat(names()).containsExactly("binlog-000000001.jsonl");
            sink.write(list(transaction(6)));
            assertThat(names()).containsExactly("binlog-000000001.jsonl", "binlog-000000002.jsonl.open");
        }
    }

    @Test
    void shouldReadThePositionFromACompleteFileWithoutTransactions() throws IOException {
        try (FileSink sink = open(Rotation.defaults().orAfter(HOUR))) {
            sink.write(list(heartbeat(5)));
            clock.advance(HOUR);
            sink.flush(true);
        }
        try (FileSink sink = FileSink.builder(directory).build()) {
            assertThat(sink.open(CONTEXT)).isEqualTo(CommitTs.of(5));
        }
    }

    @Test
    void shouldCountTheAgeFromTheLastWriteAfterARestart() throws IOException {
        try (FileSink sink = open(Rotation.defaults().orAfter(HOUR))) {
            sink.write(list(transaction(5)));
        }
        Path file = directory.resolve("binlog-000000001.jsonl.open");
        Files.setLastModifiedTime(file, FileTime.from(clock.now()));
        clock.advance(HOUR);
        try (FileSink sink = open(Rotation.defaults().orAfter(HOUR))) {
            sink.flush(true);

            assertThat(names()).containsExactly("binlog-000000001.jsonl");
        }
    }

    @Test
    void shouldCountTheAgeFromTheLastWriteWhereATornEndIsCutOff() throws IOException {
        try (FileSink sink = open(Rotation.defaults().orAfter(HOUR))) {
            sink.write(list(transaction(5)));
        }
        Path file = directory.resolve("binlog-000000001.jsonl.open");
        Files.writeString(file, "{\"type\":\"beg", StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, FileTime.from(clock.now()));
        clock.advance(HOUR);
        try (FileSink sink = open(Rotation.defaults().orAfter(HOUR))) {
            sink.flush(true);

            assertThat(names()).containsExactly("binlog-000000001.jsonl");
        }
    }

    @Test
    void shouldEndAFileAtATimeOfDay() throws IOException {
        Rotation daily = Rotation.defaults().orAt(LocalTime.NOON, BERLIN);
        try (FileSink sink = open(daily)) {
            sink.write(list(transaction(5)));
            clock.advance(Duration.ofMinutes(59));
            sink.flush(true);
            assertThat(names()).containsExactly("binlog-000000001.jsonl.open");

            clock.advance(Duration.ofMinutes(1));
            sink.flush(true);
            assertThat(names()).containsExactly("binlog-000000001.jsonl");
        }
    }

    @Test
    void shouldRefuseWhatIsNone() {
        assertThatThrownBy(() -> Rotation.atSize(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Rotation.defaults().orAfter(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rotation(1, null, LocalTime.NOON, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private FileSink open(Rotation rotation) {
        FileSink sink =
                FileSink.builder(directory).rotation(rotation).clock(clock).build();
        sink.open(CONTEXT);
        return sink;
    }

    private Iterable<String> names() {
        return Folder.names(directory);
    }
}
