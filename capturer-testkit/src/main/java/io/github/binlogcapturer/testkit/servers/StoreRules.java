package io.github.binlogcapturer.testkit.servers;

import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** What a store checks, in the server's order, before a region answers {@code query_binlog}. */
public final class StoreRules {

    private StoreRules() {}

    /**
     * Answers a request.
     *
     * @param peer the store's copy of the region, null if it has none
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT if the request misses a field without which the server cannot parse it
     */
    public static StoreRes.Builder answer(StoreReq request, @Nullable RegionPeer peer) {
        if (!request.hasOpType() || !request.hasRegionId() || !request.hasRegionVersion()) {
            throw Status.INVALID_ARGUMENT
                    .withDescription(
                            "StoreReq misses one of op_type, region_id, region_version, which the server requires")
                    .asRuntimeException();
        }
        StoreRes.Builder answer = StoreRes.newBuilder();
        if (peer == null) {
            return answer.setErrcode(WireCodes.Err.REGION_NOT_EXIST);
        }
        RegionInfo info = peer.info();
        answer(request, peer, info, answer.setLeader(info.getLeader()));
        return answer;
    }

    private static void answer(StoreReq request, RegionPeer peer, RegionInfo info, StoreRes.Builder answer) {
        int op = request.getOpType();
        boolean read = op == WireCodes.Op.READ_BINLOG;
        if (!peer.leads() && !servedByFollowers(op)) {
            Answers.fail(answer, WireCodes.Err.NOT_LEADER, "not leader");
        } else if (request.getRegionVersion() < info.getVersion()) {
            Answers.fail(answer.addRegions(info), WireCodes.Err.VERSION_OLD, "region version is old");
        } else if (read && (request.getRegionVersion() > info.getVersion())) {
            Answers.fail(answer, WireCodes.Err.NOT_LEADER, "not leader");
        } else if (read) {
            peer.read(request, answer);
        } else if (op == WireCodes.Op.QUERY_BINLOG) {
            peer.query(answer);
        } else {
            peer.other(request, answer);
        }
    }

    private static boolean servedByFollowers(int op) {
        return (op == WireCodes.Op.READ_BINLOG)
                || (op == WireCodes.Op.QUERY_BINLOG)
                || (op == WireCodes.Op.QUERY_OFFLINE_BINLOG);
    }
}
