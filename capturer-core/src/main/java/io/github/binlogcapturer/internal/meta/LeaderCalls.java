package io.github.binlogcapturer.internal.meta;

import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.RaftControlRequest;
import io.github.binlogcapturer.protocol.RaftControlResponse;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Raft;
import io.grpc.MethodDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls the leader of one raft group of the meta servers, which it finds and remembers. Thread-safe. The groups elect their leaders
 * apart from each other, hence one of these per group.
 */
final class LeaderCalls {

    /** What the answers of all methods have in common. */
    record Outcome(int errcode, String errmsg, String leader) {}

    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 1000;
    private static final long DISCOVERY_TIMEOUT_MS = 5000;

    private final Transport transport;
    private final List<String> servers;
    private final long group;
    private final long timeoutMs;
    private final CloseSignal signal;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile @Nullable String leader;

    LeaderCalls(Transport transport, List<String> servers, long group, long timeoutMs, CloseSignal signal) {
        this.transport = transport;
        this.servers = servers;
        this.group = group;
        this.timeoutMs = timeoutMs;
        this.signal = signal;
    }

    /**
     * Returns the leader's answer, whatever its error code, except those that ask to come back or go elsewhere.
     *
     * @throws RetriableException if nobody could be asked; it names every address and why
     */
    <Q, S> S call(MethodDescriptor<Q, S> method, Q request, Function<S, Outcome> reader) throws InterruptedException {
        Map<String, String> failures = new LinkedHashMap<>();
        int attempts = 2 * servers.size() + 2;
        for (int attempt = 0; attempt < attempts; attempt++) {
            signal.requireOpen();
            String target = target(failures);
            if (target != null) {
                S answer = ask(target, method, request, reader, failures);
                if (answer != null) {
                    return answer;
                }
            }
            String redirect = leader;
            if (attempt < attempts - 1 && (redirect == null || redirect.equals(target))) {
                signal.pause(Math.min(FIRST_PAUSE_MS << Math.min(attempt, 10), LONGEST_PAUSE_MS));
            }
        }
        throw new RetriableException("No meta server could be asked for " + method.getBareMethodName() + ": "
                + failures.entrySet().stream()
                        .map(failure -> failure.getKey() + " " + failure.getValue())
                        .collect(Collectors.joining("; "))
                + ". Check that the meta servers are up and that metaServers names them");
    }

    private <Q, S> @Nullable S ask(
            String target,
            MethodDescriptor<Q, S> method,
            Q request,
            Function<S, Outcome> reader,
            Map<String, String> failures)
            throws InterruptedException {
        try {
            S answer = transport.call(method, target, request, timeoutMs);
            Outcome outcome = reader.apply(answer);
            if (!asksToRetry(outcome.errcode())) {
                return answer;
            }
            failures.put(target, ("answered " + Err.name(outcome.errcode()) + " " + outcome.errmsg()).strip());
            leader = outcome.errcode() == Err.NOT_LEADER ? Addresses.ofLeader(outcome.leader()) : null;
        } catch (RpcException failure) {
            failures.put(target, failure.detail());
            leader = null;
        }
        return null;
    }

    private static boolean asksToRetry(int errcode) {
        return errcode == Err.NOT_LEADER || errcode == Err.HAVE_NOT_INIT || errcode == Err.RETRY_LATER;
    }

    /** Returns the known leader, or asks the next server for it; null where that one does not know or answer. */
    private @Nullable String target(Map<String, String> failures) throws InterruptedException {
        String known = leader;
        if (known != null) {
            return known;
        }
        String server = servers.get(Math.floorMod(turn.getAndIncrement(), servers.size()));
        try {
            RaftControlResponse answer = transport.call(
                    BaikalMethods.RAFT_CONTROL,
                    server,
                    RaftControlRequest.newBuilder()
                            .setOpType(Raft.GET_LEADER)
                            .setRegionId(group)
                            .build(),
                    Math.min(timeoutMs, DISCOVERY_TIMEOUT_MS));
            String found = answer.getErrcode() == Err.SUCCESS ? Addresses.ofLeader(answer.getLeader()) : null;
            if (found == null) {
                failures.put(server, ("knows no leader " + answer.getErrmsg()).strip());
            }
            leader = found;
            return found;
        } catch (RpcException failure) {
            failures.put(server, failure.detail());
            // a server that answers calls but not this one may be the leader itself; it redirects if it is not
            return failure.kind() == RpcException.Kind.RPC_ERROR ? server : null;
        }
    }
}
