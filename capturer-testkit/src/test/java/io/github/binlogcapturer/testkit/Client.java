package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.BaikalHeartBeatRequest;
import io.github.binlogcapturer.protocol.BaikalHeartBeatResponse;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.MetaManagerResponse;
import io.github.binlogcapturer.protocol.QueryRequest;
import io.github.binlogcapturer.protocol.QueryResponse;
import io.github.binlogcapturer.protocol.RaftControlRequest;
import io.github.binlogcapturer.protocol.RaftControlResponse;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.TsoRequest;
import io.github.binlogcapturer.protocol.TsoResponse;
import io.github.binlogcapturer.protocol.WireCodes;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;

/** A plain gRPC client of one server of a cluster. */
public final class Client implements AutoCloseable {

    private final ManagedChannel channel;

    public Client(String address) {
        channel = NettyChannelBuilder.forTarget(address)
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .flowControlWindow(1 << 30)
                .build();
    }

    public static StoreReq readRequest(long regionId, long beginTs, long count) {
        return StoreReq.newBuilder()
                .setOpType(WireCodes.Op.READ_BINLOG)
                .setRegionId(regionId)
                .setRegionVersion(1)
                .setBinlogDesc(BinlogDesc.newBuilder().setBinlogTs(beginTs).setReadBinlogCnt(count))
                .build();
    }

    public static StoreReq infoRequest(long regionId) {
        return StoreReq.newBuilder()
                .setOpType(WireCodes.Op.QUERY_BINLOG)
                .setRegionId(regionId)
                .setRegionVersion(1)
                .build();
    }

    public ManagedChannel channel() {
        return channel;
    }

    public StoreRes read(long regionId, long beginTs, long count) {
        return store(readRequest(regionId, beginTs, count));
    }

    public long oldestTs(long regionId) {
        return store(infoRequest(regionId)).getBinlogInfo().getOldestTs();
    }

    public long checkPointTs(long regionId) {
        return store(infoRequest(regionId)).getBinlogInfo().getCheckPointTs();
    }

    public StoreRes store(StoreReq request) {
        return call(BaikalMethods.QUERY_BINLOG, request);
    }

    public QueryResponse query(QueryRequest.Builder request) {
        return call(BaikalMethods.QUERY, request.build());
    }

    public BaikalHeartBeatResponse heartbeat(BaikalHeartBeatRequest.Builder request) {
        return call(BaikalMethods.HEARTBEAT, request.build());
    }

    public MetaManagerResponse manage(MetaManagerRequest request) {
        return call(BaikalMethods.MANAGE, request);
    }

    public TsoResponse tso(int opType, long count) {
        return call(
                BaikalMethods.TSO,
                TsoRequest.newBuilder().setOpType(opType).setCount(count).build());
    }

    public RaftControlResponse raftLeader(long group) {
        return call(
                BaikalMethods.RAFT_CONTROL,
                RaftControlRequest.newBuilder()
                        .setOpType(WireCodes.Raft.GET_LEADER)
                        .setRegionId(group)
                        .build());
    }

    private <Q, S> S call(MethodDescriptor<Q, S> method, Q request) {
        return ClientCalls.blockingUnaryCall(
                channel, method, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS), request);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
