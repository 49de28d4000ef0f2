package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.servers.Answers;
import io.github.binlogcapturer.testkit.servers.RegionPeer;
import io.github.binlogcapturer.testkit.servers.StoreRules;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** One store: answers {@code query_binlog} for the regions it has a peer of, as its faults let it. Thread-safe. */
final class SimulatedStore {

    private static final Context.Key<Integer> CLIENT_PORT = Context.key("client-port");

    private final ProxiedServer server = new ProxiedServer();
    private final List<StoreFault> faults = new CopyOnWriteArrayList<>();
    private final LongFunction<@Nullable RegionGroup> regions;
    private final TrafficCounter counter;
    private final ScheduledExecutorService timer;

    SimulatedStore(
            LongFunction<@Nullable RegionGroup> regions, TrafficCounter counter, ScheduledExecutorService timer) {
        this.regions = regions;
        this.counter = counter;
        this.timer = timer;
        ServerServiceDefinition service = ServerServiceDefinition.builder("baikaldb.pb.StoreService")
                .addMethod(BaikalMethods.QUERY_BINLOG, ServerCalls.asyncUnaryCall(this::queryBinlog))
                .build();
        server.serve(ServerInterceptors.intercept(service, new PortInterceptor()));
    }

    String address() {
        return server.address();
    }

    ProxiedServer server() {
        return server;
    }

    /** Switches a fault on until the answer is closed. */
    Fault inject(StoreFault fault) {
        faults.add(fault);
        return new SwitchedFault(() -> faults.remove(fault));
    }

    private void queryBinlog(StoreReq request, StreamObserver<StoreRes> caller) {
        ServerCallStreamObserver<StoreRes> call = (ServerCallStreamObserver<StoreRes>) caller;
        // with a handler in place, an answer after the caller has left goes nowhere instead of throwing
        call.setOnCancelHandler(() -> {});
        if (request.getOpType() == WireCodes.Op.READ_BINLOG) {
            counter.read(address(), request.getRegionId());
        }
        if (has(StoreFault.Overcrowded.class)) {
            call.onError(Status.INTERNAL
                    .withDescription("[" + address() + "][E1011]Connection to " + address() + " is overcrowded")
                    .asRuntimeException());
        } else if (!isStuck(request)) {
            answerInTime(request, call);
        }
    }

    private void answerInTime(StoreReq request, ServerCallStreamObserver<StoreRes> call) {
        Integer clientPort = CLIENT_PORT.get();
        Runnable answer = () -> Answers.send(() -> answer(request, clientPort), call);
        long delayNs = faults.stream()
                .mapToLong(fault -> (fault instanceof StoreFault.Slow slow) ? slow.delayNs() : 0)
                .max()
                .orElse(0);
        if (delayNs == 0) {
            answer.run();
        } else {
            Future<?> held = timer.schedule(answer, delayNs, TimeUnit.NANOSECONDS);
            call.setOnCancelHandler(() -> held.cancel(false));
        }
    }

    private boolean isStuck(StoreReq request) {
        long budget = request.getBinlogDesc().getReadBinlogCnt();
        return (request.getOpType() == WireCodes.Op.READ_BINLOG)
                && faults.stream()
                        .anyMatch(fault -> (fault instanceof StoreFault.Stuck stuck) && (budget > stuck.rows()));
    }

    private boolean has(Class<? extends StoreFault> kind) {
        return faults.stream().anyMatch(kind::isInstance);
    }

    private StoreRes answer(StoreReq request, @Nullable Integer clientPort) {
        RegionGroup region = regions.apply(request.getRegionId());
        RegionPeer peer = (region == null) ? null : region.peer(address());
        StoreRes.Builder answer = StoreRules.answer(request, peer);
        if ((request.getOpType() == WireCodes.Op.READ_BINLOG) && (peer != null)) {
            faults.forEach(fault -> SpoiledAnswers.spoil(fault, request, answer));
        }
        StoreRes built = answer.build();
        counter.answered(built.getSerializedSize());
        if ((clientPort != null) && has(StoreFault.CutsAnswers.class)) {
            server.proxy().cutAfter(clientPort, built.getSerializedSize() / 2);
        }
        return built;
    }

    /** Lets calls know through which connection of the proxy they came. */
    private static final class PortInterceptor implements ServerInterceptor {
        @Override
        public <Q, S> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, S> call, Metadata headers, ServerCallHandler<Q, S> next) {
            SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
            if (!(remote instanceof InetSocketAddress address)) {
                return next.startCall(call, headers);
            }
            Context context = Context.current().withValue(CLIENT_PORT, address.getPort());
            return Contexts.interceptCall(context, call, headers, next);
        }
    }
}
