package io.github.binlogcapturer.benchmarks.source;

import io.github.binlogcapturer.benchmarks.source.CannedAnswer.Piece;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.BinlogQueryInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;

/** A store that answers reads with bytes that are ready, so that sending them costs little more than copying. Thread-safe. */
final class CannedStore {

    private static final MethodDescriptor<StoreReq, CannedAnswer> METHOD = BaikalMethods.QUERY_BINLOG.toBuilder(
                    BaikalMethods.QUERY_BINLOG.getRequestMarshaller(), new CannedAnswer.Marshaller())
            .build();

    private final Map<Long, CannedRegion> regions;

    CannedStore(Map<Long, CannedRegion> regions) {
        this.regions = Map.copyOf(regions);
    }

    ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("baikaldb.pb.StoreService")
                .addMethod(METHOD, ServerCalls.asyncUnaryCall(this::answer))
                .build();
    }

    private void answer(StoreReq request, StreamObserver<CannedAnswer> caller) {
        caller.onNext(answer(request));
        caller.onCompleted();
    }

    private CannedAnswer answer(StoreReq request) {
        CannedRegion region = regions.get(request.getRegionId());
        if (region == null) {
            return canned(StoreRes.newBuilder().setErrcode(WireCodes.Err.REGION_NOT_EXIST));
        }
        if (request.getOpType() == WireCodes.Op.READ_BINLOG) {
            BinlogDesc desc = request.getBinlogDesc();
            return region.read(desc.getBinlogTs(), desc.getReadBinlogCnt());
        }
        return canned(StoreRes.newBuilder()
                .setErrcode(WireCodes.Err.SUCCESS)
                .setBinlogInfo(BinlogQueryInfo.newBuilder()
                        .setRegionId(request.getRegionId())
                        .setOldestTs(CannedLog.FIRST_TS)
                        .setCheckPointTs(CannedLog.FIRST_TS)
                        .setRegionOldestTs(CannedLog.FIRST_TS)
                        .setBinlogCfOldestTs(CannedLog.FIRST_TS)
                        .setDataCfOldestTs(CannedLog.FIRST_TS)));
    }

    private static CannedAnswer canned(StoreRes.Builder answer) {
        byte[] bytes = answer.build().toByteArray();
        return new CannedAnswer(List.of(new Piece(bytes, 0, bytes.length)));
    }
}
