package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.testkit.servers.LoopbackServer;
import io.grpc.ServerServiceDefinition;

/** A gRPC server behind a proxy, which goes down and hangs as often as faults say so. Thread-safe. */
final class ProxiedServer {

    private final LoopbackServer server = LoopbackServer.open();
    private final TcpProxy proxy;

    // guarded by this
    private int downs;
    private int hangs;

    ProxiedServer() {
        try {
            proxy = TcpProxy.before(server.port());
        } catch (RuntimeException e) {
            server.stop();
            throw e;
        }
    }

    String address() {
        return proxy.address();
    }

    void serve(ServerServiceDefinition service) {
        server.serve(service);
    }

    TcpProxy proxy() {
        return proxy;
    }

    synchronized void down(int change) {
        downs += change;
        if (downs == 0) {
            proxy.comeUp();
        } else {
            proxy.goDown();
        }
    }

    synchronized void hang(int change) {
        hangs += change;
        proxy.hang(hangs > 0);
    }

    /** Returns whether the process behind it does anything. */
    synchronized boolean works() {
        return (downs == 0) && (hangs == 0);
    }

    void stop() {
        proxy.close();
        server.stop();
    }

    boolean awaitEnd(long timeoutNanos) throws InterruptedException {
        return server.awaitEnd(timeoutNanos);
    }
}
