package io.github.binlogcapturer.testkit.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.function.Consumer;

/** One connection through a proxy: a thread per direction passes the bytes on. Thread-safe. */
final class ProxiedConnection {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Socket client;
    private final Socket server;
    private final Gate gate;
    private final Consumer<ProxiedConnection> ended;

    // guarded by this
    private long allowed = Long.MAX_VALUE;

    ProxiedConnection(Socket client, Socket server, Gate gate, Consumer<ProxiedConnection> ended) throws IOException {
        this.client = client;
        this.server = server;
        this.gate = gate;
        this.ended = ended;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        start("to-server", () -> pass(client, server, false));
        start("to-client", () -> pass(server, client, true));
    }

    private static void start(String direction, Runnable work) {
        Thread thread = new Thread(work, "simulated-cluster-" + direction);
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void cutAfter(long bytes) {
        allowed = Math.min(allowed, bytes);
    }

    private void pass(Socket from, Socket to, boolean limited) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            int length = from.getInputStream().read(buffer);
            while (length >= 0) {
                gate.pass();
                int passing = limited ? permitted(length) : length;
                to.getOutputStream().write(buffer, 0, passing);
                if (passing < length) {
                    break;
                }
                length = from.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            // one end has hung up: the other end learns it by the cut
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cut();
        }
    }

    private synchronized int permitted(int length) {
        if (allowed == Long.MAX_VALUE) {
            return length;
        }
        int passing = (int) Math.min(length, allowed);
        allowed -= passing;
        return passing;
    }

    /** Ends both halves. */
    void cut() {
        ended.accept(this);
        try (client;
                server) {
            // closing is all there is to do
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close a proxied connection", e);
        }
    }
}
