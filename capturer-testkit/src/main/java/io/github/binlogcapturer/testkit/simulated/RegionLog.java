package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.WireCodes;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The raft log of a region and what all peers read from it. Rows and payloads are kept once for all peers; a row's index tells who has it.
 * Appending and trimming are guarded by the {@link RegionGroup}, reading needs no lock.
 */
final class RegionLog {

    private final BinlogColumns columns;
    private final ConcurrentNavigableMap<Long, Row> rows = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<Long, ByteString> payloads = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<Long, FakeRun> runs = new ConcurrentSkipListMap<>();

    /** The part that some peer has not applied yet. */
    private final ArrayDeque<LogRecord> tail = new ArrayDeque<>();

    private long lastIndex;

    RegionLog(BinlogColumns columns) {
        this.columns = columns;
    }

    /** Appends a write; throws {@link IllegalArgumentException} if it is none. */
    void append(StoreReq request, long prewrittenRows) {
        BinlogDesc desc = request.getBinlogDesc();
        long ts = desc.getBinlogTs();
        switch (request.getOpType()) {
            case WireCodes.Op.PREWRITE_BINLOG -> {
                payloads.put(ts, request.toByteString());
                append(new LogRecord.Prewrite(ts));
            }
            case WireCodes.Op.COMMIT_BINLOG -> {
                append(new LogRecord.Finish(ts, desc.getStartTs()));
                rows.putIfAbsent(ts, commitRow(desc, prewrittenRows));
            }
            case WireCodes.Op.ROLLBACK_BINLOG -> append(new LogRecord.Finish(ts, desc.getStartTs()));
            case WireCodes.Op.FAKE_BINLOG -> fake(ts);
            default ->
                throw new IllegalArgumentException(
                        "Op type " + request.getOpType() + " is none of PREWRITE, COMMIT, ROLLBACK and FAKE");
        }
    }

    private Row commitRow(BinlogDesc desc, long prewrittenRows) {
        long counted = desc.hasBinlogRowCnt() ? desc.getBinlogRowCnt() : prewrittenRows;
        long cost = columns.rowCount() ? Math.max(1, counted) : 1;
        return new Row(desc.getBinlogTs(), lastIndex, desc.getStartTs(), cost, CommitMarks.of(desc, columns));
    }

    void fake(long ts) {
        append(new LogRecord.Fake(ts));
        rows.putIfAbsent(ts, Row.fake(ts, lastIndex));
    }

    /** Puts FAKEs below what is there. */
    void history(long firstTs, long count, long stepMs) {
        FakeRun run = new FakeRun(lastIndex + 1, firstTs, count, stepMs);
        runs.put(firstTs, run);
        append(new LogRecord.History(firstTs, run.lastTs()));
    }

    void append(LogRecord entry) {
        tail.add(entry);
        lastIndex++;
    }

    long lastIndex() {
        return lastIndex;
    }

    /** Returns the entries above an index, which is not below that of the last trimming. */
    Iterable<LogRecord> after(long index) {
        return () -> {
            Iterator<LogRecord> entries = tail.iterator();
            for (long skipped = lastIndex - tail.size(); skipped < index; skipped++) {
                entries.next();
            }
            return entries;
        };
    }

    /** Forgets the entries up to an index that all peers have applied. */
    void trim(long applied) {
        while (lastIndex - tail.size() < applied) {
            tail.poll();
        }
    }

    /** Frees what no peer can read any more. */
    void free(long belowTs) {
        payloads.headMap(belowTs).clear();
        rows.headMap(belowTs).clear();
    }

    /** Returns the ts from which everything above {@code ts} can be read: the lowest start ts of a transaction above it. */
    long readableFrom(long ts) {
        return rows.tailMap(ts, false).values().stream()
                .filter(row -> row.marks() != null)
                .mapToLong(Row::startTs)
                .reduce(ts, Math::min);
    }

    ConcurrentNavigableMap<Long, Row> rows() {
        return rows;
    }

    ConcurrentNavigableMap<Long, ByteString> payloads() {
        return payloads;
    }

    Collection<FakeRun> runs() {
        return runs.values();
    }
}
