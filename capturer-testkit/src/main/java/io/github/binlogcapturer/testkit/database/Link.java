package io.github.binlogcapturer.testkit.database;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection through a proxy: a socket to the client, one to the server, and a pump for each direction. */
final class Link {

    private static final long LAST_ANSWER_TIMEOUT_MS = 10_000;

    private final Socket client;
    private final Socket server;
    private final Traffic traffic;
    private final Consumer<Link> onEnd;
    private final Pump toServer;
    private final Pump toClient;
    private final MarkerScan scan = new MarkerScan();
    private final AtomicInteger openDirections = new AtomicInteger(2);
    private final AtomicBoolean ended = new AtomicBoolean();

    /** From the marker of a cut on, answers count here and go nowhere. */
    private final CountDownLatch answered = new CountDownLatch(1);

    private final CountDownLatch serverEnded = new CountDownLatch(1);
    private volatile boolean mute;

    Link(Socket client, Socket server, Traffic traffic, Consumer<Link> onEnd) throws SocketException {
        this.client = client;
        this.server = server;
        this.traffic = traffic;
        this.onEnd = onEnd;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        toServer = new Pump("proxy-to-server", client, () -> traffic.toServerDelayNs, new Pump.Outlet() {
            @Override
            public void pass(byte[] bytes) throws IOException, InterruptedException {
                request(bytes);
            }

            @Override
            public void end() throws IOException {
                endDirection(server);
            }
        });
        toClient = new Pump("proxy-to-client", server, () -> traffic.toClientDelayNs, new Pump.Outlet() {
            @Override
            public void pass(byte[] bytes) throws IOException, InterruptedException {
                answer(bytes);
            }

            @Override
            public void end() throws IOException {
                answered.countDown();
                serverEnded.countDown();
                if (!mute) {
                    endDirection(client);
                }
            }
        });
    }

    void start() {
        toServer.start(this::cut);
        toClient.start(this::cut);
    }

    /** Resets both sides. */
    void cut() {
        if (ended.compareAndSet(false, true)) {
            reset(client);
            reset(server);
            toServer.stop();
            toClient.stop();
            onEnd.accept(this);
        }
    }

    private void request(byte[] bytes) throws IOException, InterruptedException {
        traffic.awaitPassage();
        Trap trap = traffic.spring(scan, bytes, bytes.length);
        if (trap == null) {
            scan.pass(bytes, bytes.length);
            server.getOutputStream().write(bytes);
        } else if (trap.forwarded()) {
            cutAfter(bytes);
        } else {
            cut();
        }
    }

    /** Lets the server finish all that it was asked, and hear no more than that, before the client learns of the cut. */
    private void cutAfter(byte[] bytes) throws IOException, InterruptedException {
        mute = true;
        server.getOutputStream().write(bytes);
        for (int waitedMs = 0; answered.getCount() > 0 && waitedMs < LAST_ANSWER_TIMEOUT_MS; waitedMs++) {
            forward(toServer.poll(1));
        }
        byte[] rest;
        while ((rest = toServer.poll(0)) != null) {
            forward(rest);
        }
        server.shutdownOutput();
        serverEnded.await(LAST_ANSWER_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        cut();
    }

    private void forward(byte @Nullable [] bytes) throws IOException {
        if (bytes != null) {
            server.getOutputStream().write(bytes);
        }
    }

    private void answer(byte[] bytes) throws IOException, InterruptedException {
        if (mute) {
            answered.countDown();
            return;
        }
        traffic.awaitPassage();
        client.getOutputStream().write(bytes);
    }

    /** One side has said all: the other hears so, and may still answer. */
    private void endDirection(Socket receiver) throws IOException {
        receiver.shutdownOutput();
        if (openDirections.decrementAndGet() == 0 && ended.compareAndSet(false, true)) {
            close(client);
            close(server);
            onEnd.accept(this);
        }
    }

    /** Closes a socket so that its other end sees an error at once. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // closed already, so there is nothing to reset
        }
        close(socket);
    }

    static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close a socket of the proxy", e);
        }
    }
}
