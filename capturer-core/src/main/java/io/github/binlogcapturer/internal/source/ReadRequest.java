package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.WireCodes.Op;

/**
 * What a peer is asked for: what lies behind a timestamp.
 *
 * @param filter conditions on transactions, for looking back; the default message for none
 * @param offline whether to read the part of the binlog that was moved to external storage
 */
record ReadRequest(long regionId, long version, long afterTs, int rows, BinlogDesc filter, boolean offline) {

    /**
     * @throws IllegalStateException if the timestamp or the number of rows is not positive; the servers answer those with
     *     errors, or with silence for ever
     */
    ReadRequest {
        if (afterTs <= 0 || rows < 1) {
            throw new IllegalStateException(
                    "Never ask a store for " + rows + " rows after ts " + afterTs + " (region " + regionId + ")");
        }
    }

    /** Returns a request without conditions. */
    static ReadRequest plain(long regionId, long version, long afterTs, int rows) {
        return new ReadRequest(regionId, version, afterTs, rows, BinlogDesc.getDefaultInstance(), false);
    }

    StoreReq toWire() {
        BinlogDesc.Builder desc =
                filter.toBuilder().setBinlogTs(afterTs).setStartTs(afterTs).setReadBinlogCnt(rows);
        if (offline) {
            desc.setReadOfflineBinlog(true);
        }
        return StoreReq.newBuilder()
                .setOpType(Op.READ_BINLOG)
                .setRegionId(regionId)
                .setRegionVersion(version)
                .setBinlogDesc(desc)
                .build();
    }
}
