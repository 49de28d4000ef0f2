package io.github.binlogcapturer.sink.file;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.heartbeat;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static io.github.binlogcapturer.sink.file.Samples.widened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class FileSinkRecoveryTest {

    @TempDir
    Path directory;

    /** The first two files, complete or open. */
    private Path completeFirst;

    private Path first;
    private Path second;

    @BeforeEach
    void name() {
        completeFirst = Folder.file(directory, 1, FileFormat.JSON_LINES);
        first = Folder.open(directory, 1, FileFormat.JSON_LINES);
        second = Folder.open(directory, 2, FileFormat.JSON_LINES);
    }

    static Stream<Arguments> formatsAndSizes() {
        return Arrays.stream(FileFormat.values())
                .flatMap(format -> Stream.of(arguments(format, 1_000_000), arguments(format, 400)));
    }

    /** Cuts the newest of the files at every length, as a crash may, then goes on from the position that the sink tells. */
    @ParameterizedTest
    @MethodSource("formatsAndSizes")
    void shouldEndUpWithTheSameFilesWhereverItWasCut(FileFormat format, long rotateAt) throws IOException {
        write(format, rotateAt, Samples.stream());
        Map<String, String> whole = Folder.content(directory);
        List<String> names = new ArrayList<>(whole.keySet());

        for (int newest = 0; newest < names.size(); newest++) {
            long size = Files.size(restore(whole, names, newest));
            for (long length = 0; length <= size; length++) {
                truncate(restore(whole, names, newest), length);
                CommitTs position = resume(format, rotateAt);

                assertThat(Folder.content(directory))
                        .as("%s cut at %d, position %s", names.get(newest), length, position)
                        .isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SEGMENTS")
    void shouldTellTheLastCompleteCommitTsAtEveryLength(FileFormat format) throws IOException {
        write(format, 1 << 20, Samples.stream());
        Path file = Folder.open(directory, 1, format);
        String whole = Folder.text(file);

        for (int length = 0; length <= whole.length(); length++) {
            Files.writeString(file, whole.substring(0, length));

            assertThat(position(format))
                    .as("cut at %d", length)
                    .isEqualTo(expectedPosition(whole.substring(0, length)));
        }
    }

    @Test
    void shouldCutOffAnIncompleteGroup() throws IOException {
        write(FileFormat.JSON_LINES, 1 << 20, List.of(list(transaction(5)), list(transaction(6), transaction(6))));
        String whole = Folder.text(first);
        int groupStart = whole.indexOf("{\"type\":\"begin\",\"commitTs\":6");
        int secondOfGroup = whole.lastIndexOf("{\"type\":\"begin\"");
        Files.writeString(first, whole.substring(0, secondOfGroup));

        assertThat(position(FileFormat.JSON_LINES)).isEqualTo(CommitTs.of(5));
        assertThat(Folder.text(first)).isEqualTo(whole.substring(0, groupStart));
    }

    @Test
    void shouldGoBackToTheFileBeforeAnUnfinishedOne() throws IOException {
        write(FileFormat.JSON_LINES, 1, List.of(list(transaction(5)), list(transaction(6, insert(ORDERS, 1, 1, "a")))));
        String before = Folder.text(completeFirst);
        truncate(second, Files.size(second) - 1);

        assertThat(position(FileFormat.JSON_LINES)).isEqualTo(CommitTs.of(5));
        assertThat(second).doesNotExist();
        assertThat(Folder.text(completeFirst)).isEqualTo(before);
    }

    @Test
    void shouldNotBeginAgainWhereTheFilesWithThePositionWereTakenAway() throws IOException {
        write(FileFormat.JSON_LINES, 1, List.of(list(transaction(5)), list(transaction(6))));
        Files.delete(completeFirst);
        truncate(second, 3);

        assertThatThrownBy(() -> position(FileFormat.JSON_LINES))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(second.toString(), "Nothing was changed");
        assertThat(second).hasSize(3);
    }

    @Test
    void shouldKeepASchemaChangeWithoutWritingItTwice() throws IOException {
        write(FileFormat.JSON_LINES, 1 << 20, List.of(list(transaction(5), widened(6))));
        String whole = Folder.text(first);

        assertThat(position(FileFormat.JSON_LINES)).isEqualTo(CommitTs.of(5));
        assertThat(Folder.text(first)).isEqualTo(whole);
        write(FileFormat.JSON_LINES, 1 << 20, List.of(list(widened(6), widened(7))));
        assertThat(Folder.lines(first)).hasSize(4);
    }

    @Test
    void shouldSayHowManyBytesItCut() throws IOException {
        write(FileFormat.JSON_LINES, 1 << 20, List.of(list(transaction(5))));
        Files.writeString(first, "{\"type\":\"beg", StandardOpenOption.APPEND);

        assertThat(logOfOpening(DamagePolicy.REFUSE)).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.INFO);
            assertThat(event.getFormattedMessage()).contains("12 bytes", first.toString(), "commit ts 5 ");
        });
    }

    @Test
    void shouldWarnOfWhatNoCrashLeaves() throws IOException {
        write(FileFormat.JSON_LINES, 1 << 20, List.of(list(transaction(5))));
        Files.writeString(first, "{\"type\":\"note\"}\n", StandardOpenOption.APPEND);

        List<ILoggingEvent> log = logOfOpening(DamagePolicy.SET_ASIDE);
        assertThat(log).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.WARN);
        assertThat(log.get(1).getFormattedMessage()).contains("16 bytes", first.toString(), "acknowledged");
    }

    @Test
    void shouldTakeAHeartbeatAsAPosition() throws IOException {
        write(FileFormat.JSON_LINES, 1 << 20, List.of(list(transaction(5), heartbeat(9))));

        assertThat(position(FileFormat.JSON_LINES)).isEqualTo(CommitTs.of(9));
    }

    @Test
    void shouldNotTrustACommitWhoseChangesAreNotAllThere() throws IOException {
        write(
                FileFormat.JSON_LINES,
                1 << 20,
                List.of(list(transaction(5)), list(transaction(6, insert(ORDERS, 1, 1, "lost")))));
        String whole = Folder.text(first);
        Files.writeString(first, whole.replaceAll("[^\n]*lost[^\n]*\n", ""));

        assertThatThrownBy(() -> position(FileFormat.JSON_LINES)).isInstanceOf(SinkException.class);
        assertThat(position(FileFormat.JSON_LINES, DamagePolicy.SET_ASIDE)).isEqualTo(CommitTs.of(5));
        assertThat(Folder.lines(first)).hasSize(2);
    }

    @Test
    void shouldNotTrustALineWithZeros() throws IOException {
        write(
                FileFormat.JSON_LINES,
                1 << 20,
                List.of(list(transaction(5)), list(transaction(6, insert(ORDERS, 1, 1, "lost")))));
        Files.writeString(first, Folder.text(first).replace("lost", "\u0000\u0000\u0000\u0000"));

        assertThatThrownBy(() -> position(FileFormat.JSON_LINES)).isInstanceOf(SinkException.class);
        assertThat(position(FileFormat.JSON_LINES, DamagePolicy.SET_ASIDE)).isEqualTo(CommitTs.of(5));
        assertThat(Folder.lines(first)).hasSize(2);
    }

    @Test
    void shouldNotTrustWhatStandsBehindZeros() throws IOException {
        write(
                FileFormat.JSON_LINES,
                1 << 20,
                List.of(
                        list(transaction(5)),
                        list(transaction(6, insert(ORDERS, 1, 1, "lost"))),
                        list(transaction(7, insert(ORDERS, 2, 2, "kept")))));
        Files.writeString(first, Folder.text(first).replace("lost", "\u0000\u0000\u0000\u0000"));

        assertThatThrownBy(() -> position(FileFormat.JSON_LINES)).isInstanceOf(SinkException.class);
        assertThat(position(FileFormat.JSON_LINES, DamagePolicy.SET_ASIDE)).isEqualTo(CommitTs.of(5));
    }

    @Test
    void shouldTakeAFileOfZerosForOneThatWasBeingCreated() throws IOException {
        write(FileFormat.JSON_LINES, 1 << 20, List.of(list(transaction(5))));
        Files.move(first, completeFirst);
        Files.write(second, new byte[4096]);

        assertThat(position(FileFormat.JSON_LINES)).isEqualTo(CommitTs.of(5));
    }

    @Test
    void shouldFindThePositionBehindALongUnfinishedTransaction() throws IOException {
        write(FileFormat.JSON_LINES, 1 << 20, List.of(list(transaction(5))));
        long size = Files.size(first);
        String line = "{\"type\":\"insert\",\"x\":\"" + "x".repeat(100_000) + "\"}\n";
        Files.writeString(first, "{\"type\":\"begin\",\"commitTs\":6}\n" + line.repeat(30), StandardOpenOption.APPEND);

        assertThat(position(FileFormat.JSON_LINES)).isEqualTo(CommitTs.of(5));
        assertThat(first).hasSize(size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\n",
                "hello",
                "{\"type\":\"fi",
                "{\"type\":\"file\"}\n",
                "{\"type\":\"file\",\"format\":1,\"capture\":\"other\",\"subscriber\":\"archive\"}\n",
                "{\"type\":\"file\",\"format\":1,\"capture\":\"shop\",\"subscriber\":\"other\"}\n",
                "{\"type\":\"file\",\"format\":2,\"capture\":\"shop\",\"subscriber\":\"archive\"}\n",
                "-- {\"type\":\"file\",\"format\":1,\"capture\":\"shop\",\"subscriber\":\"archive\"}\n"
            })
    void shouldLeaveForeignFilesAsTheyAre(String content) throws IOException {
        write(FileFormat.JSON_LINES, 1, List.of(list(transaction(5)), list(transaction(6))));
        truncate(second, Files.size(second) - 1);
        Files.writeString(completeFirst, content);
        Map<String, String> before = Folder.content(directory);

        assertThatThrownBy(() -> position(FileFormat.JSON_LINES))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(completeFirst.toString(), "Nothing was changed");
        assertThat(Folder.content(directory)).isEqualTo(before);
    }

    @Test
    void shouldNotMixFormats() throws IOException {
        write(FileFormat.JSON_LINES, 1, List.of(list(transaction(5))));

        assertThatThrownBy(() -> position(FileFormat.SQL_LINES))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(first.toString(), "another format");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotTakeAnotherCapturesFile(FileFormat format) throws IOException {
        write(format, 1, List.of(list(transaction(5))));

        try (FileSink sink = sink(format, 1)) {
            assertThatThrownBy(() -> sink.open(new SinkContext("mall", "archive")))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContainingAll("capture \"shop\"", "capture \"mall\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotTakeAFileOfSomethingElse(FileFormat format) throws IOException {
        Path file = Folder.file(directory, 1, format);
        Files.writeString(file, "hello\n");

        assertThatThrownBy(() -> position(format))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(file.toString(), "Nothing was changed");
        assertThat(file).hasContent("hello\n");
    }

    @Test
    void shouldOverlookFilesOfOtherNames() throws IOException {
        Files.writeString(directory.resolve("binlog-1.jsonl"), "hello");
        Files.writeString(directory.resolve("binlog-x-000000001.jsonl"), "hello");
        Files.writeString(directory.resolve("binlog-000000001.jsonl.bz2"), "hello");

        assertThat(position(FileFormat.JSON_LINES)).isNull();
    }

    @Test
    void shouldGoOnInANewFileBehindAWholeOneOfAnOlderVersion() throws IOException {
        write(FileFormat.JSON_LINES, 1 << 20, List.of(list(transaction(5))));
        Files.move(first, completeFirst);
        String before = Folder.text(completeFirst);
        write(FileFormat.JSON_LINES, 1 << 20, List.of(list(transaction(6))));

        assertThat(Folder.text(completeFirst)).isEqualTo(before);
        assertThat(Folder.lines(second)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SEGMENTS")
    void shouldGoOnInATornFileOfAnOlderVersion(FileFormat format) throws IOException {
        Path open = Folder.open(directory, 1, format);
        Path complete = Folder.file(directory, 1, format);
        write(format, 1 << 20, List.of(list(transaction(5)), list(transaction(6))));
        String whole = Folder.text(open);
        truncate(open, Files.size(open) - 1);
        Files.move(open, complete);
        write(format, 1 << 20, List.of(list(transaction(6))));

        assertThat(complete).doesNotExist();
        assertThat(Folder.text(open)).isEqualTo(whole);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepSchemaChangesBehindThePositionOverTwoFiles(FileFormat format) throws IOException {
        ManualClock clock = new ManualClock();
        Rotation hourly = Rotation.atSize(1 << 20).orAfter(Duration.ofHours(1));
        try (FileSink sink = FileSink.builder(directory)
                .format(format)
                .rotation(hourly)
                .clock(clock)
                .build()) {
            sink.open(CONTEXT);
            sink.write(list(transaction(5), widened(6)));
            clock.advance(Duration.ofHours(1));
            assertThat(sink.flush(true)).isTrue();
            sink.write(list(widened(7)));
        }
        Map<String, String> before = Folder.content(directory);
        assertThat(before).hasSize(2);

        write(format, 1, List.of(list(widened(6), widened(7))));
        assertThat(Folder.content(directory)).isEqualTo(before);
        assertThat(position(format)).isEqualTo(CommitTs.of(5));
    }

    @Test
    void shouldKeepASchemaChangeInAFileWithoutPosition() throws IOException {
        write(FileFormat.JSON_LINES, 1, List.of(list(transaction(5))));
        Files.move(first, completeFirst);
        write(FileFormat.JSON_LINES, 1, List.of(list(widened(6))));
        String schema = Folder.text(second);

        assertThat(position(FileFormat.JSON_LINES)).isEqualTo(CommitTs.of(5));
        assertThat(Folder.text(second)).isEqualTo(schema);
        write(FileFormat.JSON_LINES, 1, List.of(list(widened(6), transaction(6))));
        assertThat(Folder.text(second)).startsWith(schema);
        assertThat(Folder.lines(second)).hasSize(3);
    }

    @Test
    void shouldNotGuessWhichOfTwoFilesOfANumberIsRight() throws IOException {
        write(FileFormat.JSON_LINES, 1, List.of(list(transaction(5))));
        Files.copy(first, completeFirst);

        assertThatThrownBy(() -> position(FileFormat.JSON_LINES))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(first.toString(), "Nothing was changed");
    }

    @Test
    void shouldNotGoOnInAnOpenFileInFrontOfOthers() throws IOException {
        write(FileFormat.JSON_LINES, 1, List.of(list(transaction(5)), list(transaction(6))));
        Files.move(second, Folder.file(directory, 2, FileFormat.JSON_LINES));
        Files.move(completeFirst, first);

        assertThatThrownBy(() -> position(FileFormat.JSON_LINES))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(first.toString(), "there is a newer one");
    }

    /** Says in another way what the sink says: the last whole line that ends a group or is a heartbeat. */
    private static @Nullable CommitTs expectedPosition(String text) {
        CommitTs position = null;
        for (String line : text.substring(0, text.lastIndexOf("\n") + 1).lines().toList()) {
            if (line.matches(".*(complete\":true|complete=true|heartbeat).*|([^,]*,){6}1,.*")) {
                position =
                        CommitTs.of(Long.parseLong(line.replaceFirst("(.*commit(Ts\":|_ts=)|[a-z]+,)(\\d+).*", "$3")));
            }
        }
        return position;
    }

    private FileSink sink(FileFormat format, long rotateAt) {
        // never: thousands of runs, and a killed process needs no fsync
        return FileSink.builder(directory)
                .format(format)
                .rotateAt(rotateAt)
                .fsync(FsyncPolicy.never())
                .clock(new ManualClock())
                .build();
    }

    private void write(FileFormat format, long rotateAt, List<List<BinlogEvent>> lists) throws IOException {
        try (FileSink sink = sink(format, rotateAt)) {
            sink.open(CONTEXT);
            lists.forEach(sink::write);
        }
    }

    private @Nullable CommitTs position(FileFormat format) throws IOException {
        return position(format, DamagePolicy.REFUSE);
    }

    private @Nullable CommitTs position(FileFormat format, DamagePolicy policy) throws IOException {
        try (FileSink sink = FileSink.builder(directory)
                .format(format)
                .fsync(FsyncPolicy.never())
                .damaged(policy)
                .build()) {
            return sink.open(CONTEXT);
        }
    }

    private List<ILoggingEvent> logOfOpening(DamagePolicy policy) throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.binlogcapturer.sink.file.internal.folder.Recovery");
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        logger.setAdditive(false);
        position(FileFormat.JSON_LINES, policy);
        logger.setAdditive(true);
        logger.detachAppender(log);
        logger.setLevel(null);
        return log.list;
    }

    /** Writes again what lies behind the sink's position, as the capturer does. */
    private @Nullable CommitTs resume(FileFormat format, long rotateAt) throws IOException {
        try (FileSink sink = sink(format, rotateAt)) {
            CommitTs position = sink.open(CONTEXT);
            for (List<BinlogEvent> events : Samples.stream()) {
                sink.write(events.stream()
                        .filter(event -> position == null || event.commitTs().compareTo(position) > 0)
                        .toList());
            }
            return position;
        }
    }

    private Path restore(Map<String, String> whole, List<String> names, int newest) throws IOException {
        for (String name : new TreeMap<>(Folder.content(directory)).keySet()) {
            Files.delete(directory.resolve(name));
        }
        Path last = directory;
        for (int i = 0; i <= newest; i++) {
            // the newest one was not complete yet
            boolean open = i == newest && !names.get(i).endsWith(".open");
            last = directory.resolve(names.get(i) + (open ? ".open" : ""));
            Files.writeString(last, whole.getOrDefault(names.get(i), ""), StandardCharsets.ISO_8859_1);
        }
        return last;
    }

    private static void truncate(Path file, long length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
