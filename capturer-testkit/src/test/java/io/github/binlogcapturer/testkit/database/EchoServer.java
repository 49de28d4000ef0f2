package io.github.binlogcapturer.testkit.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers with each byte it gets, and remembers them. */
final class EchoServer implements AutoCloseable {

    private final ServerSocket listener;
    private final StringBuilder heard = new StringBuilder();

    EchoServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    synchronized String heard() {
        return heard.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = listener.accept();
                start(() -> echo(socket));
            }
        } catch (IOException e) {
            assertThat(listener.isClosed()).isTrue();
        }
    }

    private void echo(Socket socket) {
        byte[] bytes = new byte[4096];
        try (socket) {
            int length;
            while ((length = socket.getInputStream().read(bytes)) >= 0) {
                hear(new String(bytes, 0, length, StandardCharsets.US_ASCII));
                socket.getOutputStream().write(bytes, 0, length);
            }
        } catch (IOException e) {
            hear("<cut>");
        }
    }

    private synchronized void hear(String text) {
        heard.append(text);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "echo");
        thread.setDaemon(true);
        thread.start();
    }
}
