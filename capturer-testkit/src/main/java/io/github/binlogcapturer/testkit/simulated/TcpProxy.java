package io.github.binlogcapturer.testkit.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a gRPC server, so that its port can be closed and opened again, its connections counted, cut in the middle of an
 * answer, and made to hang. Thread-safe.
 */
final class TcpProxy implements AutoCloseable {

    // Ports below those that systems give to outgoing connections: one of these could take the port while the server is
    // down.
    private static final int FIRST_PORT = 18_000;
    private static final int PORTS = 14_000;
    private static final int TRIES = 200;

    private final InetAddress loopback;
    private final int targetPort;
    private final int port;
    private final AtomicLong opened = new AtomicLong();
    /** By the port from which the server sees the connection come. */
    private final Map<Integer, ProxiedConnection> connections = new ConcurrentHashMap<>();

    private final Gate gate = new Gate();

    // guarded by this
    private @Nullable ServerSocket listener;
    private @Nullable Acceptor acceptor;

    /** Keeps the port while nobody listens; bound, not listening, so callers are refused. */
    private @Nullable SocketChannel reservation;

    private boolean closed;

    private TcpProxy(InetAddress loopback, int targetPort, ServerSocket listener) {
        this.loopback = loopback;
        this.targetPort = targetPort;
        this.port = listener.getLocalPort();
        this.listener = listener;
    }

    /** Opens a proxy on a free port; throws {@link UncheckedIOException} if there is none. */
    static TcpProxy before(int targetPort) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            ServerSocket listener = listenAnywhere(loopback);
            TcpProxy proxy = new TcpProxy(loopback, targetPort, listener);
            proxy.accept(listener);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on a free port of 127.0.0.1", e);
        }
    }

    private static ServerSocket listenAnywhere(InetAddress loopback) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int candidate = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            try {
                return listen(new InetSocketAddress(loopback, candidate));
            } catch (BindException e) {
                // taken; the next one
            }
        }
        return listen(new InetSocketAddress(loopback, 0));
    }

    private static ServerSocket listen(InetSocketAddress address) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, 128);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Returns how many connections have been opened so far. */
    long opened() {
        return opened.get();
    }

    /** Closes the port and cuts all connections. */
    synchronized void goDown() {
        if (closed || (listener == null)) {
            return;
        }
        try {
            stopListening();
            reservation = reserve();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close port " + port, e);
        }
    }

    private void stopListening() throws IOException {
        ServerSocket open = listener;
        Acceptor running = acceptor;
        if ((open == null) || (running == null)) {
            return;
        }
        listener = null;
        open.close();
        // the port is listened on until the thread has left accept()
        running.awaitEnd();
        connections.values().forEach(ProxiedConnection::cut);
    }

    private SocketChannel reserve() throws IOException {
        SocketChannel holder = SocketChannel.open();
        try {
            holder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            holder.bind(new InetSocketAddress(loopback, port));
            return holder;
        } catch (IOException e) {
            holder.close();
            throw e;
        }
    }

    /** Listens again on the same port. */
    synchronized void comeUp() {
        SocketChannel holder = reservation;
        if (closed || (holder == null)) {
            return;
        }
        try {
            holder.close();
            reservation = null;
            ServerSocket open = listen(new InetSocketAddress(loopback, port));
            listener = open;
            accept(open);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen again on port " + port, e);
        }
    }

    /** Stops or goes on to pass bytes; connections stay open, and new ones are taken. */
    void hang(boolean hangs) {
        gate.set(!hangs);
    }

    /** Cuts a connection once so many more bytes have gone to the client. */
    void cutAfter(int serverSidePort, long bytes) {
        ProxiedConnection connection = connections.get(serverSidePort);
        if (connection != null) {
            connection.cutAfter(bytes);
        }
    }

    private void accept(ServerSocket open) {
        Acceptor started = new Acceptor(() -> acceptAll(open), "simulated-cluster-port-" + port);
        acceptor = started;
        started.start();
    }

    private void acceptAll(ServerSocket open) {
        while (!open.isClosed()) {
            try {
                connect(open.accept());
            } catch (SocketException e) {
                // the port was closed, or one caller is gone again; the loop's condition tells which
            } catch (IOException e) {
                throw new UncheckedIOException("Port " + port + " of the simulated cluster has failed", e);
            }
        }
    }

    private void connect(Socket client) throws IOException {
        opened.incrementAndGet();
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(loopback, targetPort));
            join(client, server);
        } catch (IOException e) {
            client.close();
            server.close();
            throw e;
        }
    }

    private void join(Socket client, Socket server) throws IOException {
        int key = server.getLocalPort();
        ProxiedConnection connection =
                new ProxiedConnection(client, server, gate, ended -> connections.remove(key, ended));
        connections.put(key, connection);
        connection.start();
    }

    @Override
    public synchronized void close() {
        closed = true;
        gate.set(true);
        try {
            stopListening();
            SocketChannel holder = reservation;
            if (holder != null) {
                holder.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot give port " + port + " back", e);
        }
    }

    /** Takes connections on a thread of its own. */
    private static final class Acceptor {
        private static final long END_TIMEOUT_MS = 5_000;

        private final Thread thread;

        Acceptor(Runnable work, String name) {
            thread = new Thread(work, name);
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        /** Waits until the thread has ended, for 5 s at most; the interrupt flag is kept. */
        void awaitEnd() {
            try {
                thread.join(END_TIMEOUT_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
