package io.github.binlogcapturer.server.packaged;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.testkit.simulated.SimulatedBinlog;
import io.github.binlogcapturer.testkit.simulated.SimulatedCluster;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The distribution, as somebody uses it who has unpacked it. */
@Timeout(180)
class DistributionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a command of the script did. */
    private record Outcome(int code, String output) {}

    @TempDir
    private Path folder;

    private SimulatedCluster cluster;
    private SimulatedTable orders;

    @BeforeEach
    void sell() throws IOException {
        cluster = SimulatedCluster.builder().heartbeats(Duration.ofMillis(50)).start();
        SimulatedBinlog binlog = cluster.createBinlog("shop.bl", 2);
        orders = cluster.createTable(
                "shop.orders",
                table -> table.notNull("id", ColumnType.INT64)
                        .column("state", ColumnType.STRING)
                        .primaryKey("id")
                        .linkedTo(binlog, "id"));
        cluster.begin().insert(orders, 1L, "new").commit();
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/config.cfg"), """
                [global]
                metaServer = %s
                binlogCheckPointPath = conf/binlog_checkpoint.txt
                binlogTableID = %d
                senderConfig = conf/senderConfig.cfg
                filterRuleDict = conf/filter_rule.txt
                httpPort = 0
                """.formatted(
                        String.join(",", cluster.metaServers()), binlog.tableId()));
        Files.writeString(folder.resolve("conf/senderConfig.cfg"), """
                [global]
                type = local
                [local]
                filepath = binlog.sql
                """);
        Files.writeString(folder.resolve("conf/filter_rule.txt"), "");
        Files.writeString(folder.resolve("conf/binlog_checkpoint.txt"), "0\n");
    }

    @AfterEach
    void end() throws Exception {
        capturer("stop");
        cluster.close();
    }

    @Test
    void shouldSayItsVersion() throws Exception {
        assertThat(capturer("--version")).satisfies(said -> {
            assertThat(said.code()).isZero();
            assertThat(said.output()).contains("0.1.0");
        });
    }

    @Test
    void shouldStartInTheBackgroundAndStopWithAllThatWasCommitted() throws Exception {
        assertThat(capturer("start")).satisfies(started -> {
            assertThat(started.code()).as(started.output()).isZero();
            assertThat(started.output()).contains("runs as process");
        });
        cluster.begin().insert(orders, 2L, "paid").commit();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Files.readString(folder.resolve("binlog.sql")))
                        .contains("'new'", "'paid'"));

        assertThat(capturer("start").output()).contains("runs already");
        assertThat(capturer("stop")).satisfies(stopped -> {
            assertThat(stopped.code()).as(stopped.output()).isZero();
            assertThat(stopped.output()).contains("has stopped");
        });

        assertThat(Long.parseLong(Files.readString(folder.resolve("conf/binlog_checkpoint.txt"))
                        .strip()))
                .isGreaterThanOrEqualTo(cluster.lastCommitTs().orElseThrow().value());
        assertThat(capturer("stop").code()).as("when nothing runs").isEqualTo(3);
    }

    @Test
    void shouldOnlyHelpWhereHelpIsAskedFor() throws Exception {
        for (String command : List.of("start", "stop", "restart")) {
            Outcome help = capturer(command, "--config", "nowhere", "--help");

            assertThat(help.code()).as(help.output()).isZero();
            assertThat(help.output())
                    .contains("capturer restart [--config FILE]")
                    .doesNotContain("has stopped");
        }
    }

    @Test
    void shouldShowWhyItCannotStart() throws Exception {
        Files.writeString(folder.resolve("conf/senderConfig.cfg"), "[global]\ntype = mysgl\n");

        Outcome failed = capturer("start");

        assertThat(failed.code()).as(failed.output()).isEqualTo(2);
        assertThat(failed.output()).contains("senderConfig.cfg:2", "mysgl");
    }

    private Outcome capturer(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("CAPTURER_RUN_DIR", folder.resolve("run").toString());
        builder.environment().put("CAPTURER_LOG_DIR", folder.resolve("logs").toString());
        Process process = builder.start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(() -> command + " has ended")
                .isTrue();
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    private static Path script() throws IOException {
        try (Stream<Path> built = Files.find(
                Path.of("target"),
                4,
                (path, attributes) -> path.endsWith("bin/capturer") && attributes.isRegularFile())) {
            return built.findFirst()
                    .orElseThrow(() -> new AssertionError("No distribution in target; run the package phase first"))
                    .toAbsolutePath();
        }
    }
}
