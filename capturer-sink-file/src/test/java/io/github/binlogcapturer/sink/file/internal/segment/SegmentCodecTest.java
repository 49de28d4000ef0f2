package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SegmentCodecTest {

    private static final TableSchema ORDERS = TableSchema.builder(7, new TableName("shop", "orders"))
            .version(3)
            .column("id", ColumnType.INT64)
            .column("n", ColumnType.INT32)
            .column(new Column(0, "note", 3, ColumnType.STRING, false, true, false, "none"))
            .primaryKey("id")
            .build();

    @TempDir
    Path folder;

    @Test
    void shouldSpreadALargeTransactionOverRecordsWithBoundedMemory() throws Exception {
        List<RowChange> changes = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            changes.add(
                    new RowChange.Insert(Row.of(ORDERS, i, i, "x".repeat(200)), Statement.of("insert " + i / 5000)));
        }
        Transaction large = transaction(9, changes);
        MessageBuffer buffer = new MessageBuffer();
        SegmentCodec codec = new SegmentCodec(buffer);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        codec.header(TestFile.header(1));
        codec.begin(large);
        int longest = 0;
        for (int i = 0; i < changes.size(); i++) {
            codec.change(large, i);
            longest = Math.max(longest, buffer.length());
            if (buffer.length() > 100_000) {
                codec.pause();
                drain(buffer, file);
            }
        }
        codec.commit(large, true);
        codec.footer();
        drain(buffer, file);
        Files.write(Logs.path(folder, 1, ".seg"), file.toByteArray());

        assertThat(longest).isLessThan(101_000);
        assertThat(Logs.read(folder, null)).containsExactly(large);
    }

    @Test
    void shouldEndAPartThatGetsLongByItself() throws Exception {
        List<RowChange> changes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            changes.add(new RowChange.Delete(Row.of(ORDERS, i, i, "x".repeat(20)), Statement.unknown()));
        }
        Transaction transaction = transaction(9, changes);
        Path path = Logs.path(folder, 1, ".seg");
        Files.write(path, TestFile.file(List.of(transaction), true));

        assertThat(Logs.read(folder, null)).containsExactly(transaction);
        assertThat(new SegmentLog(folder, "binlog").verify().records()).isGreaterThan(5);
    }

    @Test
    void shouldStoreAStatementOnce() {
        Statement sql = Statement.of("UPDATE orders SET n = n + 1 WHERE id IN (SELECT 1)");
        List<RowChange> once = List.of(insert(1, sql));
        List<RowChange> often = List.of(insert(1, sql), insert(2, sql), insert(3, Statement.unknown()), insert(4, sql));
        int first = TestFile.file(List.of(transaction(9, once)), false).length;
        int all = TestFile.file(List.of(transaction(9, often)), false).length;

        assertThat(all - first).isLessThan(sql.byteCount());
    }

    @Test
    void shouldKeepMoreStatementsThanItRemembers() throws Exception {
        List<RowChange> changes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            changes.add(insert(i, new Statement(("s" + i % 40).getBytes(StandardCharsets.UTF_8), 0, 2, i % 3)));
        }
        shouldReadBack(transaction(9, changes));
    }

    @Test
    void shouldKeepSelectedRowsAndThoseWithDefaults() throws Exception {
        TableSchema selected = ORDERS.select(Set.of("note"));
        Row reduced = Row.of(ORDERS, 1, 2, "abc").select(selected);
        Row filled = Row.of(ORDERS, 1, 2, null).withDefaults();
        shouldReadBack(transaction(
                9,
                List.of(
                        new RowChange.Insert(reduced, Statement.unknown()),
                        new RowChange.Update(Row.of(ORDERS, 1, 2, null), filled, Statement.unknown()))));
    }

    @Test
    void shouldRebuildASchemaExactly() {
        RandomEvents random = new RandomEvents(3);
        for (int i = 0; i < 50; i++) {
            TableSchema schema = random.table(i, i * 7L);
            TableSchema rebuilt = SchemaForm.decode(SchemaForm.encode(schema));

            assertThat(rebuilt.columns()).isEqualTo(schema.columns());
            assertThat(rebuilt.primaryKey()).isEqualTo(schema.primaryKey());
            assertThat(rebuilt.uniqueKeys()).isEqualTo(schema.uniqueKeys());
            assertThat(rebuilt.charset()).isEqualTo(schema.charset());
            assertThat(rebuilt.zone()).isEqualTo(schema.zone());
            assertThat(rebuilt.tableId()).isEqualTo(schema.tableId());
            assertThat(rebuilt).hasToString(schema.toString());
        }
    }

    @Test
    void shouldWriteASchemaOnceAlsoWhereItsObjectsDiffer() {
        List<BinlogEvent> same = new ArrayList<>();
        List<BinlogEvent> differing = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            TableSchema again = SchemaForm.decode(SchemaForm.encode(ORDERS));
            same.add(transaction(i, List.of(insert(i, Statement.unknown()))));
            differing.add(transaction(
                    i, List.of(new RowChange.Insert(Row.of(again, (long) i, 5, "note"), Statement.unknown()))));
        }
        assertThat(TestFile.file(differing, true)).isEqualTo(TestFile.file(same, true));
    }

    private void shouldReadBack(Transaction transaction) throws Exception {
        Files.write(Logs.path(folder, 1, ".seg"), TestFile.file(List.of(transaction), true));
        assertThat(Logs.read(folder, null)).containsExactly(transaction);
    }

    private static void drain(MessageBuffer buffer, ByteArrayOutputStream file) {
        file.writeBytes(buffer.toByteArray());
        buffer.clear();
    }

    private static RowChange insert(long id, Statement statement) {
        return new RowChange.Insert(Row.of(ORDERS, id, 5, "note"), statement);
    }

    private static Transaction transaction(long commitTs, List<RowChange> changes) {
        Piece piece = new Piece(new TableName("shop", "binlog"), 0, 1, CommitTs.of(1), CommitTs.of(commitTs));
        return new Transaction(-5, "app", "10.0.0.1", List.of(piece), changes, 100);
    }
}
