package io.github.binlogcapturer.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** How the program ends, in a process of its own. */
@Timeout(120)
@EnabledOnOs({OS.LINUX, OS.MAC})
class ServerRunTest {

    @SuppressWarnings("NullAway.Init") // each test starts it first
    private Process process;

    @SuppressWarnings("NullAway.Init")
    private BufferedReader output;

    private final StringBuilder seen = new StringBuilder();

    @AfterEach
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private void start(String way) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SignalledRun.class.getName(),
                        way)
                .redirectErrorStream(true)
                .start();
        output = process.inputReader(UTF_8);
    }

    private void awaitLine(String text) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(text)) {
                return;
            }
        }
        throw new AssertionError("The process ended before it said " + text + ":\n" + seen);
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private int end() throws IOException, InterruptedException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void shouldDrainAndEndWithZeroOnSigterm() throws IOException, InterruptedException {
        start("idle");
        awaitLine("started");
        signal("TERM");

        assertThat(end()).as(seen.toString()).isZero();
        assertThat(seen.toString()).contains("SIGTERM: the targets drain and save", "closed", "Ended in good order");
    }

    @Test
    void shouldEndWithZeroOnSigint() throws IOException, InterruptedException {
        start("idle");
        awaitLine("started");
        signal("INT");

        assertThat(end()).as(seen.toString()).isZero();
    }

    @Test
    void shouldEndAtOnceOnASecondSignal() throws IOException, InterruptedException {
        start("hangs");
        awaitLine("started");
        signal("TERM");
        awaitLine("closing");
        signal("TERM");

        assertThat(end()).isEqualTo(ExitCodes.SECOND_SIGNAL);
        assertThat(seen.toString()).contains("second signal, ending at once").doesNotContain("closed");
    }

    @Test
    void shouldTellAParagraphForEachTargetWhereNoneRuns() throws IOException, InterruptedException {
        start("fatal");

        assertThat(end()).isEqualTo(ExitCodes.PROBLEM);
        assertThat(seen.toString())
                .contains("no target runs any more", "mysql: access denied", "kafka: topic is gone", "closed")
                .doesNotContain("s3cret");
    }

    @Test
    void shouldEndWhereAThreadDies() throws IOException, InterruptedException {
        start("dies");

        assertThat(end()).isEqualTo(ExitCodes.PROBLEM);
        assertThat(seen.toString())
                .contains("capturer: thread producer has died: Unexpected java.lang.IllegalStateException", "closed")
                .doesNotContain("s3cret");
    }

    @Test
    void shouldEndAtOnceWithoutMemory() throws IOException, InterruptedException {
        start("out-of-memory");

        assertThat(end()).isEqualTo(ExitCodes.PROBLEM);
        assertThat(seen.toString())
                .contains("OutOfMemoryError: Java heap space on thread hungry", "-Xmx")
                .doesNotContain("closed");
    }
}
