package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.file.Samples.KEYLESS;
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

class OriginalSqlWriterTest {

    private final MessageBuffer buffer = new MessageBuffer();
    private final LineWriter lines = TextKind.ORIGINAL_SQL.writer(buffer);

    @Test
    void shouldJoinNeighboursAsTheOriginalDid() throws IOException {
        write(transaction(
                5,
                insert(ORDERS, 1, 1, "a"),
                upsert(ORDERS, 2, null, "b"),
                update(order(1, 1, "a"), order(1, 2, "a")),
                delete(ORDERS, 1, 2, "a"),
                delete(ORDERS, 2, null, "b"),
                insert(ORDERS, 3, 3, "it's"),
                insert(KEYLESS, 1, "x")));

        assertThat(written()).isEqualTo("""
                        -- begin commit_ts=5 start_ts=4 txn_id=50
                        replace into `orders` (`id`,`n`,`note`) values (1,1,'a'),(2,NULL,'b');
                        update `orders` set `n`=2 where `id`=1;
                        delete from `orders` where (`id`) in ((1),(2));
                        replace into `orders` (`id`,`n`,`note`) values (3,3,'it\\'s');
                        replace into `log` (`a`,`b`) values (1,'x');
                        -- commit commit_ts=5 statements=5 changes=7 complete=true
                        """);
    }

    @Test
    void shouldWriteDeletesWithoutAKeyOneByOne() throws IOException {
        write(transaction(5, delete(KEYLESS, 1, "x"), delete(KEYLESS, 2, "y")));

        assertThat(statements()).hasSize(2).allMatch(line -> line.endsWith(" limit 1;"));
        assertThat(written()).contains(" statements=2 changes=2 ");
    }

    @Test
    void shouldNotJoinAcrossTransactions() throws IOException {
        write(transaction(5, insert(ORDERS, 1, 1, "a")));
        write(transaction(6, insert(ORDERS, 2, 1, "a")));

        assertThat(statements()).hasSize(2);
    }

    @Test
    void shouldKeepStatementsShort() throws IOException {
        write(transaction(
                5,
                IntStream.range(0, 2500)
                        .mapToObj(i -> insert(ORDERS, i, 1, "a"))
                        .toArray(RowChange[]::new)));

        assertThat(statements()).hasSize(3);
    }

    @Test
    void shouldKeepPacketsSmall() throws IOException {
        String large = "x".repeat(300_000);
        write(transaction(
                5,
                IntStream.range(0, 10)
                        .mapToObj(i -> insert(ORDERS, i, 1, large))
                        .toArray(RowChange[]::new)));

        assertThat(statements()).hasSizeBetween(4, 5).allMatch(line -> line.length() <= 1 << 20);
        assertThat(written()).contains(" statements=" + statements().size() + " changes=10 ");
    }

    @Test
    void shouldWriteAllElseAsComments() throws IOException {
        write(transaction(5));
        lines.schema(widened(9));
        lines.heartbeat(heartbeat(10));

        assertThat(written().lines()).hasSize(4).allMatch(line -> line.startsWith("-- "));
        assertThat(written())
                .contains(
                        "-- commit commit_ts=5 statements=0 changes=0 complete=true\n",
                        "-- schema commit_ts=9 version=4 table=`shop`.`orders` sql=ALTER TABLE",
                        "-- heartbeat commit_ts=10\n");
    }

    @Test
    void shouldKnowItsOwnLines() throws IOException {
        write(transaction(7, insert(ORDERS, 1, 1, "x".repeat(1000)), delete(ORDERS, 1, 1, null)));
        lines.schema(widened(9));
        lines.heartbeat(heartbeat(10));

        assertThat(written().lines().map(line -> line.getBytes(StandardCharsets.UTF_8)))
                .extracting(TextKind.ORIGINAL_SQL::mark)
                .containsExactly(
                        new LineMark(LineMark.Kind.BEGIN, 0, 0),
                        new LineMark(LineMark.Kind.CHANGE, 0, 0),
                        new LineMark(LineMark.Kind.CHANGE, 0, 0),
                        new LineMark(LineMark.Kind.GROUP_END, 7, 2),
                        new LineMark(LineMark.Kind.SCHEMA, 0, 0),
                        new LineMark(LineMark.Kind.HEARTBEAT, 10, 0));
    }

    private void write(Transaction transaction) throws IOException {
        lines.begin(transaction, true);
        for (int i = 0; i < transaction.changes().size(); i++) {
            lines.change(transaction, i);
        }
        lines.commit(transaction, true);
    }

    private List<String> statements() {
        return written().lines().filter(line -> !line.startsWith("--")).toList();
    }

    private String written() {
        return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
    }
}
