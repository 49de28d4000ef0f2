package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.heartbeat;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.single;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static io.github.binlogcapturer.sink.file.Samples.widened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileSinkTest {

    @TempDir
    Path directory;

    private Path first;
    private FileSink sink;

    @BeforeEach
    void build() {
        first = Folder.open(directory, 1, FileFormat.JSON_LINES);
        sink = FileSink.builder(directory).build();
    }

    @AfterEach
    void close() throws IOException {
        sink.close();
    }

    @Test
    void shouldCompleteTheFileWhenClosedWhereThatIsWanted() throws IOException {
        for (int run = 1; run <= 3; run++) {
            try (FileSink sink =
                    FileSink.builder(directory).completeOnClose(true).build()) {
                assertThat(sink.open(CONTEXT)).isEqualTo(run == 1 ? null : CommitTs.of(5));
                if (run == 1) {
                    sink.write(list(transaction(5)));
                }
            }

            assertThat(Folder.names(directory)).containsExactly("binlog-000000001.jsonl");
        }
    }

    @Test
    void shouldLeaveAFileOpenThatItFailedIn() throws IOException {
        FileSink sink = FileSink.builder(directory).completeOnClose(true).build();
        sink.open(CONTEXT);
        sink.write(list(transaction(5)));
        assertThatThrownBy(() -> sink.write(list(transaction(4)))).isInstanceOf(SinkException.class);
        sink.close();

        assertThat(Folder.names(directory)).containsExactly("binlog-000000001.jsonl.open");
    }

    @Test
    void shouldBeginWithAHeaderAndKnowNoPosition() {
        assertThat(sink.open(CONTEXT)).isNull();
        sink.write(list(heartbeat(5)));

        assertThat(Folder.text(first)).isEqualTo("""
                        {"type":"file","format":1,"capture":"shop","subscriber":"archive"}
                        {"type":"heartbeat","commitTs":5}
                        """);
    }

    @Test
    void shouldMakeNoFileBeforeSomethingIsWritten() {
        sink.open(CONTEXT);

        assertThat(sink.flush(true)).isTrue();
        assertThat(Folder.content(directory)).isEmpty();
    }

    @Test
    void shouldCallOnlyTheLastOfEqualCommitTsComplete() {
        sink.open(CONTEXT);
        sink.write(list(transaction(5), transaction(5), widened(5), transaction(5), heartbeat(5), transaction(6)));

        assertThat(Folder.lines(first).stream().filter(line -> line.contains("commit\"")))
                .containsExactly(
                        "{\"type\":\"commit\",\"commitTs\":5,\"changes\":0,\"complete\":false}",
                        "{\"type\":\"commit\",\"commitTs\":5,\"changes\":0,\"complete\":false}",
                        "{\"type\":\"commit\",\"commitTs\":5,\"changes\":0,\"complete\":true}",
                        "{\"type\":\"commit\",\"commitTs\":6,\"changes\":0,\"complete\":true}");
    }

    @Test
    void shouldGoOnBehindWhatIsThere() throws IOException {
        sink.open(CONTEXT);
        sink.write(list(transaction(5)));
        sink.close();
        sink = FileSink.builder(directory).build();

        assertThat(sink.open(CONTEXT)).isEqualTo(CommitTs.of(5));
        sink.write(list(transaction(6)));
        assertThat(Folder.lines(first)).hasSize(4);
    }

    @Test
    void shouldBeginANewFileWhenOneIsFull() {
        sink = FileSink.builder(directory).prefix("shop.1").rotateAt(1).build();
        sink.open(CONTEXT);
        sink.write(list(transaction(5), transaction(5), heartbeat(5), widened(6), transaction(6)));
        sink.write(list(transaction(7)));

        assertThat(Folder.content(directory))
                .containsOnlyKeys(
                        "shop.1-000000001.jsonl",
                        "shop.1-000000002.jsonl",
                        "shop.1-000000003.jsonl",
                        "shop.1-000000004.jsonl.open")
                .allSatisfy((name, text) -> assertThat(text).startsWith("{\"type\":\"file\""));
        assertThat(Folder.lines(directory.resolve("shop.1-000000001.jsonl"))).hasSize(4);
        assertThat(Folder.lines(directory.resolve("shop.1-000000002.jsonl"))).hasSize(2);
    }

    @Test
    void shouldFillAFileBeforeTheNext() {
        sink = FileSink.builder(directory).rotateAt(1000).build();
        sink.open(CONTEXT);
        for (int i = 1; i <= 50; i++) {
            sink.write(list(transaction(i, insert(ORDERS, i, i, "note"))));
        }

        assertThat(Folder.content(directory).values().stream().limit(3))
                .allSatisfy(text -> assertThat(text.length()).isBetween(1000, 1400));
    }

    @Test
    void shouldWriteATransactionThatIsLargerThanTheBuffer() {
        RowChange[] changes = IntStream.range(0, 3000)
                .mapToObj(i -> insert(ORDERS, i, i, "x".repeat(1000)))
                .toArray(RowChange[]::new);
        sink.open(CONTEXT);
        sink.write(list(transaction(5, changes)));
        sink.flush(true);

        assertThat(Folder.lines(first))
                .hasSize(3002)
                .endsWith("{\"type\":\"commit\",\"commitTs\":5,\"changes\":3000,\"complete\":true}");
    }

    @Test
    void shouldWriteARowThatIsLargerThanTheBuffer() {
        sink.open(CONTEXT);
        sink.write(list(transaction(5, insert(ORDERS, 1, 1, "x".repeat(6 << 20)))));
        sink.write(list(transaction(6, insert(ORDERS, 1, 1, "small"))));
        sink.flush(true);

        assertThat(Folder.lines(first)).hasSize(6);
        assertThat(Folder.lines(first).get(1)).hasSizeGreaterThan(6 << 20);
    }

    @Test
    void shouldRefuseTransactionsBehindItsPosition() {
        sink.open(CONTEXT);
        sink.write(list(transaction(5)));

        assertThatThrownBy(() -> sink.write(list(transaction(5))))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll("commit ts 5 ", first.toString());
        assertThat(Folder.lines(first)).hasSize(2);
    }

    @Test
    void shouldKeepAFolderForOneSink() throws IOException {
        sink.open(CONTEXT);
        FileSink second = FileSink.builder(directory).prefix("other").build();

        assertThatThrownBy(() -> second.open(CONTEXT))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(directory.toString(), "another sink", "own folder");

        sink.close();
        FileSink third = FileSink.builder(directory).prefix("other").build();
        assertThatCode(() -> third.open(CONTEXT)).doesNotThrowAnyException();
        third.close();
    }

    @Test
    void shouldGiveTheFolderFreeWhenItCannotOpen() throws IOException {
        Files.writeString(first, "something else\n");
        assertThatThrownBy(() -> sink.open(CONTEXT)).isInstanceOf(SinkException.class);
        Files.delete(first);

        try (FileSink second = FileSink.builder(directory).build()) {
            assertThat(second.open(CONTEXT)).isNull();
        }
    }

    @Test
    void shouldSayThatTheFolderMustExist() {
        FileSink nowhere = FileSink.builder(directory.resolve("nowhere")).build();

        assertThatThrownBy(() -> nowhere.open(CONTEXT))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll("nowhere", "must exist");
    }

    @Test
    void shouldRefuseEverythingAfterAFailedWrite() {
        sink.open(CONTEXT);
        sink.write(list(transaction(5)));
        Thread.currentThread().interrupt(); // closes the file under the write

        assertThatThrownBy(() -> sink.write(list(transaction(6))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining(first.toString());
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> sink.write(list(transaction(6))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("failed before");
        assertThatThrownBy(() -> sink.flush(true)).isInstanceOf(SinkException.class);
    }

    @Test
    void shouldNotLeaveHalfATransactionInFrontOfAnother() throws IOException {
        sink = FileSink.builder(directory).format(FileFormat.SQL_LINES).build();
        sink.open(CONTEXT);
        sink.write(list(transaction(5)));
        Transaction unwritable =
                transaction(6, insert(ORDERS, 1, 1, "a"), insert(single(ColumnType.DOUBLE), Double.NaN));

        assertThatThrownBy(() -> sink.write(list(unwritable))).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> sink.write(list(transaction(7)))).hasMessageContaining("failed before");
        sink.close();
        sink = FileSink.builder(directory).format(FileFormat.SQL_LINES).build();
        assertThat(sink.open(CONTEXT)).isEqualTo(CommitTs.of(5));
    }

    @Test
    void shouldWantToBeOpenedOnceAndFirst() {
        assertThatThrownBy(() -> sink.write(List.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sink.flush(true)).isInstanceOf(IllegalStateException.class);
        sink.open(CONTEXT);
        assertThatThrownBy(() -> sink.open(CONTEXT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldCloseOftenAndThenRefuse() throws IOException {
        sink.open(CONTEXT);
        sink.close();
        sink.close();

        assertThatThrownBy(() -> sink.write(list(transaction(5))))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "a/b", "..", "a b", "-x"})
    void shouldRefusePrefixesThatAreNoPlainName(String prefix) {
        assertThatThrownBy(() -> FileSink.builder(directory).prefix(prefix))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseAFileSizeOfNothing() {
        assertThatThrownBy(() -> FileSink.builder(directory).rotateAt(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
