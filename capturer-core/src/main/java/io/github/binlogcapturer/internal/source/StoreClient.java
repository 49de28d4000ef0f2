package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.internal.meta.Addresses;
import io.github.binlogcapturer.internal.meta.RpcException;
import io.github.binlogcapturer.internal.meta.Transport;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks stores about regions. Thread-safe as far as its transport is; one read at a time per address. */
final class StoreClient {

    private final Transport transport;
    private final long timeoutMs;

    StoreClient(Transport transport, long timeoutMs) {
        this.transport = transport;
        this.timeoutMs = timeoutMs;
    }

    /** Asks a peer for what lies behind a timestamp, and waits. */
    StoreAnswer read(String peer, ReadRequest request, int maxBytes) throws InterruptedException {
        try {
            return answer(
                    peer, request, transport.call(ReadResponse.METHOD, peer, request.toWire(), timeoutMs, maxBytes));
        } catch (RpcException failure) {
            return StoreAnswer.of(failure);
        }
    }

    /** Asks a peer for what lies behind a timestamp; the executor hands over the answer. */
    Transport.Pending startRead(
            String peer, ReadRequest request, int maxBytes, Executor executor, Consumer<StoreAnswer> reply) {
        Transport.Terms terms = new Transport.Terms(timeoutMs, maxBytes, executor);
        return transport.start(ReadResponse.METHOD, peer, request.toWire(), terms, new Transport.Reply<>() {
            @Override
            public void answered(ReadResponse response) {
                reply.accept(answer(peer, request, response));
            }

            @Override
            public void failed(RpcException failure) {
                reply.accept(StoreAnswer.of(failure));
            }
        });
    }

    /** Asks a peer how far back it can be read; the executor hands over the answer. */
    Transport.Pending startHistory(
            String peer, long regionId, long version, Executor executor, Consumer<StoreAnswer> reply) {
        return startQuery(
                peer,
                query(Op.QUERY_BINLOG, regionId, version),
                executor,
                reply,
                response -> isSuccess(response) && response.hasBinlogInfo()
                        ? new StoreAnswer.History(response.getBinlogInfo())
                        : failed(peer, response));
    }

    /** Asks a peer which part of the binlog it has in external storage; the executor hands over the answer. */
    Transport.Pending startOffline(
            String peer, long regionId, long version, Executor executor, Consumer<StoreAnswer> reply) {
        return startQuery(
                peer,
                query(Op.QUERY_OFFLINE_BINLOG, regionId, version),
                executor,
                reply,
                // success without a range says that there is none, as an empty range does
                response -> isSuccess(response)
                        ? new StoreAnswer.Offline(response.getExtraRes().getOfflineBinlogInfo())
                        : failed(peer, response));
    }

    private static StoreReq query(int op, long regionId, long version) {
        return StoreReq.newBuilder()
                .setOpType(op)
                .setRegionId(regionId)
                .setRegionVersion(version)
                .build();
    }

    private Transport.Pending startQuery(
            String peer,
            StoreReq request,
            Executor executor,
            Consumer<StoreAnswer> reply,
            Function<StoreRes, StoreAnswer> meaning) {
        Transport.Terms terms = new Transport.Terms(timeoutMs, Integer.MAX_VALUE, executor);
        return transport.start(BaikalMethods.QUERY_BINLOG, peer, request, terms, new Transport.Reply<>() {
            @Override
            public void answered(StoreRes response) {
                reply.accept(meaning.apply(response));
            }

            @Override
            public void failed(RpcException failure) {
                reply.accept(StoreAnswer.of(failure));
            }
        });
    }

    private static boolean isSuccess(StoreRes response) {
        return response.hasErrcode() && response.getErrcode() == Err.SUCCESS;
    }

    private static StoreAnswer answer(String peer, ReadRequest request, ReadResponse response) {
        IOException broken = response.broken();
        if (broken != null) {
            return StoreAnswer.Failed.of(
                    ReadFailure.DAMAGED, "the answer of " + peer + " cannot be read: " + broken.getMessage(), broken);
        }
        return response.isSuccess()
                ? ReadAnswer.of(response, request.afterTs(), peer)
                : failed(peer, response.errcode(), response.errmsg(), response.leader(), response.regions());
    }

    private static StoreAnswer.Failed failed(String peer, StoreRes response) {
        return failed(
                peer,
                response.hasErrcode() ? response.getErrcode() : null,
                response.getErrmsg().toStringUtf8(),
                response.getLeader(),
                response.getRegionsList());
    }

    private static StoreAnswer.Failed failed(
            String peer, @Nullable Integer errcode, String errmsg, String leader, List<RegionInfo> regions) {
        String code = errcode == null ? "no error code" : Err.name(errcode);
        return new StoreAnswer.Failed(
                errcode == null ? ReadFailure.NOT_READABLE : ReadFailure.ofErrcode(errcode),
                (peer + " answered " + code + " " + errmsg).strip(),
                Addresses.ofLeader(leader),
                regions,
                null);
    }
}
