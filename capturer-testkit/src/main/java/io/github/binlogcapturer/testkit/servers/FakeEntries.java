package io.github.binlogcapturer.testkit.servers;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.WireCodes;

/** Makes FAKE entries in the form in which stores make theirs for an answer. */
public final class FakeEntries {

    private FakeEntries() {}

    /** Returns the serialized entry of a FAKE. */
    public static ByteString of(long regionId, long ts) {
        return StoreReq.newBuilder()
                .setOpType(WireCodes.Op.FAKE_BINLOG)
                .setRegionId(regionId)
                .setRegionVersion(1)
                .setBinlogDesc(BinlogDesc.newBuilder().setBinlogTs(ts))
                .setBinlog(Binlog.newBuilder()
                        .setType(WireCodes.Entry.FAKE)
                        .setStartTs(ts)
                        .setCommitTs(ts))
                .build()
                .toByteString();
    }
}
