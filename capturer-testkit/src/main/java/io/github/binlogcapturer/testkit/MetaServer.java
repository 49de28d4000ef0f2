package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.BaikalHeartBeatRequest;
import io.github.binlogcapturer.protocol.BaikalHeartBeatResponse;
import io.github.binlogcapturer.protocol.BaikalHeartBeatTable;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.RaftControlRequest;
import io.github.binlogcapturer.protocol.RaftControlResponse;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.TsoRequest;
import io.github.binlogcapturer.protocol.TsoResponse;
import io.github.binlogcapturer.protocol.TsoTimestamp;
import io.github.binlogcapturer.protocol.WireCodes;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One meta server, leader or follower of all its raft groups. Thread-safe.
 *
 * @param address where it is served
 * @param leader where the leader is served
 * @param queries answers what any node answers
 * @param time the oracle
 */
record MetaServer(String address, String leader, MetaQueries queries, ClusterTime time) {

    /** The raft index of the last change: the recorded cluster does not change any more. */
    private static final long UPDATED_INDEX = 1;

    ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("baikaldb.pb.MetaService")
                .addMethod(BaikalMethods.QUERY, unary(queries::answer))
                .addMethod(BaikalMethods.HEARTBEAT, unary(this::heartbeat))
                .addMethod(BaikalMethods.TSO, unary(this::tso))
                .addMethod(BaikalMethods.RAFT_CONTROL, unary(this::raft))
                .build();
    }

    private static <Q, S> ServerCallHandler<Q, S> unary(Function<Q, S> rule) {
        return ServerCalls.asyncUnaryCall((request, caller) -> Answers.send(() -> rule.apply(request), caller));
    }

    private boolean leads() {
        return address.equals(leader);
    }

    private BaikalHeartBeatResponse heartbeat(BaikalHeartBeatRequest request) {
        BaikalHeartBeatResponse.Builder answer = BaikalHeartBeatResponse.newBuilder();
        if (!leads()) {
            // this call alone names the leader as braft does, ip:port:index
            return answer.setErrcode(WireCodes.Err.NOT_LEADER)
                    .setErrmsg("not leader")
                    .setLeader(leader + ":0")
                    .build();
        }
        answer.setErrcode(WireCodes.Err.SUCCESS).setErrmsg("success").setLastUpdatedIndex(UPDATED_INDEX);
        if (request.getLastUpdatedIndex() < UPDATED_INDEX) {
            answer.addAllSchemaChangeInfo(queries.catalog().schemas().values())
                    .addAllRegionChangeInfo(heartbeatRegions(request));
        }
        return answer.build();
    }

    private Collection<RegionInfo> heartbeatRegions(BaikalHeartBeatRequest request) {
        Catalog catalog = queries.catalog();
        if (!request.getNeedHeartbeatTable()) {
            return catalog.regions().values();
        }
        if (!request.getNeedBinlogHeartbeat()) {
            return List.of();
        }
        return catalog.regionsOf(request.getHeartbeatTablesList().stream()
                .flatMap(this::tablesOf)
                .flatMap(Catalog::binlogTablesOf)
                .collect(Collectors.toSet()));
    }

    private Stream<SchemaInfo> tablesOf(BaikalHeartBeatTable asked) {
        return queries.catalog()
                .tables(asked.getNamespaceName(), asked.getDatabase())
                .filter(schema ->
                        asked.getTableName().equals("*") || asked.getTableName().equals(schema.getTableName()));
    }

    private TsoResponse tso(TsoRequest request) {
        TsoResponse.Builder answer = TsoResponse.newBuilder().setOpType(request.getOpType());
        if (request.getOpType() == WireCodes.Op.QUERY_TSO_INFO) {
            return tsoInfo(answer);
        }
        if (!leads()) {
            return failed(answer.setLeader(leader), WireCodes.Err.NOT_LEADER, "not leader");
        }
        if (request.getOpType() != WireCodes.Op.GEN_TSO) {
            return failed(answer, WireCodes.Err.UNSUPPORT_REQ_TYPE, "unsupport request type");
        }
        if ((request.getCount() <= 0) || (request.getCount() > ClusterTime.MAX_COUNT)) {
            return failed(answer, WireCodes.Err.INPUT_PARAM_ERROR, "tso count is out of range");
        }
        return answer.setErrcode(WireCodes.Err.SUCCESS)
                .setStartTimestamp(time.allocate(request.getCount()))
                .setCount(request.getCount())
                .build();
    }

    /** Every node answers this one; a follower's time is the one it last heard of, here that of the cluster's start. */
    private TsoResponse tsoInfo(TsoResponse.Builder answer) {
        long knownMs = leads() ? time.nowMs() : time.startMs();
        return answer.setErrcode(WireCodes.Err.SUCCESS)
                .setErrmsg("success")
                .setLeader(leader)
                .setSystemTime(time.nowMs())
                .setStartTimestamp(
                        TsoTimestamp.newBuilder().setPhysical(knownMs).setLogical(0))
                .build();
    }

    private static TsoResponse failed(TsoResponse.Builder answer, int errcode, String message) {
        return answer.setErrcode(errcode).setErrmsg(message).build();
    }

    private RaftControlResponse raft(RaftControlRequest request) {
        RaftControlResponse.Builder answer = RaftControlResponse.newBuilder().setRegionId(request.getRegionId());
        if (request.getOpType() != WireCodes.Raft.GET_LEADER) {
            return answer.setErrcode(WireCodes.Err.UNSUPPORT_REQ_TYPE)
                    .setErrmsg("a recorded cluster only tells its leaders")
                    .build();
        }
        if ((request.getRegionId() < WireCodes.Raft.META_GROUP) || (request.getRegionId() > WireCodes.Raft.TSO_GROUP)) {
            return answer.setErrcode(WireCodes.Err.INPUT_PARAM_ERROR)
                    .setErrmsg("no raft group " + request.getRegionId())
                    .build();
        }
        return answer.setErrcode(WireCodes.Err.SUCCESS).setLeader(leader).build();
    }
}
