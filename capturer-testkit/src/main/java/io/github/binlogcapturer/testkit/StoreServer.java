package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.servers.Answers;
import io.github.binlogcapturer.testkit.servers.RegionPeer;
import io.github.binlogcapturer.testkit.servers.StoreRules;
import io.grpc.ServerServiceDefinition;
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
        ServedRegion region = regions.get(request.getRegionId());
        Peer peer = (region == null) ? null : new Peer(region, address, shared.maxResponseBytes());
        if (request.getOpType() == WireCodes.Op.READ_BINLOG) {
            shared.counter().count(request, (peer != null) && !peer.leads());
        }
        return StoreRules.answer(request, peer).build();
    }

    /** A region as one store answers for it. */
    private record Peer(ServedRegion region, String address, long maxBytes) implements RegionPeer {

        @Override
        public RegionInfo info() {
            return region.info();
        }

        @Override
        public boolean leads() {
            return address.equals(region.info().getLeader());
        }

        @Override
        public void read(StoreReq request, StoreRes.Builder answer) {
            BinlogDesc desc = request.getBinlogDesc();
            region.read(desc.getBinlogTs(), desc.getReadBinlogCnt(), maxBytes, answer);
        }

        @Override
        public void query(StoreRes.Builder answer) {
            region.query(answer);
        }

        @Override
        public void other(StoreReq request, StoreRes.Builder answer) {
            Answers.fail(answer, WireCodes.Err.UNSUPPORT_REQ_TYPE, "a recorded cluster only reads binlog");
        }
    }

    /** What all stores of a cluster have in common. */
    record Shared(ReadCounter counter, AnswerDelays delays, long maxResponseBytes) {}
}
