package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.file.internal.text.LineMark.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.delete;
import static io.github.binlogcapturer.sink.file.Samples.heartbeat;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.order;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static io.github.binlogcapturer.sink.file.Samples.update;
import static io.github.binlogcapturer.sink.file.Samples.upsert;
import static io.github.binlogcapturer.sink.file.Samples.widened;
import static org.assertj.core.api.Assertions.assertThat;

class LineMarkTest {

    private final MessageBuffer buffer = new MessageBuffer();

    @ParameterizedTest
    @EnumSource(names = {"JSON_LINES", "SQL_LINES"})
    void shouldKnowEveryLineThatIsWritten(TextKind format) throws IOException {
        LineWriter lines = format.writer(buffer);
        Transaction transaction = transaction(
                Long.MAX_VALUE,
                insert(ORDERS, 1, 1, "x".repeat(1000)),
                update(order(1, 1, "a"), order(1, 2, null)),
                upsert(ORDERS, 2, 2, "b"),
                delete(ORDERS, 1, 2, null));
        lines.begin(transaction, true);
        for (int i = 0; i < 4; i++) {
            lines.change(transaction, i);
        }
        lines.commit(transaction, false);
        lines.commit(transaction, true);
        lines.schema(widened(3));
        lines.heartbeat(heartbeat(4));

        assertThat(marks(format).map(LineMark::kind))
                .containsExactly(
                        Kind.BEGIN,
                        Kind.CHANGE,
                        Kind.CHANGE,
                        Kind.CHANGE,
                        Kind.CHANGE,
                        Kind.COMMIT,
                        Kind.GROUP_END,
                        Kind.SCHEMA,
                        Kind.HEARTBEAT);
        assertThat(marks(format))
                .contains(new LineMark(Kind.GROUP_END, Long.MAX_VALUE, 4), new LineMark(Kind.HEARTBEAT, 4, 0));
    }

    @Test
    void shouldKnowEveryLineOfCsv() throws IOException {
        LineWriter lines = TextKind.CSV.writer(buffer);
        Transaction two = transaction(5, insert(ORDERS, 1, 1, "x".repeat(1000)), delete(ORDERS, 1, 1, "a"));
        for (boolean complete : new boolean[] {false, true}) {
            for (Transaction transaction : List.of(two, transaction(Long.MAX_VALUE))) {
                lines.begin(transaction, complete);
                for (int i = 0; i < transaction.changes().size(); i++) {
                    lines.change(transaction, i);
                }
                lines.commit(transaction, complete);
            }
        }
        lines.schema(widened(3));
        lines.heartbeat(heartbeat(4));

        assertThat(marks(TextKind.CSV))
                .containsExactly(
                        new LineMark(Kind.CHANGE, 0, 0),
                        new LineMark(Kind.CHANGE, 0, 1),
                        new LineMark(Kind.COMMIT, 0, 0),
                        new LineMark(Kind.CHANGE, 0, 0),
                        new LineMark(Kind.GROUP_END, 5, 1),
                        new LineMark(Kind.GROUP_END, Long.MAX_VALUE, 0),
                        new LineMark(Kind.SCHEMA, 0, 0),
                        new LineMark(Kind.HEARTBEAT, 4, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{\"type\":\"commit",
                "{\"type\":\"commit\",\"commitTs\":5,\"changes\":1,\"complete\":tr",
                "{\"type\":\"commit\",\"commitTs\":\"a\",\"changes\":1,\"complete\":true}",
                "{\"type\":\"commit\",\"commitTs\":5,\"changes\":1}",
                "{\"type\":\"heartbeat\"}",
                "{\"type\":\"other\"}",
                "COMMIT; -- commit_ts=5 changes=1",
                "COMMIT; -- commit_ts=9999999999999999999 changes=1 complete=true",
                "-- commit commit_ts=5 statements=1 complete=true",
                "-- commit commit_ts=9999999999999999999 statements=1 changes=1 complete=true",
                "-- heartbeat commit_ts=",
                "-- heartbeat commit_ts=9999999999999999999",
                "DROP TABLE x;",
                "insert,5,4,1,0,1,1",
                "insert,5,4,1,1,1,0,\"d\",\"t\",1,1",
                "insert,5,4,1,0,2,1,\"d\",\"t\",1,1",
                "transaction,5,4,1,\\N,0",
                "heartbeat,9999999999999999999,\\N,\\N,\\N,\\N,1,\\N,\\N,\\N"
            })
    void shouldNotKnowAnythingElse(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);

        assertThat(LineMark.ofJson(bytes).kind()).isEqualTo(Kind.OTHER);
        assertThat(LineMark.ofSql(bytes).kind()).isEqualTo(Kind.OTHER);
        assertThat(LineMark.ofOriginalSql(bytes).kind()).isEqualTo(Kind.OTHER);
        assertThat(LineMark.ofCsv(bytes).kind()).isEqualTo(Kind.OTHER);
    }

    private Stream<LineMark> marks(TextKind format) {
        return new String(buffer.toByteArray(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .map(line -> format.mark(Arrays.copyOf(line, Math.min(line.length, LineMark.HEAD_BYTES))));
    }
}
