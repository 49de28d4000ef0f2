package io.github.binlogcapturer.protocol;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;

/**
 * The methods of BaikalDB's services as gRPC sees them. They are written by hand, since BaikalDB speaks gRPC only by
 * brpc's grace (same port, HTTP/2 without TLS) and a handful of unary methods needs no generated stubs.
 */
public final class BaikalMethods {

    /** {@code StoreService.query_binlog}: everything about binlogs. */
    public static final MethodDescriptor<StoreReq, StoreRes> QUERY_BINLOG =
            unary("StoreService", "query_binlog", StoreReq.getDefaultInstance(), StoreRes.getDefaultInstance());

    /** {@code MetaService.query}: schemas and regions; any meta server answers, followers from older knowledge. */
    public static final MethodDescriptor<QueryRequest, QueryResponse> QUERY =
            unary("MetaService", "query", QueryRequest.getDefaultInstance(), QueryResponse.getDefaultInstance());

    /** {@code MetaService.baikal_heartbeat}: schemas and binlog regions of listed tables; the leader only. */
    public static final MethodDescriptor<BaikalHeartBeatRequest, BaikalHeartBeatResponse> HEARTBEAT = unary(
            "MetaService",
            "baikal_heartbeat",
            BaikalHeartBeatRequest.getDefaultInstance(),
            BaikalHeartBeatResponse.getDefaultInstance());

    /** {@code MetaService.meta_manager}: here only for links to binlog tables; the leader only. */
    public static final MethodDescriptor<MetaManagerRequest, MetaManagerResponse> MANAGE = unary(
            "MetaService",
            "meta_manager",
            MetaManagerRequest.getDefaultInstance(),
            MetaManagerResponse.getDefaultInstance());

    /** {@code MetaService.tso_service}: the timestamp oracle, a raft group of its own. */
    public static final MethodDescriptor<TsoRequest, TsoResponse> TSO =
            unary("MetaService", "tso_service", TsoRequest.getDefaultInstance(), TsoResponse.getDefaultInstance());

    /** {@code MetaService.raft_control}: here only for the leader of a raft group; any node answers. */
    public static final MethodDescriptor<RaftControlRequest, RaftControlResponse> RAFT_CONTROL = unary(
            "MetaService",
            "raft_control",
            RaftControlRequest.getDefaultInstance(),
            RaftControlResponse.getDefaultInstance());

    private BaikalMethods() {}

    private static <Q extends Message, S extends Message> MethodDescriptor<Q, S> unary(
            String service, String method, Q request, S response) {
        return MethodDescriptor.<Q, S>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("baikaldb.pb." + service, method))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(response))
                .build();
    }
}
