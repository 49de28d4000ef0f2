package io.github.binlogcapturer.internal.testing;

import com.google.protobuf.UnknownFieldSet;
import io.github.binlogcapturer.protocol.BaikalHeartBeatRequest;
import io.github.binlogcapturer.protocol.BaikalHeartBeatResponse;
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
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Query;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A meta server that knows the tables and regions it is given, as v2.2.1 shows them: asked for regions by table id it tells all. */
public final class FakeMeta extends FakeServer {

    public final List<SchemaInfo> schemas = new CopyOnWriteArrayList<>();
    public final List<RegionInfo> regions = new CopyOnWriteArrayList<>();
    public final List<QueryRequest> queries = new CopyOnWriteArrayList<>();
    public final List<BaikalHeartBeatRequest> heartbeats = new CopyOnWriteArrayList<>();
    public final List<MetaManagerRequest> manageRequests = new CopyOnWriteArrayList<>();
    public final List<TsoRequest> tsoRequests = new CopyOnWriteArrayList<>();

    /** What it says who leads a raft group; itself by default. */
    public volatile Function<Long, String> leader = group -> address();

    /** Sent with each heartbeat beside what our messages know, as real servers send the cluster's accounts. */
    public volatile UnknownFieldSet accounts = UnknownFieldSet.getDefaultInstance();

    /** What it answers to a query instead of what it knows; null leaves it at that. */
    public volatile Function<QueryRequest, @Nullable QueryResponse> onQuery = request -> null;

    /** What it answers to a change; it does nothing itself. */
    public volatile Function<MetaManagerRequest, MetaManagerResponse> onManage =
            request -> MetaManagerResponse.newBuilder().setErrcode(Err.SUCCESS).build();

    public volatile Function<TsoRequest, TsoResponse> onTso = request -> TsoResponse.newBuilder()
            .setErrcode(Err.SUCCESS)
            .setStartTimestamp(TsoTimestamp.newBuilder().setPhysical(1_000).setLogical(5))
            .build();

    private FakeMeta(Handlers handlers) {
        super(handlers.service());
        handlers.meta = this;
    }

    public static FakeMeta start() {
        return new FakeMeta(new Handlers());
    }

    private RaftControlResponse raft(RaftControlRequest request) {
        String named = leader.apply(request.getRegionId());
        return RaftControlResponse.newBuilder()
                .setRegionId(request.getRegionId())
                .setErrcode(named.isEmpty() ? Err.INTERNAL_ERROR : Err.SUCCESS)
                .setLeader(named)
                .build();
    }

    private QueryResponse query(QueryRequest request) {
        queries.add(request);
        QueryResponse scripted = onQuery.apply(request);
        if (scripted != null) {
            return scripted;
        }
        QueryResponse.Builder answer = QueryResponse.newBuilder().setErrcode(Err.SUCCESS);
        if (request.getOpType() == Query.REGION) {
            return answer.addAllRegionInfos(regions).build();
        }
        List<SchemaInfo> found = schemas.stream()
                .filter(schema ->
                        !request.hasTableName() || schema.getTableName().equals(request.getTableName()))
                .filter(schema -> !request.hasDatabase() || schema.getDatabase().equals(request.getDatabase()))
                .filter(schema -> !request.hasTableId() || schema.getTableId() == request.getTableId())
                .toList();
        boolean named = request.hasTableName() || request.hasTableId();
        return found.isEmpty() && named
                ? answer.setErrcode(Err.INPUT_PARAM_ERROR)
                        .setErrmsg("table not exist")
                        .build()
                : answer.addAllSchemaInfos(found).build();
    }

    private BaikalHeartBeatResponse heartbeat(BaikalHeartBeatRequest request) {
        heartbeats.add(request);
        return BaikalHeartBeatResponse.newBuilder()
                .setErrcode(Err.SUCCESS)
                .addAllSchemaChangeInfo(schemas)
                .addAllRegionChangeInfo(regions)
                .setUnknownFields(accounts)
                .build();
    }

    private MetaManagerResponse manage(MetaManagerRequest request) {
        manageRequests.add(request);
        return onManage.apply(request);
    }

    private TsoResponse tso(TsoRequest request) {
        tsoRequests.add(request);
        return onTso.apply(request);
    }

    /** Lets the service exist before the server that it calls. */
    private static final class Handlers {

        private volatile @Nullable FakeMeta meta;

        private ServerServiceDefinition service() {
            ServerServiceDefinition.Builder service = ServerServiceDefinition.builder("baikaldb.pb.MetaService");
            handle(service, BaikalMethods.QUERY, on(FakeMeta::query));
            handle(service, BaikalMethods.HEARTBEAT, on(FakeMeta::heartbeat));
            handle(service, BaikalMethods.MANAGE, on(FakeMeta::manage));
            handle(service, BaikalMethods.TSO, on(FakeMeta::tso));
            handle(service, BaikalMethods.RAFT_CONTROL, on(FakeMeta::raft));
            return service.build();
        }

        private <Q, S> Function<Q, S> on(BiFunction<FakeMeta, Q, S> method) {
            return request -> {
                FakeMeta started = meta;
                if (started == null) {
                    throw new IllegalStateException("Nobody knows the address yet");
                }
                return method.apply(started, request);
            };
        }
    }
}
