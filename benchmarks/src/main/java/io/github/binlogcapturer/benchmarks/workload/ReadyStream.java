package io.github.binlogcapturer.benchmarks.workload;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A stream of transactions that are made beforehand. In front of them come some that change nothing, to warm up; the others come once
 * released. Read by one thread, acknowledged by any.
 */
public final class ReadyStream implements EventStream {

    /** How many come in front to warm up. Enough that the first lane leaves some of them to all others. */
    public static final int WARM_UP = 8192;

    private static final int TRANSACTION_BYTES = 120;
    private static final TableName NAME = new TableName("shop", "t");
    private static final TableName LOG = new TableName("shop", "binlog");
    private static final TableSchema SCHEMA = TableSchema.builder(1, NAME)
            .column("id", ColumnType.INT64)
            .column("c1", ColumnType.INT64)
            .column("c2", ColumnType.INT32)
            .column("c3", ColumnType.STRING)
            .column("c4", ColumnType.DATETIME)
            .primaryKey("id")
            .build();

    private final List<BinlogEvent> events;
    private final Map<Long, Row> rows = new HashMap<>();

    private int given;
    // guarded by this
    private boolean released;
    private long ackedTs;

    public ReadyStream(List<RowWrite> writes) {
        events = new ArrayList<>();
        for (int i = 0; i < WARM_UP; i++) {
            Row row = Row.of(SCHEMA, 2L * i, 0L, 0, "", "2025-01-01 00:00:00");
            add(new RowChange.Update(row, row, Statement.unknown()));
        }
        for (RowWrite write : writes) {
            add(change(write));
        }
        rows.clear();
    }

    /**
     * Makes a stream of so many transactions, whose changes are those of a few writes again and again: near to the processor, as those that
     * were decoded a moment ago are.
     */
    public ReadyStream(List<RowWrite> few, int count) {
        this(List.of());
        List<RowChange> changes = few.stream().map(this::change).toList();
        for (int i = 0; i < count; i++) {
            add(changes.get(i % changes.size()));
        }
        rows.clear();
    }

    private ReadyStream(ReadyStream same) {
        events = same.events;
    }

    /** Returns a stream of the same transactions, which begins at the first, so that rounds need not make their own. */
    public ReadyStream again() {
        return new ReadyStream(this);
    }

    private RowChange change(RowWrite write) {
        Row after = Row.of(SCHEMA, write.id(), write.c1(), write.c2(), write.c3(), write.c4());
        Row before = rows.put(write.id(), after);
        if (write.insert()) {
            return new RowChange.Insert(after, Statement.unknown());
        }
        Row first = Row.of(SCHEMA, write.id(), 0L, 0, "", "2025-01-01 00:00:00");
        return new RowChange.Update(before == null ? first : before, after, Statement.unknown());
    }

    private void add(RowChange change) {
        long ts = 2L * events.size() + 2;
        Piece piece = new Piece(LOG, 0, 1, CommitTs.of(ts - 1), CommitTs.of(ts));
        events.add(new Transaction(ts, "app", "", List.of(piece), List.of(change), TRANSACTION_BYTES));
    }

    /** Returns all transactions, those to warm up first. */
    public List<Transaction> everything() {
        return events.stream().map(Transaction.class::cast).toList();
    }

    /** Returns the transactions behind those to warm up. */
    public List<Transaction> transactions() {
        return events.stream().skip(WARM_UP).map(Transaction.class::cast).toList();
    }

    /** Returns the commit ts of the last transaction that is to warm up. */
    public long warmUpTs() {
        return 2L * WARM_UP;
    }

    public long endTs() {
        return 2L * events.size();
    }

    public synchronized void release() {
        released = true;
        notifyAll();
    }

    /** Waits a while; returns whether everything up to a timestamp is acknowledged. */
    public synchronized boolean awaitAck(long ts) throws InterruptedException {
        if (ackedTs < ts) {
            TimeUnit.SECONDS.timedWait(this, 1);
        }
        return ackedTs >= ts;
    }

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public synchronized Batch getWithoutAck(int batchSize, Duration wait) throws InterruptedException {
        int end = released ? events.size() : WARM_UP;
        if (given == end) {
            TimeUnit.NANOSECONDS.timedWait(this, wait.toNanos());
            return Batch.empty();
        }
        int from = given;
        given = Math.min(end, from + batchSize);
        return new Batch(given, events.subList(from, given));
    }

    /** Ids are the count of what has been given. */
    @Override
    public synchronized void ack(long batchId) {
        long ts = 2L * batchId;
        if (ts > ackedTs) {
            ackedTs = ts;
            notifyAll();
        }
    }

    @Override
    public synchronized CommitTs position() {
        return CommitTs.of(Math.max(1, ackedTs));
    }

    @Override
    public Batch getWithoutAck(int batchSize) {
        throw new UnsupportedOperationException("The applier waits");
    }

    @Override
    public Batch get(int batchSize) {
        throw new UnsupportedOperationException("The applier acknowledges itself");
    }

    @Override
    public Batch get(int batchSize, Duration wait) {
        throw new UnsupportedOperationException("The applier acknowledges itself");
    }

    @Override
    public void rollback(long batchId) {
        throw new UnsupportedOperationException("The applier takes nothing back");
    }

    @Override
    public void rollback() {
        throw new UnsupportedOperationException("The applier takes nothing back");
    }
}
