package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.Map;

/** One store: answers {@code query_binlog} for the regions it has a copy of, as leader or follower. Thread-safe. */
final class StoreServer {

    private final String address;
    private final Map<Long, ServedRegion> regions;
    private final Shared shared;

    StoreServer(String address, Map<Long, ServedRegion> regions, Shared shared) {
        this.address = address;
        this.regions = Map.copyOf(regions);
        this.shared = shared;
    }

    ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("baikaldb.pb.StoreService")
                .addMethod(BaikalMethods.QUERY_BINLOG, ServerCalls.asyncUnaryCall(this::queryBinlog))
                .build();
    }

    private void queryBinlog(StoreReq request, StreamObserver<StoreRes> caller) {
        shared.delays().send(request.getRegionId(), () -> answer(request), caller);
    }

    private StoreRes answer(StoreReq request) {
        if (!request.hasOpType() || !request.hasRegionId() || !request.hasRegionVersion()) {
            throw Status.INVALID_ARGUMENT
                    .withDescription(
                            "StoreReq misses one of op_type, region_id, region_version, which the server requires")
                    .asRuntimeException();
        }
        ServedRegion region = regions.get(request.getRegionId());
        boolean leader = (region != null) && address.equals(region.info().getLeader());
        if (request.getOpType() == WireCodes.Op.READ_BINLOG) {
            shared.counter().count(request, (region != null) && !leader);
        }
        StoreRes.Builder answer = StoreRes.newBuilder();
        if (region == null) {
            return answer.setErrcode(WireCodes.Err.REGION_NOT_EXIST).build();
        }
        answer.setLeader(region.info().getLeader());
        answer(request, region, leader, answer);
        return answer.build();
    }

    private void answer(StoreReq request, ServedRegion region, boolean leader, StoreRes.Builder answer) {
        boolean read = request.getOpType() == WireCodes.Op.READ_BINLOG;
        boolean query = request.getOpType() == WireCodes.Op.QUERY_BINLOG;
        long version = region.info().getVersion();
        if (!leader && !read && !query) {
            Answers.fail(answer, WireCodes.Err.NOT_LEADER, "not leader");
        } else if (request.getRegionVersion() < version) {
            Answers.fail(answer.addRegions(region.info()), WireCodes.Err.VERSION_OLD, "region version is old");
        } else if (read && (request.getRegionVersion() > version)) {
            Answers.fail(answer, WireCodes.Err.NOT_LEADER, "not leader");
        } else if (read) {
            BinlogDesc desc = request.getBinlogDesc();
            region.read(desc.getBinlogTs(), desc.getReadBinlogCnt(), shared.maxResponseBytes(), answer);
        } else if (query) {
            region.query(answer);
        } else {
            Answers.fail(answer, WireCodes.Err.UNSUPPORT_REQ_TYPE, "a recorded cluster only reads binlog");
        }
    }

    /** What all stores of a cluster have in common. */
    record Shared(ReadCounter counter, AnswerDelays delays, long maxResponseBytes) {}
}
