package io.github.binlogcapturer.internal.testing;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Function;

/** A gRPC server on a loopback port. A handler that throws fails the call with its {@link io.grpc.StatusRuntimeException}. */
public abstract class FakeServer implements AutoCloseable {

    private final Server server;

    FakeServer(ServerServiceDefinition service) {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(service)
                    .maxInboundMessageSize(Integer.MAX_VALUE)
                    .build()
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns {@code host:port}. */
    public final String address() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** Returns an address where nobody listens. */
    public static String nobody() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "127.0.0.1:" + socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static <Q, S> void handle(
            ServerServiceDefinition.Builder service, MethodDescriptor<Q, S> method, Function<Q, S> handler) {
        service.addMethod(method, ServerCalls.asyncUnaryCall((Q request, StreamObserver<S> observer) -> {
            S answer;
            try {
                answer = handler.apply(request);
            } catch (RuntimeException failure) {
                observer.onError(Status.fromThrowable(failure).asRuntimeException());
                return;
            }
            observer.onNext(answer);
            observer.onCompleted();
        }));
    }
}
