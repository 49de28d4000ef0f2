package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.internal.meta.Addresses;
import io.github.binlogcapturer.internal.meta.RpcException;
import io.github.binlogcapturer.internal.meta.Transport;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;

/** Asks stores about regions. Thread-safe as far as its transport is; one read at a time per address. */
final class StoreClient {

    private final Transport transport;
    private final long timeoutMs;

    StoreClient(Transport transport, long timeoutMs) {
        this.transport = transport;
        this.timeoutMs = timeoutMs;
    }

    /**
     * Asks a peer for what lies behind a timestamp.
     *
     * @throws IllegalStateException if the timestamp or the number of rows is not positive; the servers answer those with
     *     errors, or with silence for ever
     */
    StoreAnswer read(String peer, long regionId, long version, long afterTs, int rows) throws InterruptedException {
        if (afterTs <= 0 || rows < 1) {
            throw new IllegalStateException(
                    "Never ask a store for " + rows + " rows after ts " + afterTs + " (region " + regionId + ")");
        }
        StoreReq request = request(Op.READ_BINLOG, regionId, version)
                .setBinlogDesc(BinlogDesc.newBuilder()
                        .setBinlogTs(afterTs)
                        .setStartTs(afterTs)
                        .setReadBinlogCnt(rows))
                .build();
        try {
            StoreRes response = transport.call(BaikalMethods.QUERY_BINLOG, peer, request, timeoutMs);
            return isSuccess(response) ? ReadAnswer.of(response, afterTs, peer) : failed(peer, response);
        } catch (RpcException failure) {
            return failed(failure);
        }
    }

    /** Asks a peer how far back it can be read. */
    StoreAnswer history(String peer, long regionId, long version) throws InterruptedException {
        StoreReq request = request(Op.QUERY_BINLOG, regionId, version).build();
        try {
            StoreRes response = transport.call(BaikalMethods.QUERY_BINLOG, peer, request, timeoutMs);
            return isSuccess(response) && response.hasBinlogInfo()
                    ? new StoreAnswer.History(response.getBinlogInfo())
                    : failed(peer, response);
        } catch (RpcException failure) {
            return failed(failure);
        }
    }

    private static StoreReq.Builder request(int op, long regionId, long version) {
        return StoreReq.newBuilder().setOpType(op).setRegionId(regionId).setRegionVersion(version);
    }

    private static boolean isSuccess(StoreRes response) {
        return response.hasErrcode() && response.getErrcode() == Err.SUCCESS;
    }

    private static StoreAnswer.Failed failed(String peer, StoreRes response) {
        String code = response.hasErrcode() ? Err.name(response.getErrcode()) : "no error code";
        return new StoreAnswer.Failed(
                response.hasErrcode() ? ReadFailure.ofErrcode(response.getErrcode()) : ReadFailure.NOT_READABLE,
                (peer + " answered " + code + " " + response.getErrmsg().toStringUtf8()).strip(),
                Addresses.ofLeader(response.getLeader()),
                response.getRegionsList(),
                null);
    }

    private static StoreAnswer.Failed failed(RpcException failure) {
        return StoreAnswer.Failed.of(ReadFailure.of(failure), String.valueOf(failure.getMessage()), failure);
    }
}
