package io.github.binlogcapturer.testkit.servers;

import io.github.binlogcapturer.protocol.BaikalHeartBeatRequest;
import io.github.binlogcapturer.protocol.BaikalHeartBeatResponse;
import io.github.binlogcapturer.protocol.BaikalHeartBeatTable;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.MetaManagerResponse;
import io.github.binlogcapturer.protocol.QueryRequest;
import io.github.binlogcapturer.protocol.QueryResponse;
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
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One meta server, leader or follower of its raft groups. Thread-safe.
 *
 * @param address where it is served
 * @param group what it knows, and who leads
 * @param filterByTableId whether QUERY_REGION heeds its {@code table_id}; v2.2.1 does not and names all regions
 */
public record MetaServer(String address, MetaGroup group, boolean filterByTableId) {

    /** Returns the service that answers as this server. */
    public ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("baikaldb.pb.MetaService")
                .addMethod(BaikalMethods.QUERY, unary(this::query))
                .addMethod(BaikalMethods.HEARTBEAT, unary(this::heartbeat))
                .addMethod(BaikalMethods.MANAGE, unary(this::manage))
                .addMethod(BaikalMethods.TSO, unary(this::tso))
                .addMethod(BaikalMethods.RAFT_CONTROL, unary(this::raft))
                .build();
    }

    private static <Q, S> ServerCallHandler<Q, S> unary(Function<Q, S> rule) {
        return ServerCalls.asyncUnaryCall((request, caller) -> Answers.send(() -> rule.apply(request), caller));
    }

    private QueryResponse query(QueryRequest request) {
        return new MetaQueries(catalog(), filterByTableId).answer(request);
    }

    private Catalog catalog() {
        return group.catalog(address);
    }

    private BaikalHeartBeatResponse heartbeat(BaikalHeartBeatRequest request) {
        BaikalHeartBeatResponse.Builder answer = BaikalHeartBeatResponse.newBuilder();
        String leader = group.leader();
        if (!address.equals(leader)) {
            // this call alone names the leader as braft does, ip:port:index
            return answer.setErrcode(WireCodes.Err.NOT_LEADER)
                    .setErrmsg("not leader")
                    .setLeader(leader + ":0")
                    .build();
        }
        long index = group.updatedIndex();
        answer.setErrcode(WireCodes.Err.SUCCESS).setErrmsg("success").setLastUpdatedIndex(index);
        // an index that is no longer the newest gets everything again, as one that is too old does
        if (request.getLastUpdatedIndex() < index) {
            Catalog catalog = catalog();
            answer.addAllSchemaChangeInfo(catalog.schemas().values())
                    .addAllRegionChangeInfo(heartbeatRegions(request, catalog));
        }
        return answer.build();
    }

    private static Collection<RegionInfo> heartbeatRegions(BaikalHeartBeatRequest request, Catalog catalog) {
        if (!request.getNeedHeartbeatTable()) {
            return catalog.regions().values();
        }
        if (!request.getNeedBinlogHeartbeat()) {
            return List.of();
        }
        return catalog.regionsOf(request.getHeartbeatTablesList().stream()
                .flatMap(asked -> tablesOf(asked, catalog))
                .flatMap(Catalog::binlogTablesOf)
                .collect(Collectors.toSet()));
    }

    private static Stream<SchemaInfo> tablesOf(BaikalHeartBeatTable asked, Catalog catalog) {
        return catalog.tables(asked.getNamespaceName(), asked.getDatabase())
                .filter(schema ->
                        asked.getTableName().equals("*") || asked.getTableName().equals(schema.getTableName()));
    }

    private MetaManagerResponse manage(MetaManagerRequest request) {
        MetaManagerResponse.Builder answer = MetaManagerResponse.newBuilder().setOpType(request.getOpType());
        String leader = group.leader();
        if (!address.equals(leader)) {
            return answer.setErrcode(WireCodes.Err.NOT_LEADER)
                    .setErrmsg("not leader")
                    .setLeader(leader)
                    .build();
        }
        if ((request.getOpType() != WireCodes.Op.LINK_BINLOG) && (request.getOpType() != WireCodes.Op.UNLINK_BINLOG)) {
            return answer.setErrcode(WireCodes.Err.UNSUPPORT_REQ_TYPE)
                    .setErrmsg("the test kit only links and unlinks")
                    .build();
        }
        return group.relink(request) instanceof LinkRules.Outcome.Refused refused
                ? answer.setErrcode(WireCodes.Err.INPUT_PARAM_ERROR)
                        .setErrmsg(refused.errmsg())
                        .build()
                : answer.setErrcode(WireCodes.Err.SUCCESS).setErrmsg("success").build();
    }

    private TsoResponse tso(TsoRequest request) {
        TsoResponse.Builder answer = TsoResponse.newBuilder().setOpType(request.getOpType());
        if (request.getOpType() == WireCodes.Op.QUERY_TSO_INFO) {
            return tsoInfo(answer);
        }
        String leader = group.oracleLeader();
        if (!address.equals(leader)) {
            return failed(answer.setLeader(leader), WireCodes.Err.NOT_LEADER, "not leader");
        }
        if (request.getOpType() != WireCodes.Op.GEN_TSO) {
            return failed(answer, WireCodes.Err.UNSUPPORT_REQ_TYPE, "unsupport request type");
        }
        if ((request.getCount() <= 0) || (request.getCount() > Oracle.MAX_COUNT)) {
            return failed(answer, WireCodes.Err.INPUT_PARAM_ERROR, "tso count is out of range");
        }
        Optional<TsoTimestamp> first = group.oracle().allocate(request.getCount());
        if (first.isEmpty()) {
            return failed(answer, WireCodes.Err.RETRY_LATER, "timestamp not ok, retry later");
        }
        return answer.setErrcode(WireCodes.Err.SUCCESS)
                .setStartTimestamp(first.get())
                .setCount(request.getCount())
                .build();
    }

    /** Every node answers this one, a follower with the time that it last heard of. */
    private TsoResponse tsoInfo(TsoResponse.Builder answer) {
        Oracle oracle = group.oracle();
        String leader = group.oracleLeader();
        long knownMs = address.equals(leader) ? oracle.nowMs() : oracle.followersMs();
        return answer.setErrcode(WireCodes.Err.SUCCESS)
                .setErrmsg("success")
                .setLeader(leader)
                .setSystemTime(oracle.nowMs())
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
                    .setErrmsg("the test kit only tells its leaders")
                    .build();
        }
        if ((request.getRegionId() < WireCodes.Raft.META_GROUP) || (request.getRegionId() > WireCodes.Raft.TSO_GROUP)) {
            return answer.setErrcode(WireCodes.Err.INPUT_PARAM_ERROR)
                    .setErrmsg("no raft group " + request.getRegionId())
                    .build();
        }
        String leader = (request.getRegionId() == WireCodes.Raft.TSO_GROUP) ? group.oracleLeader() : group.leader();
        if (leader.equals(MetaGroup.NO_LEADER)) {
            return answer.setErrcode(WireCodes.Err.INTERNAL_ERROR)
                    .setErrmsg("no leader")
                    .build();
        }
        return answer.setErrcode(WireCodes.Err.SUCCESS).setLeader(leader).build();
    }
}
