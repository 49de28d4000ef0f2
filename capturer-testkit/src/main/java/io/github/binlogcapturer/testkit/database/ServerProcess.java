package io.github.binlogcapturer.testkit.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One run of a database server: from its start until its process ends. A guard process beside it kills it when this JVM is
 * gone, however it went.
 */
final class ServerProcess {

    private static final String READY = "ready for connections";
    private static final long START_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int LOG_TAIL_CHARS = 3_000;

    /** Its input ends with the JVM; then the server goes, and its folder. */
    private static final String GUARD = "cat > /dev/null; kill -9 \"$1\" 2> /dev/null; rm -rf \"$2\"";

    private final Process server;
    private final Process guard;
    private final Path log;

    private ServerProcess(Process server, Process guard, Path log) {
        this.server = server;
        this.guard = guard;
        this.log = log;
    }

    /** Starts a server and waits until it takes connections. */
    static ServerProcess start(List<String> command, Path folder, Path log) throws IOException {
        Process server = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Process guard = new ProcessBuilder(
                        "/bin/sh", "-c", GUARD, "guard", Long.toString(server.pid()), folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ServerProcess process = new ServerProcess(server, guard, log);
        process.awaitReady();
        return process;
    }

    /** Runs a command to its end, with a file as its input. */
    static void run(List<String> command, Path input, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .redirectOutput(log.toFile())
                .start();
        int code = awaitExit(process);
        if (code != 0) {
            throw new IOException("The command " + command.get(0) + " ended with code " + code + ": " + tail(log));
        }
    }

    boolean isAlive() {
        return server.isAlive();
    }

    /** Returns the end of its log. */
    String lastWords() {
        try {
            return tail(log);
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }

    /** Ends it as a crash would. */
    void kill() {
        endGuard();
        server.destroyForcibly();
        awaitExit(server);
    }

    /** Asks it to shut down and waits until it has. */
    void stop() {
        endGuard();
        server.destroy();
        awaitExit(server);
    }

    /** By force, so that its end does not count as that of the JVM. */
    private void endGuard() {
        guard.destroyForcibly();
        awaitExit(guard);
    }

    private void awaitReady() throws IOException {
        long startNs = System.nanoTime();
        while (!Files.readString(log, StandardCharsets.ISO_8859_1).contains(READY)) {
            boolean late = System.nanoTime() - startNs > START_TIMEOUT_NS;
            if (late || !server.isAlive()) {
                kill();
                throw new IOException(
                        "The database server " + (late ? "was not ready in time: " : "ended at once: ") + tail(log));
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private static int awaitExit(Process process) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String tail(Path log) throws IOException {
        try (InputStream in = Files.newInputStream(log)) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return text.substring(Math.max(0, text.length() - LOG_TAIL_CHARS));
        }
    }
}
