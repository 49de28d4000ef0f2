package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hand-made tables, rows and transactions. */
public final class Samples {

    public static final TableSchema ORDERS = TableSchema.builder(7, new TableName("shop", "orders"))
            .version(3)
            .column("id", ColumnType.INT64)
            .column("n", ColumnType.INT32)
            .column("note", ColumnType.STRING)
            .primaryKey("id")
            .build();

    public static final TableSchema WIDER_ORDERS = TableSchema.builder(7, new TableName("shop", "orders"))
            .version(4)
            .column("id", ColumnType.INT64)
            .column("n", ColumnType.INT32)
            .column("note", ColumnType.STRING)
            .column("extra", ColumnType.INT32)
            .primaryKey("id")
            .build();

    public static final TableSchema KEYLESS = TableSchema.builder(8, new TableName("shop", "log"))
            .column("a", ColumnType.INT32)
            .column("b", ColumnType.STRING)
            .build();

    private Samples() {}

    public static TableSchema single(ColumnType type) {
        return TableSchema.builder(9, new TableName("d", "t")).column("c", type).build();
    }

    public static TableSchema singleBinary() {
        return TableSchema.builder(10, new TableName("d", "b"))
                .column(new Column(0, "c", 1, ColumnType.STRING, true, true, false, null))
                .build();
    }

    public static RowChange insert(TableSchema schema, @Nullable Object... values) {
        return new RowChange.Insert(Row.of(schema, values), Statement.unknown());
    }

    public static RowChange delete(TableSchema schema, @Nullable Object... values) {
        return new RowChange.Delete(Row.of(schema, values), Statement.unknown());
    }

    public static RowChange upsert(TableSchema schema, @Nullable Object... values) {
        return new RowChange.Update(null, Row.of(schema, values), Statement.unknown());
    }

    public static RowChange update(Row before, Row after) {
        return new RowChange.Update(before, after, Statement.unknown());
    }

    public static Row order(long id, @Nullable Object n, @Nullable Object note) {
        return Row.of(ORDERS, id, n, note);
    }

    public static Transaction transaction(long commitTs, RowChange... changes) {
        Piece piece = new Piece(
                new TableName("shop", "binlog"), 0, 1, CommitTs.of(Math.max(1, commitTs - 1)), CommitTs.of(commitTs));
        return new Transaction(commitTs * 10, "app", "", List.of(piece), List.of(changes), 100);
    }

    /** Returns a transaction that was put together from two pieces, of which the first has an earlier commit ts. */
    public static Transaction joined(long firstCommitTs, long commitTs, RowChange... changes) {
        TableName binlog = new TableName("shop", "binlog");
        List<Piece> pieces = List.of(
                new Piece(binlog, 0, 1, CommitTs.of(Math.max(1, firstCommitTs - 1)), CommitTs.of(firstCommitTs)),
                new Piece(binlog, 0, 2, CommitTs.of(firstCommitTs), CommitTs.of(commitTs)));
        return new Transaction(commitTs * 10, "app", "", pieces, List.of(changes), 100);
    }

    public static SchemaChange widened(long commitTs) {
        return new SchemaChange(CommitTs.of(commitTs), ORDERS, WIDER_ORDERS);
    }

    public static Heartbeat heartbeat(long commitTs) {
        return new Heartbeat(CommitTs.of(commitTs));
    }

    /**
     * Returns what a stream may give, list by list: groups of equal commit ts, schema changes in front of and within them,
     * heartbeats, and a transaction without changes.
     */
    public static List<List<BinlogEvent>> stream() {
        List<List<BinlogEvent>> lists = new ArrayList<>();
        lists.add(List.of(transaction(10, insert(ORDERS, 1, 1, "one")), heartbeat(11)));
        lists.add(List.of(
                transaction(20, insert(ORDERS, 2, 2, "two\nlines"), delete(ORDERS, 1, 1, "one")),
                transaction(20, update(order(2, 2, "x"), order(2, 3, null))),
                widened(20),
                transaction(20, upsert(WIDER_ORDERS, 5, 5, "five", 5))));
        lists.add(List.of(widened(30)));
        lists.add(List.of(widened(31), transaction(31, insert(KEYLESS, 1, "b")), transaction(32)));
        lists.add(List.of(heartbeat(40), heartbeat(41)));
        lists.add(List.of(transaction(50, delete(KEYLESS, 1, "b")), transaction(51, insert(ORDERS, 9, null, "'"))));
        return lists;
    }

    public static List<BinlogEvent> flat(List<List<BinlogEvent>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    public static List<BinlogEvent> list(BinlogEvent... events) {
        return Arrays.asList(events);
    }
}
