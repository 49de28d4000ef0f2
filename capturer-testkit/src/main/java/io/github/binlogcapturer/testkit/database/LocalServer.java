package io.github.binlogcapturer.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A server's folder and port over its runs. The end of the JVM ends all that run. Thread-safe. */
final class LocalServer {

    static final String HOST = "127.0.0.1";

    /** Below the ports that systems give to outgoing connections, so that none of them takes it while the server is down. */
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 32_000;
    private static final int START_TRIES = 3;
    private static final Set<LocalServer> RUNNING = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(LocalServer::close), "end-databases"));
    }

    private final Path folder;
    private final IntFunction<List<String>> command;

    // guarded by this
    private @Nullable ServerProcess process;
    private int port;
    private int runs;
    private boolean closed;

    private LocalServer(Path folder, IntFunction<List<String>> command) {
        this.folder = folder;
        this.command = command;
    }

    /** Returns a new folder for a server. */
    static Path newFolder() throws IOException {
        return Files.createTempDirectory("binlogcapturer-database-");
    }

    /** Returns the folder for temporary tables: servers may die where the one that all programs share is full. */
    static Path temporary(Path data) {
        return data.resolveSibling("tmp");
    }

    /**
     * Starts a server whose folder is ready.
     *
     * @param command gives the command for a port
     */
    static LocalServer start(Path folder, IntFunction<List<String>> command) {
        LocalServer server = new LocalServer(folder, command);
        RUNNING.add(server);
        for (int attempt = 1; ; attempt++) {
            try {
                server.startAt(freePort());
                return server;
            } catch (IOException e) {
                if (attempt == START_TRIES || !String.valueOf(e.getMessage()).contains("in use")) {
                    server.close();
                    throw new IllegalStateException("The database server did not start: " + e.getMessage(), e);
                }
            }
        }
    }

    synchronized int port() {
        return port;
    }

    /**
     * Passes where the server runs, or was killed on purpose, so that connecting fails as it does then.
     *
     * @throws IllegalStateException if it has ended by itself, and will not come back; the message has the end of its log
     */
    synchronized void requireAlive() {
        if (process != null && !process.isAlive()) {
            throw new IllegalStateException(
                    "The database server at port " + port + " has ended by itself: " + process.lastWords());
        }
    }

    synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("The database server at port " + port + " is closed; start another");
        }
        if (process != null) {
            process.stop();
            process = null;
        }
        try {
            startAt(port);
        } catch (IOException e) {
            throw new IllegalStateException("The database server did not come up again: " + e.getMessage(), e);
        }
    }

    synchronized void close() {
        closed = true;
        RUNNING.remove(this);
        kill();
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete the folder of a database server: " + folder, e);
        }
    }

    static String createDatabase(DatabaseServer server) {
        String random = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), Character.MAX_RADIX);
        String name = "test_" + DATABASES.incrementAndGet() + "_" + random;
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Cannot create a database at port " + server.port()
                            + "; is mysql-connector-j or mariadb-java-client on the class path?",
                    e);
        }
    }

    private synchronized void startAt(int wantedPort) throws IOException {
        port = wantedPort;
        runs++;
        process = ServerProcess.start(command.apply(port), folder, folder.resolve("run-" + runs + ".log"));
    }

    private static int freePort() throws IOException {
        int candidate = nextCandidate();
        while (true) {
            try (ServerSocket probe = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (BindException e) {
                candidate = nextCandidate();
            }
        }
    }

    private static int nextCandidate() {
        return ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
    }
}
