package io.github.binlogcapturer.internal.meta;

import io.github.binlogcapturer.internal.meta.RpcException.Kind;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/** A channel per address, opened at its first call. Responses are parsed by the calling thread, or by the executor of the terms. */
final class GrpcTransport implements Transport {

    /**
     * BaikalDB's servers reset a stream whose response is larger than what is left of the window, instead of waiting for more. Netty
     * refills a window only once half of it is used, so it has to be much larger than any response.
     */
    private static final int WINDOW_BYTES = 1 << 30;

    /** What gRPC says of a message whose header announces more than is allowed. */
    private static final Pattern TOO_LARGE = Pattern.compile("message exceeds maximum size \\d+: (-?\\d+)");

    /**
     * gRPC logs a line at INFO for each frame that still arrives of an answer that was refused for its size: thousands for a large one.
     * Held, or the log manager would forget the level.
     */
    private static final Logger STREAM_LOG = Logger.getLogger("io.grpc.internal.AbstractClientStream");

    static {
        if (STREAM_LOG.getLevel() == null) {
            STREAM_LOG.setLevel(Level.WARNING);
        }
    }

    // guarded by this
    private final Map<String, ManagedChannel> channels = new HashMap<>();
    private boolean closed;

    @Override
    public <Q, S> S call(MethodDescriptor<Q, S> method, String address, Q request, long timeoutMs, int maxBytes)
            throws RpcException, InterruptedException {
        ManagedChannel channel = channel(address);
        try {
            return ClientCalls.blockingUnaryCall(channel, method, options(timeoutMs, maxBytes), request);
        } catch (StatusRuntimeException failure) {
            if (Thread.interrupted()) {
                throw interrupted(address, failure);
            }
            throw exception(address, failure);
        }
    }

    @Override
    public <Q, S> Pending start(MethodDescriptor<Q, S> method, String address, Q request, Terms terms, Reply<S> reply) {
        ManagedChannel channel;
        try {
            channel = channel(address);
        } catch (RpcException failure) {
            terms.executor().execute(() -> reply.failed(failure));
            return () -> {};
        }
        CallOptions options = options(terms.timeoutMs(), terms.maxBytes()).withExecutor(terms.executor());
        ClientCall<Q, S> call = channel.newCall(method, options);
        ClientCalls.asyncUnaryCall(call, request, new Observer<>(address, reply));
        return () -> call.cancel("No longer wanted", null);
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
            // gRPC fails calls at once through its own pause between attempts, which grows to two minutes; callers have
            // theirs, so that the first call after it is to reach a server that is back
            channel.shutdownNow();
            channel = open(address);
            channels.put(address, channel);
        }
        return channel;
    }

    private static ManagedChannel open(String address) throws RpcException {
        if (!Addresses.isHostAndPort(address)) {
            throw new RpcException(Kind.UNREACHABLE, address, "not host:port", null);
        }
        try {
            return build(address);
        } catch (IllegalArgumentException refused) {
            throw new RpcException(
                    Kind.UNREACHABLE,
                    address,
                    "gRPC does not take this host name, which should consist of letters, digits, hyphens and dots; let"
                            + " the server go by its address or another name: " + refused.getMessage(),
                    refused);
        }
    }

    private static ManagedChannel build(String address) {
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

    private static CallOptions options(long timeoutMs, int maxBytes) {
        return CallOptions.DEFAULT.withDeadlineAfter(timeoutMs, MILLISECONDS).withMaxInboundMessageSize(maxBytes);
    }

    private RpcException exception(String address, StatusRuntimeException failure) {
        Matcher tooLarge = TOO_LARGE.matcher(describe(failure.getStatus().getDescription()));
        return failure.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED && tooLarge.find()
                // a frame's size is 32 bits without a sign
                ? RpcException.tooLarge(
                        address, Long.parseLong(tooLarge.group(1)) & 0xFFFF_FFFFL, detail(failure), failure)
                : new RpcException(kind(failure.getStatus()), address, detail(failure), failure);
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
            case UNKNOWN -> isBroken(status) ? Kind.UNREACHABLE : Kind.RPC_ERROR;
            case RESOURCE_EXHAUSTED -> Kind.OVERCROWDED;
            default -> Kind.RPC_ERROR;
        };
    }

    /** In the moment a server goes down, gRPC may not yet know what to call it. What servers themselves say comes without a cause. */
    static boolean isBroken(Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return describe(status.getDescription()).toLowerCase(Locale.ROOT).contains("channel closed");
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

    /** Turns what gRPC tells of a call into the one thing that came of it. */
    private final class Observer<S> implements StreamObserver<S> {

        private final String address;
        private final Reply<S> reply;
        private @Nullable S response;

        Observer(String address, Reply<S> reply) {
            this.address = address;
            this.reply = reply;
        }

        @Override
        public void onNext(S value) {
            response = value;
        }

        @Override
        public void onError(Throwable failure) {
            reply.failed(exception(address, Status.fromThrowable(failure).asRuntimeException()));
        }

        @Override
        public void onCompleted() {
            S came = response;
            if (came == null) {
                reply.failed(new RpcException(Kind.RPC_ERROR, address, "ended without an answer", null));
            } else {
                reply.answered(came);
            }
        }
    }
}
