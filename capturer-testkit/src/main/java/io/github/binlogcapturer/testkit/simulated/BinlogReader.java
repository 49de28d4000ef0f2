package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.servers.Answers;
import io.github.binlogcapturer.testkit.servers.FakeEntries;
import io.github.binlogcapturer.testkit.servers.ReadLimits;
import java.util.List;

/** Answers one OP_READ_BINLOG by the algorithm of BaikalDB's region_binlog.cpp. Used once, by one thread. */
final class BinlogReader {

    private final long regionId;
    private final RegionLog log;
    private final BinlogDesc desc;
    private final Bounds bounds;
    private final ReadLimits limits;
    private final StoreRes.Builder answer;
    private final List<Cursor> cursors;

    BinlogReader(
            long regionId, RegionLog log, BinlogDesc desc, Bounds bounds, ReadLimits limits, StoreRes.Builder answer) {
        this.regionId = regionId;
        this.log = log;
        this.desc = desc;
        this.bounds = bounds;
        this.limits = limits;
        this.answer = answer;
        this.cursors = log.runs().stream()
                .filter(run -> run.index() <= bounds.applied())
                .map(run -> new Cursor(run, desc.getBinlogTs()))
                .toList();
    }

    void read() {
        long begin = desc.getBinlogTs();
        if ((bounds.check() < 0) || (bounds.oldest() < 0) || (begin == 0)) {
            Answers.fail(answer, WireCodes.Err.GET_VALUE_FAIL, "get binlog check point ts");
        } else if (begin < bounds.oldest()) {
            tooOld();
        } else {
            Answers.succeed(answer, "read binlog success");
            if (begin < bounds.check()) {
                scan(begin);
            }
        }
    }

    private void scan(long begin) {
        for (Row row : log.rows().subMap(begin, false, bounds.check(), true).values()) {
            if (row.index() > bounds.applied()) {
                continue;
            }
            emitRuns(row.ts() - 1);
            if (!take(row)) {
                return;
            }
        }
        emitRuns(bounds.check());
    }

    /** Returns whether the scan goes on after a row. */
    private boolean take(Row row) {
        CommitMarks marks = row.marks();
        if (marks == null) {
            emit(row.ts(), FakeEntries.of(regionId, row.ts()));
            return true;
        }
        if (desc.getFlashBackRead() && !marks.match(desc)) {
            return true;
        }
        if (row.startTs() < bounds.oldest()) {
            tooOld();
            return false;
        }
        return takePayload(row);
    }

    private boolean takePayload(Row row) {
        ByteString payload = log.payloads().get(row.startTs());
        if (!limits.admit(row.cost(), (payload == null) ? 0 : payload.size())) {
            return false;
        }
        if (payload == null) {
            Answers.fail(
                    answer.clearBinlogs().clearCommitTs(), WireCodes.Err.GET_VALUE_FAIL, "get binlog value failed");
            return false;
        }
        emit(row.ts(), payload);
        return true;
    }

    private void emitRuns(long untilTs) {
        while (true) {
            Cursor lowest = null;
            for (Cursor cursor : cursors) {
                if ((cursor.ts() <= untilTs) && ((lowest == null) || (cursor.ts() < lowest.ts()))) {
                    lowest = cursor;
                }
            }
            if (lowest == null) {
                return;
            }
            emit(lowest.ts(), FakeEntries.of(regionId, lowest.ts()));
            lowest.next++;
        }
    }

    private void emit(long ts, ByteString payload) {
        answer.addBinlogs(payload).addCommitTs(ts);
    }

    private void tooOld() {
        Answers.fail(answer.clearBinlogs().clearCommitTs(), WireCodes.Err.LESS_THAN_OLDEST_TS, "begin ts gt oldest ts");
    }

    /** What the answering peer has: up to where, from where, and how much of the log. */
    record Bounds(long check, long oldest, long applied) {}

    /** Walks through a run of FAKEs. */
    private static final class Cursor {
        private final FakeRun run;
        private long next;

        Cursor(FakeRun run, long begin) {
            this.run = run;
            this.next = run.firstAfter(begin);
        }

        long ts() {
            return (next < run.count()) ? run.ts(next) : Long.MAX_VALUE;
        }
    }
}
