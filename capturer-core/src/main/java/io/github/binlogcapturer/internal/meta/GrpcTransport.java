package io.github.binlogcapturer.internal.meta;

import io.github.binlogcapturer.internal.meta.RpcException.Kind;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/** A channel per address, opened at its first call. Responses are parsed by the calling thread. */
final class GrpcTransport implements Transport {

    /**
     * BaikalDB's servers reset a stream whose response is larger than what is left of the window, instead of waiting for more. Netty
     * refills a window only once half of it is used, so it has to be much larger than any response.
     */
    private static final int WINDOW_BYTES = 1 << 30;

    // guarded by this
    private final Map<String, ManagedChannel> channels = new HashMap<>();
    private boolean closed;

    @Override
    public <Q, S> S call(MethodDescriptor<Q, S> method, String address, Q request, long timeoutMs)
            throws RpcException, InterruptedException {
        ManagedChannel channel = channel(address);
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(timeoutMs, MILLISECONDS);
        try {
            return ClientCalls.blockingUnaryCall(channel, method, options, request);
        } catch (StatusRuntimeException failure) {
            if (Thread.interrupted()) {
                throw interrupted(address, failure);
            }
            throw new RpcException(kind(failure.getStatus()), address, detail(failure), failure);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        channels.values().forEach(ManagedChannel::shutdownNow);
        channels.clear();
    }

    private synchronized ManagedChannel channel(String address) throws RpcException {
        if (closed) {
            throw new RpcException(Kind.CLOSED, address, "closed", null);
        }
        ManagedChannel channel = channels.get(address);
        if (channel == null) {
            channel = open(address);
            channels.put(address, channel);
        } else if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            // gRPC's own pause between attempts grows to two minutes; callers have theirs, so a server that is back is
            // seen soon
            channel.resetConnectBackoff();
        }
        return channel;
    }

    private static ManagedChannel open(String address) throws RpcException {
        if (!Addresses.isHostAndPort(address)) {
            throw new RpcException(Kind.UNREACHABLE, address, "not host:port", null);
        }
        int colon = address.lastIndexOf(':');
        return NettyChannelBuilder.forAddress(
                        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))
                .usePlaintext()
                .flowControlWindow(WINDOW_BYTES)
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .keepAliveTime(30, SECONDS)
                .keepAliveTimeout(10, SECONDS)
                .disableRetry()
                // a database is not behind the JVM's HTTP proxy
                .proxyDetector(target -> null)
                .build();
    }

    private synchronized Kind kind(Status status) {
        if (closed) {
            return Kind.CLOSED;
        }
        String text = describe(status.getDescription());
        if (text.contains("[E1011]") || text.contains("overcrowded")) {
            return Kind.OVERCROWDED;
        }
        return switch (status.getCode()) {
            case UNAVAILABLE -> Kind.UNREACHABLE;
            case DEADLINE_EXCEEDED -> Kind.DEADLINE;
            default -> Kind.RPC_ERROR;
        };
    }

    /** gRPC says "io exception"; what it was stands in the innermost cause. */
    private static String detail(StatusRuntimeException failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost == failure
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + ": " + innermost.getMessage();
    }

    private static String describe(@Nullable String description) {
        return description == null ? "" : description;
    }

    private static InterruptedException interrupted(String address, StatusRuntimeException cause) {
        InterruptedException interrupted = new InterruptedException("Interrupted while waiting for " + address);
        interrupted.initCause(cause);
        return interrupted;
    }
}
