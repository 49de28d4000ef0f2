package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that captures in a process of its own and is killed as the operating system kills. It prints how far it is, line by line, by
 * {@link #tellPositions}.
 */
public final class ForkedCapture implements AutoCloseable {

    private static final String POSITION = "applied up to ";

    private final Process process;
    private final BufferedReader output;

    private ForkedCapture(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a program with the class path of this one. */
    public static ForkedCapture start(Class<?> program, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(args));
        return new ForkedCapture(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** For the program: starts the capturer and prints where it is until it fails or the process ends. */
    public static void tellPositions(BinlogCapturer capturer) throws InterruptedException {
        EventStream stream = capturer.start();
        while (capturer.failure().isEmpty()) {
            System.out.println(POSITION + stream.position().value());
            Thread.sleep(5);
        }
        capturer.failure().get().printStackTrace(System.out);
    }

    /** Waits until it has moved, and then a little; returns whether it had moved since it began. */
    public boolean runFor(int ms) throws IOException {
        long first = nextPosition();
        long last = first;
        long endNs = System.nanoTime() + ms * 1_000_000L;
        while (last == first || System.nanoTime() - endNs < 0) {
            last = nextPosition();
        }
        return last != first;
    }

    /** Waits until it has reached a timestamp. */
    public void runUpTo(long ts) throws IOException {
        while (nextPosition() < ts) {
            if (!process.isAlive()) {
                throw new AssertionError("The capture ended in front of " + ts);
            }
        }
    }

    /** Kills it. */
    @Override
    public void close() throws IOException {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            output.close();
        }
    }

    private long nextPosition() throws IOException {
        StringBuilder others = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(POSITION)) {
                return Long.parseLong(line.substring(POSITION.length()));
            }
            others.append(line).append('\n');
        }
        throw new AssertionError("The capture ended by itself:\n" + others);
    }
}
