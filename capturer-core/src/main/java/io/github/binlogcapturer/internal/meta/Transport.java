package io.github.binlogcapturer.internal.meta;

import io.grpc.MethodDescriptor;
import java.util.concurrent.Executor;

/**
 * Calls methods of servers by address. Thread-safe. Keeps one connection per address, so a caller that wants a connection of its own
 * takes a transport of its own.
 */
public interface Transport extends AutoCloseable {

    /**
     * The terms of a call that is not waited for.
     *
     * @param timeoutMs how long it may take at most, in milliseconds
     * @param maxBytes how large the answer may be; a larger one fails before it is received
     * @param executor parses the answer and runs the reply, one task after another
     */
    record Terms(long timeoutMs, int maxBytes, Executor executor) {}

    /** Takes the outcome of a call: one of the two methods is called, once. */
    interface Reply<S> {

        /** The answer came, which may be an error of the application. */
        void answered(S response);

        /** No answer came; after {@link Pending#cancel} that is how the call ends. */
        void failed(RpcException failure);
    }

    /** A call under way. */
    interface Pending {

        /** Gives it up. Does not block; does nothing once it has ended. The server may go on working on it. */
        void cancel();
    }

    /**
     * Calls a method and waits for its answer, which may be an error of the application.
     *
     * @param address {@code host:port}
     * @param timeoutMs how long to wait at most, in milliseconds
     * @throws RpcException if no answer came
     * @throws InterruptedException if the thread was interrupted; the call is cancelled then
     */
    default <Q, S> S call(MethodDescriptor<Q, S> method, String address, Q request, long timeoutMs)
            throws RpcException, InterruptedException {
        return call(method, address, request, timeoutMs, Integer.MAX_VALUE);
    }

    /**
     * Calls a method like {@link #call(MethodDescriptor, String, Object, long)}, and takes no larger answer than is said.
     *
     * @param maxBytes how large the answer may be; a larger one fails before it is received
     */
    <Q, S> S call(MethodDescriptor<Q, S> method, String address, Q request, long timeoutMs, int maxBytes)
            throws RpcException, InterruptedException;

    /**
     * Calls a method without waiting.
     *
     * @param address {@code host:port}
     * @param reply is told the outcome by the terms' executor
     */
    <Q, S> Pending start(MethodDescriptor<Q, S> method, String address, Q request, Terms terms, Reply<S> reply);

    /** Ends all calls under way and starts to release the connections. Does not block. Idempotent. */
    @Override
    void close();

    /** Returns a transport that speaks gRPC without TLS, as BaikalDB's servers understand it. */
    static Transport grpc() {
        return new GrpcTransport();
    }
}
