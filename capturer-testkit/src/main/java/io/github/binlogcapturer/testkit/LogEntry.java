package io.github.binlogcapturer.testkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.servers.FakeEntries;

/**
 * One entry of a region's log.
 *
 * @param ts its place in the log: the commit ts of a transaction, the ts of a FAKE
 * @param startTs the ts of the prewrite; equal to {@code ts} for a FAKE
 * @param fake whether it is a payload-free record that only moves time forward
 * @param rows what it takes from a reader's row budget: 1 at least, 0 for a FAKE
 * @param payload the serialized {@link StoreReq}, as recorded
 */
record LogEntry(long ts, long startTs, boolean fake, long rows, ByteString payload) {

    static LogEntry parse(long ts, ByteString payload) throws InvalidProtocolBufferException {
        StoreReq entry = StoreReq.parseFrom(payload);
        Binlog binlog = entry.getBinlog();
        boolean fake = binlog.getType() == WireCodes.Entry.FAKE;
        long startTs = binlog.hasStartTs() ? binlog.getStartTs() : ts;
        long rows = fake ? 0 : Math.max(1, entry.getBinlogDesc().getBinlogRowCnt());
        return new LogEntry(ts, startTs, fake, rows, payload);
    }

    /** Returns a FAKE in the form in which stores make theirs. */
    static LogEntry fake(long regionId, long ts) {
        return new LogEntry(ts, ts, true, 0, FakeEntries.of(regionId, ts));
    }
}
