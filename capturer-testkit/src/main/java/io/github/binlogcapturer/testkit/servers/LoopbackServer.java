package io.github.binlogcapturer.testkit.servers;

import io.grpc.HandlerRegistry;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC server on a free port of 127.0.0.1. It opens before it has anything to serve, since what the servers of a cluster
 * say holds the addresses of them all; until {@link #serve} every call is UNIMPLEMENTED.
 */
public final class LoopbackServer {

    private static final String HOST = "127.0.0.1";
    /** brpc's own limit for requests. Answers need none here: the receiver's window and limit bound them. */
    private static final int MAX_REQUEST_BYTES = 64 << 20;

    /** gRPC logs a warning with a stack trace for each call that its client gives up, as hedging clients do. Held, or the level is lost. */
    private static final Logger CALL_LOG = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");

    static {
        if (CALL_LOG.getLevel() == null) {
            CALL_LOG.setLevel(Level.SEVERE);
        }
    }

    private final Server server;
    private volatile @Nullable ServerServiceDefinition service;

    private LoopbackServer(InetAddress loopback) {
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
                .fallbackHandlerRegistry(new Registry())
                .maxInboundMessageSize(MAX_REQUEST_BYTES)
                // brpc does not mind how often a client pings; grpc-java's servers would hang up
                .permitKeepAliveTime(1, TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build();
    }

    /** Opens a server; throws {@link UncheckedIOException} if no port can be had. */
    public static LoopbackServer open() {
        try {
            // by number, since "localhost" and the JVM's own loopback may be ::1
            LoopbackServer opened = new LoopbackServer(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            opened.server.start();
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on a free port of " + HOST, e);
        }
    }

    /** Returns {@code 127.0.0.1:port}. */
    public String address() {
        return HOST + ":" + server.getPort();
    }

    /** Returns the port. */
    public int port() {
        return server.getPort();
    }

    /** Serves a service from now on, in place of the one before. */
    public void serve(ServerServiceDefinition definition) {
        service = definition;
    }

    /** Cuts all calls and closes the port, without waiting. */
    public void stop() {
        server.shutdownNow();
    }

    /**
     * Waits for the end after {@link #stop}; returns false if it did not come in time.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public boolean awaitEnd(long timeoutNanos) throws InterruptedException {
        return server.awaitTermination(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    private final class Registry extends HandlerRegistry {
        @Override
        public @Nullable ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
            ServerServiceDefinition definition = service;
            return (definition == null) ? null : definition.getMethod(name);
        }
    }
}
