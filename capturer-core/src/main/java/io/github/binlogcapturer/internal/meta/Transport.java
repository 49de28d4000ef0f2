package io.github.binlogcapturer.internal.meta;

import io.grpc.MethodDescriptor;

/**
 * Calls methods of servers by address. Thread-safe. Keeps one connection per address, so a caller that wants a connection of its own
 * takes a transport of its own.
 */
public interface Transport extends AutoCloseable {

    /**
     * Calls a method and waits for its answer, which may be an error of the application.
     *
     * @param address {@code host:port}
     * @param timeoutMs how long to wait at most, in milliseconds
     * @throws RpcException if no answer came
     * @throws InterruptedException if the thread was interrupted; the call is cancelled then
     */
    <Q, S> S call(MethodDescriptor<Q, S> method, String address, Q request, long timeoutMs)
            throws RpcException, InterruptedException;

    /** Ends all calls under way and starts to release the connections. Does not block. Idempotent. */
    @Override
    void close();

    /** Returns a transport that speaks gRPC without TLS, as BaikalDB's servers understand it. */
    static Transport grpc() {
        return new GrpcTransport();
    }
}
