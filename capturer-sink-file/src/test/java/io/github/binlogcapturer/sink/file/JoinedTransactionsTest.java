package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.heartbeat;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.joined;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Transactions whose pieces have several commit ts, so that no position may lie between those. */
class JoinedTransactionsTest {

    @TempDir
    Path directory;

    /** Positions within the second list tear a joined transaction, except behind 16. */
    private static List<List<BinlogEvent>> lists() {
        return List.of(
                list(transaction(5, insert(ORDERS, 1, 1, "one"))),
                list(
                        transaction(10, insert(ORDERS, 2, 2, "two")),
                        heartbeat(11),
                        joined(10, 12, insert(ORDERS, 3, 3, "three")),
                        transaction(14, insert(ORDERS, 4, 4, "four")),
                        joined(13, 16, insert(ORDERS, 5, 5, "five")),
                        joined(12, 16),
                        transaction(18, insert(ORDERS, 6, 6, "six"))),
                list(joined(19, 21, insert(ORDERS, 7, 7, "seven"))));
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverStandWithinAJoinedTransaction(FileFormat format) throws IOException {
        write(format, 1 << 20);
        Path file = Folder.open(directory, 1, format);
        byte[] whole = Files.readAllBytes(file);

        for (int length = whole.length; length >= 0; length--) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(resume(format, 1 << 20))
                    .as("cut at %d", length)
                    .isIn(null, CommitTs.of(5), CommitTs.of(16), CommitTs.of(18), CommitTs.of(21));
            assertThat(file).as("cut at %d", length).hasBinaryContent(whole);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotEndAFileWithinAJoinedTransaction(FileFormat format) throws IOException {
        write(format, 1);

        Map<String, String> files = Folder.content(directory);
        assertThat(files).hasSize(4);
        for (int left = 3; left >= 0; left--) {
            for (int number = 4; number > left; number--) {
                Files.delete(number == 4 ? Folder.open(directory, 4, format) : Folder.file(directory, number, format));
            }
            assertThat(resume(format, 1)).isIn(null, CommitTs.of(5), CommitTs.of(16), CommitTs.of(18));
            assertThat(Folder.content(directory)).isEqualTo(files);
        }
    }

    @Test
    void shouldReadJoinedTransactionsBackInOneList() throws Exception {
        write(FileFormat.SEGMENTS, 1);

        List<CommitTs> read = new ArrayList<>();
        try (SegmentReader reader = SegmentReader.of(directory)) {
            assertThat(reader.verify().problems()).isEmpty();
            reader.open(CommitTs.of(5));
            for (List<BinlogEvent> list = reader.next(); !list.isEmpty(); list = reader.next()) {
                list.stream()
                        .filter(Transaction.class::isInstance)
                        .map(BinlogEvent::commitTs)
                        .forEach(read::add);
            }
        }
        assertThat(read).extracting(CommitTs::value).containsExactly(10L, 12L, 14L, 16L, 16L, 18L, 21L);
    }

    @ParameterizedTest
    @EnumSource
    void shouldPassOverAHeartbeatWithinAGroup(FileFormat format) throws IOException {
        try (FileSink sink = sink(format, 1)) {
            sink.open(CONTEXT);
            sink.write(list(heartbeat(10), transaction(10), heartbeat(10), transaction(10), heartbeat(11)));
        }

        assertThat(Folder.names(directory)).hasSize(2);
        assertThat(resume(format, 1 << 20)).isEqualTo(CommitTs.of(11));
    }

    @Test
    void shouldRefuseADisorderWithinAGroup() throws IOException {
        try (FileSink sink = sink(FileFormat.JSON_LINES, 1 << 20)) {
            sink.open(CONTEXT);

            assertThatThrownBy(() -> sink.write(list(transaction(10), transaction(9), joined(8, 12))))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("commit ts 9 ");
        }
    }

    private FileSink sink(FileFormat format, long rotateAt) {
        return FileSink.builder(directory)
                .format(format)
                .rotateAt(rotateAt)
                .fsync(FsyncPolicy.never())
                .clock(new ManualClock())
                .build();
    }

    private void write(FileFormat format, long rotateAt) throws IOException {
        try (FileSink sink = sink(format, rotateAt)) {
            sink.open(CONTEXT);
            lists().forEach(sink::write);
        }
    }

    /** Writes again what the capturer would: whole transactions of which nothing lies at or before the position. */
    private @Nullable CommitTs resume(FileFormat format, long rotateAt) throws IOException {
        try (FileSink sink = sink(format, rotateAt)) {
            CommitTs position = sink.open(CONTEXT);
            for (List<BinlogEvent> events : lists()) {
                sink.write(events.stream()
                        .filter(event -> position == null || first(event).compareTo(position) > 0)
                        .toList());
            }
            return position;
        }
    }

    private static CommitTs first(BinlogEvent event) {
        return event instanceof Transaction transaction ? transaction.firstCommitTs() : event.commitTs();
    }
}
