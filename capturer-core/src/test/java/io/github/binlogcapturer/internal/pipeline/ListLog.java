package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.PositionExpiredException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.EventLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A log of events in memory, which hands out a few at a time, and a failure behind them if a test says so. */
final class ListLog implements EventLog {

    static final TableSchema ORDERS = schema(7, "orders");
    static final TableSchema ITEMS = schema(8, "items");

    private final List<BinlogEvent> events;
    final List<String> notes = new CopyOnWriteArrayList<>();
    /** Thrown at the end instead of saying that it is one. */
    volatile @Nullable RuntimeException failure;
    /** Called before events are handed out. */
    volatile ScriptedSource.Hook onNext = () -> {};

    volatile long beginsBehind;
    /** Whether what lies below the position that it is opened at is left out. */
    volatile boolean goesToPositions = true;

    private int next;

    ListLog(BinlogEvent... events) {
        this(Arrays.asList(events));
    }

    ListLog(List<? extends BinlogEvent> events) {
        this.events = List.copyOf(events);
    }

    /** Returns a log of one INSERT of orders at each commit ts from one to another one. */
    static ListLog inserts(long fromTs, long toTs) {
        List<BinlogEvent> events = new ArrayList<>();
        for (long ts = fromTs; ts <= toTs; ts++) {
            events.add(insert(ts, ORDERS, ts));
        }
        return new ListLog(events);
    }

    static TableSchema schema(long id, String name) {
        return TableSchema.builder(id, new TableName("shop", name))
                .column("id", ColumnType.INT64)
                .column("v", ColumnType.INT64)
                .primaryKey("id")
                .build();
    }

    static Transaction insert(long commitTs, TableSchema table, long id) {
        return transaction(commitTs, change(table, id));
    }

    static RowChange change(TableSchema table, long id) {
        return new RowChange.Insert(Row.of(table, id, 0L), Statement.unknown());
    }

    static Transaction transaction(long commitTs, RowChange... changes) {
        Piece piece = new Piece(
                new TableName("shop", "binlog"), 0, commitTs % 3, CommitTs.of(commitTs - 1), CommitTs.of(commitTs));
        return new Transaction(commitTs, "", "", List.of(piece), Arrays.asList(changes), 40L * changes.length);
    }

    @Override
    public void open(@Nullable CommitTs after) {
        notes.add("open " + (after == null ? "all" : after.value()));
        if (after != null && after.value() < beginsBehind) {
            throw new PositionExpiredException("The log begins behind " + CommitTs.of(beginsBehind), 0, after.value());
        }
        while (after != null
                && goesToPositions
                && next < events.size()
                && events.get(next).commitTs().compareTo(after) <= 0) {
            next++;
        }
    }

    /** At least three events, and all that share the last one's commit ts. */
    @Override
    public List<BinlogEvent> next() throws InterruptedException {
        onNext.run();
        List<BinlogEvent> taken = new ArrayList<>();
        while (next < events.size() && (taken.size() < 3 || continues(taken.get(taken.size() - 1)))) {
            taken.add(events.get(next++));
        }
        RuntimeException thrown = failure;
        if (taken.isEmpty() && thrown != null) {
            throw thrown;
        }
        return taken;
    }

    private boolean continues(BinlogEvent last) {
        return last instanceof SchemaChange || events.get(next).commitTs().equals(last.commitTs());
    }

    @Override
    public void close() {
        notes.add("close");
    }
}
