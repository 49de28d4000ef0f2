package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.server.Capturer;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The program as its users have it: a file of configuration, a process, commands beside it. */
@Timeout(180)
@EnabledOnOs({OS.LINUX, OS.MAC})
class ProgramTest {

    private final SimulatedShop shop = SimulatedShop.open(2, 1, builder -> builder);
    private @Nullable Process process;

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void configure() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        config = folder.resolve("capturer.yaml");
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(
                config,
                String.join(
                        "\n",
                        "name: shop",
                        "source:",
                        "  metaServers: ["
                                + String.join(
                                        ", ",
                                        shop.cluster.metaServers().stream()
                                                .map(one -> "\"" + one + "\"")
                                                .toList())
                                + "]",
                        "  namespace: " + shop.cluster.namespace(),
                        "  tables: [\"shop.*\"]",
                        "capture:",
                        "  start: {commitTs: " + shop.beginning.value() + "}",
                        "targets:",
                        "  - name: archive",
                        "    file:",
                        "      folder: out",
                        "http:",
                        "  port: " + port,
                        ""));
    }

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        shop.close();
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Capturer.class.getName(),
                        "run",
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        process = started;
        return started;
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private String written() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private static int run(Screen screen, String... arguments) {
        return CommandLineProgram.execute(screen.console(), arguments);
    }

    private void stop(String signal) throws IOException, InterruptedException {
        Process running = Objects.requireNonNull(process);
        new ProcessBuilder("kill", "-" + signal, String.valueOf(running.pid()))
                .start()
                .waitFor();
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).as(log()).isZero();
    }

    private void awaitWritten(String text) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(written()).as(log()).contains(text));
    }

    @Test
    void shouldCaptureUntilItIsStoppedAndGoOnFromThere() throws IOException, InterruptedException {
        Screen check = Screen.silent();
        assertThat(run(check, "check", "-c", config.toString()))
                .as(check.out() + check.err())
                .isZero();
        shop.cluster.begin().insert(shop.accounts, 1L, 100L, "first").commit();
        start();
        awaitWritten("first");

        Screen status = Screen.silent();
        assertThat(run(status, "status", "-c", config.toString()))
                .as(status.err())
                .isZero();
        assertThat(status.out()).contains("archive", "running");
        Screen beside = Screen.silent();
        assertThat(run(beside, "check", "-c", config.toString()))
                .as(beside.out())
                .isZero();
        assertThat(beside.out()).contains("the program runs and answers", "archive is not asked");
        Screen paused = Screen.silent();
        assertThat(run(paused, "pause", "archive", "-c", config.toString()))
                .as(paused.err())
                .isZero();
        Screen resumed = Screen.silent();
        assertThat(run(resumed, "resume", "archive", "-c", config.toString()))
                .as(resumed.err())
                .isZero();
        Screen refused = Screen.silent();
        assertThat(run(refused, "position", "set", "archive", "earliest", "--yes", "-c", config.toString()))
                .isNotZero();
        assertThat(refused.err()).contains("runs");
        stop("TERM");
        assertThat(log()).contains("Ended in good order");

        Screen none = Screen.silent();
        assertThat(run(none, "status", "-c", config.toString())).isEqualTo(ExitCodes.NOT_RUNNING);
        shop.cluster.begin().insert(shop.accounts, 2L, 100L, "second").commit();
        start();
        awaitWritten("second");
        stop("INT");
        assertThat(written().split("first", -1)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"check", "tables", "position show", "config check", "bench --seconds 1 --format json-lines"})
    void shouldWorkFromAFileOfConfiguration(String command) {
        Screen screen = Screen.silent();

        assertThat(run(screen, (command + " --config " + config).split(" ")))
                .as(screen.out() + screen.err())
                .isZero();
        assertThat(screen.out()).isNotBlank();
    }

    @Test
    void shouldTailFromAFileOfConfiguration() {
        shop.cluster.begin().insert(shop.accounts, 1L, 100L, "first").commit();
        Screen screen = Screen.silent();

        assertThat(run(
                        screen,
                        "tail",
                        "--from",
                        "earliest",
                        "--limit",
                        "1",
                        "--where",
                        "balance == 100",
                        "-c",
                        config.toString()))
                .as(screen.err())
                .isZero();
        assertThat(screen.out()).contains("INSERT shop.accounts  id=1 balance=100 note='first'");
    }

    @Test
    void shouldWorkFromTheOriginalsFiles() throws IOException {
        shop.cluster
                .begin()
                .insert(shop.accounts, 1L, 100L, "kept")
                .insert(shop.accounts, 2L, 200L, "dropped")
                .commit();
        Screen screen = Screen.silent();

        assertThat(run(
                        screen,
                        "tail",
                        "--from",
                        "earliest",
                        "--limit",
                        "1",
                        "-c",
                        original().toString()))
                .as(screen.err())
                .isZero();
        assertThat(screen.out()).contains("kept").doesNotContain("dropped");

        Screen check = Screen.silent();
        assertThat(run(check, "check", "-c", folder.resolve("config.cfg").toString()))
                .as(check.out() + check.err())
                .isZero();
    }

    private Path original() throws IOException {
        long binlogTableId;
        try (BaikalCluster cluster = BaikalCluster.connect(shop.cluster.metaServers())) {
            binlogTableId = cluster.tables().stream()
                    .filter(ClusterTable::binlog)
                    .findFirst()
                    .orElseThrow()
                    .tableId();
        }
        Files.writeString(folder.resolve("binlog_checkpoint.txt"), "0\n");
        Files.writeString(folder.resolve("filter_rule.txt"), "shop\tbalance\t==\t100\n");
        Files.writeString(
                folder.resolve("senderConfig.cfg"),
                "[global]\ntype = local\n[local]\nfilepath = "
                        + folder.resolve("out").resolve("sql") + "\n");
        return Files.writeString(
                folder.resolve("config.cfg"),
                String.join(
                        "\n",
                        "[global]",
                        "metaServer = " + String.join(",", shop.cluster.metaServers()),
                        "binlogCheckPointPath = " + folder.resolve("binlog_checkpoint.txt"),
                        "database = shop",
                        "binlogTableID = " + binlogTableId,
                        "senderConfig = " + folder.resolve("senderConfig.cfg"),
                        "filterRuleDict = " + folder.resolve("filter_rule.txt"),
                        "httpPort = 0",
                        ""));
    }

    @Test
    void shouldTellAMistakeInTheConfiguration() throws IOException {
        Files.writeString(config, "nmae: shop\n");
        Screen screen = Screen.silent();

        assertThat(run(screen, "config", "check", config.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("capturer.yaml", "nmae").doesNotContain("\tat ");
    }
}
