package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.BinlogEvent;
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
import java.util.List;
import java.util.Random;

/** Hand-made events. */
final class Events {

    private static final TableSchema ORDERS = TableSchema.builder(7, new TableName("shop", "orders"))
            .version(3)
            .column("id", ColumnType.INT64)
            .primaryKey("id")
            .build();

    private Events() {}

    /** Returns a transaction with inserts of these ids. */
    static Transaction transaction(long commitTs, long... ids) {
        return sized(commitTs, 100L * ids.length, ids);
    }

    static Transaction sized(long commitTs, long sizeBytes, long... ids) {
        List<RowChange> changes = new ArrayList<>();
        for (long id : ids) {
            changes.add(new RowChange.Insert(Row.of(ORDERS, id), Statement.unknown()));
        }
        Piece piece = new Piece(
                new TableName("shop", "binlog"), 0, 1, CommitTs.of(Math.max(1, commitTs - 1)), CommitTs.of(commitTs));
        return new Transaction(commitTs, "app", "", List.of(piece), changes, sizeBytes);
    }

    static Heartbeat heartbeat(long commitTs) {
        return new Heartbeat(CommitTs.of(commitTs));
    }

    static SchemaChange schema(long commitTs) {
        return new SchemaChange(CommitTs.of(commitTs), null, ORDERS);
    }

    static long id(RowChange change) {
        return ((Number) java.util.Objects.requireNonNull(
                        ((RowChange.Insert) change).after().value(0)))
                .longValue();
    }

    /** Returns lists of transactions of up to 9 changes, with commit ts from 1 on, each ts once. */
    static List<List<BinlogEvent>> lists(int transactions, Random random) {
        List<List<BinlogEvent>> lists = new ArrayList<>();
        long ts = 1;
        while (ts <= transactions) {
            List<BinlogEvent> list = new ArrayList<>();
            for (int left = 1 + random.nextInt(500); left > 0 && ts <= transactions; left--) {
                list.add(transaction(
                        ts++, random.longs(1 + random.nextInt(9), 0, 1000).toArray()));
            }
            lists.add(list);
        }
        return lists;
    }
}
