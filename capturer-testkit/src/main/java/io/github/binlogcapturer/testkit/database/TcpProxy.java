package io.github.binlogcapturer.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between clients and a server, and makes the network between them slow or broken. Works for any protocol in which a
 * client asks and a server answers over plain TCP, such as that of MySQL without TLS. Thread-safe; each connection is served by
 * threads of the proxy's own, which end with it.
 *
 * <p>A cut resets the connection: what is on its way is lost, and client and server each see an error.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Traffic traffic = new Traffic();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean refusing;
    private volatile boolean closed;

    private TcpProxy(InetSocketAddress target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
    }

    /**
     * Starts a proxy at a free port of 127.0.0.1.
     *
     * @param host the server's address
     * @param port the server's port; the server need not run yet: a connection made while it does not is cut
     * @throws UncheckedIOException if no port can be opened
     */
    public static TcpProxy to(String host, int port) {
        try {
            ServerSocket listener = new ServerSocket(0, 300, InetAddress.getLoopbackAddress());
            TcpProxy proxy = new TcpProxy(new InetSocketAddress(host, port), listener);
            Traffic.thread("proxy-accept", proxy::acceptAll).start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open a port for a proxy to " + host + ":" + port, e);
        }
    }

    /** Returns the port that clients connect to, at 127.0.0.1. */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Delays each byte by a time on its way in either direction, so that a round trip takes twice that time. It does not make
     * the stream of bytes thinner. Holds for all bytes that arrive from now on, and for open connections too.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public void latency(Duration oneWay) {
        latency(oneWay, oneWay);
    }

    /** Like {@link #latency(Duration)}, with a time for each direction. */
    public void latency(Duration toServer, Duration toClient) {
        if (toServer.isNegative() || toClient.isNegative()) {
            throw new IllegalArgumentException("A latency is not negative, but got " + toServer + " and " + toClient);
        }
        traffic.toServerDelayNs = toServer.toNanos();
        traffic.toClientDelayNs = toClient.toNanos();
    }

    /**
     * Lets no byte pass in either direction while true, with all connections left open: a network that is silent and not
     * broken. What has come meanwhile passes afterwards.
     */
    public void hold(boolean hold) {
        traffic.hold(hold);
    }

    /** While true, each new connection is reset at once. Open ones go on. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Cuts all open connections. New ones are welcome. */
    public void cutAll() {
        links.forEach(Link::cut);
    }

    /**
     * Cuts, once, the connection whose client next sends the marker: the server gets the request with the marker and all before
     * it and has carried it out when the client sees the cut, but no answer to it gets through. Replaces a marker
     * that is still waiting.
     *
     * @param marker ASCII, in the very case in which the client sends it, such as {@code "COMMIT"}
     * @throws IllegalArgumentException if it is empty or not ASCII
     */
    public void cutAfter(String marker) {
        traffic.trap(new Trap(marker, true));
    }

    /**
     * Cuts, once, the connection whose client next sends the marker, before the server gets the bytes that complete it.
     * Replaces a marker that is still waiting.
     *
     * @param marker as of {@link #cutAfter}
     * @throws IllegalArgumentException if it is empty or not ASCII
     */
    public void cutBefore(String marker) {
        traffic.trap(new Trap(marker, false));
    }

    /** Returns whether the marker of the last {@link #cutAfter} or {@link #cutBefore} has come. */
    public boolean hasCutAtMarker() {
        return traffic.isTrapSprung();
    }

    /** Returns how many connections clients have made so far, those that were refused included. */
    public int connections() {
        return accepted.get();
    }

    /** Returns how many connections are open. */
    public int openConnections() {
        return links.size();
    }

    /** Cuts all connections and gives back the port. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        Link.close(listener);
        traffic.hold(false);
        cutAll();
    }

    private void acceptAll() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                accepted.incrementAndGet();
                Traffic.thread("proxy-connect", () -> connect(client)).start();
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException("The proxy at port " + port() + " takes no more connections", e);
                }
            }
        }
    }

    private void connect(Socket client) {
        if (refusing || closed) {
            Link.reset(client);
            return;
        }
        Socket server = new Socket();
        try {
            server.connect(target, CONNECT_TIMEOUT_MS);
            Link link = new Link(client, server, traffic, links::remove);
            links.add(link);
            link.start();
        } catch (IOException e) {
            // the server is down, which a client sees as a cut
            Link.reset(client);
            Link.reset(server);
        }
        if (closed) {
            cutAll();
        }
    }
}
