package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.BinlogQueryInfo;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.servers.Answers;
import io.github.binlogcapturer.testkit.servers.ReadLimits;
import java.util.Arrays;
import java.util.List;

/** A region as every store with a copy of it answers for it: what was recorded, then the heartbeats made since. */
final class ServedRegion {

    // The rule of OP_READ_BINLOG, as BaikalDB's region_binlog.cpp applies it: entries above the begin ts, in order, up
    // to
    // the limits. What stops the reading stops it for good: an answer is a prefix of the log.

    private final RegionInfo info;
    private final RecordedRegion recorded;
    private final Heartbeats heartbeats;
    private final long[] timestamps;

    ServedRegion(RegionInfo info, RecordedRegion recorded, Heartbeats heartbeats) {
        this.info = info;
        this.recorded = recorded;
        this.heartbeats = heartbeats;
        this.timestamps = recorded.entries().stream().mapToLong(LogEntry::ts).toArray();
    }

    /** Returns the region with the addresses at which it is served. */
    RegionInfo info() {
        return info;
    }

    /** Fills in the answer to OP_QUERY_BINLOG. */
    void query(StoreRes.Builder answer) {
        answer.setErrcode(WireCodes.Err.SUCCESS)
                .setBinlogInfo(BinlogQueryInfo.newBuilder()
                        .setRegionId(info.getRegionId())
                        .setOldestTs(recorded.oldestTs())
                        .setCheckPointTs(heartbeats.ts(heartbeats.count() - 1))
                        .setRegionOldestTs(recorded.oldestTs())
                        .setBinlogCfOldestTs(0)
                        .setDataCfOldestTs(recorded.oldestTs()));
    }

    /** Fills in the answer to OP_READ_BINLOG. */
    void read(long beginTs, long rowBudget, long maxBytes, StoreRes.Builder answer) {
        long heartbeatCount = heartbeats.count();
        if (beginTs == 0) {
            Answers.fail(answer, WireCodes.Err.GET_VALUE_FAIL, "get binlog check point ts");
        } else if (beginTs < recorded.oldestTs()) {
            tooOld(answer);
        } else {
            Answers.succeed(answer, "read binlog success");
            if (beginTs < heartbeats.ts(heartbeatCount - 1)) {
                scan(beginTs, heartbeatCount, new ReadLimits(rowBudget, maxBytes), answer);
            }
        }
    }

    private void scan(long beginTs, long heartbeatCount, ReadLimits limits, StoreRes.Builder answer) {
        for (LogEntry entry : recordedAfter(beginTs)) {
            if (entry.startTs() < recorded.oldestTs()) {
                tooOld(answer.clearBinlogs().clearCommitTs());
                return;
            }
            if (!entry.fake() && !limits.admit(entry.rows(), entry.payload().size())) {
                return;
            }
            add(entry, answer);
        }
        heartbeats.after(beginTs, heartbeatCount).forEach(entry -> add(entry, answer));
    }

    private List<LogEntry> recordedAfter(long beginTs) {
        int found = Arrays.binarySearch(timestamps, beginTs);
        int first = (found >= 0) ? found + 1 : -found - 1;
        return recorded.entries().subList(first, timestamps.length);
    }

    private static void add(LogEntry entry, StoreRes.Builder answer) {
        answer.addBinlogs(entry.payload()).addCommitTs(entry.ts());
    }

    private static void tooOld(StoreRes.Builder answer) {
        Answers.fail(answer, WireCodes.Err.LESS_THAN_OLDEST_TS, "begin ts gt oldest ts");
    }
}
