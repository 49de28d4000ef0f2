package io.github.binlogcapturer.server.packaged;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import io.github.binlogcapturer.testkit.simulated.SimulatedBinlog;
import io.github.binlogcapturer.testkit.simulated.SimulatedCluster;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
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

    @Test
    void shouldHaveAllDriversAndCodecsInItsJar() throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        StringBuilder targets = new StringBuilder();
        for (String driver : List.of("mysql", "mariadb")) {
            String database = server.createDatabase();
            try (Connection connection = server.connect(database);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE orders (id BIGINT PRIMARY KEY, state VARCHAR(20))");
            }
            targets.append(
                    """
                      - name: %s
                        mysql: {url: "jdbc:%s://127.0.0.1:%d/%s", user: "%s", password: "%s", routes: [{from: "shop.*", to: "%s.{table}"}]}
                    """.formatted(driver, driver, server.port(), database, server.user(), server.password(), database));
        }
        for (String codec : List.of("lz4", "zstd", "snappy", "gzip")) {
            targets.append("""
                      - name: kafka-%s
                        kafka: {bootstrapServers: ["%s"], format: canal-json, topics: packed-%s, compression: %s, createTopics: {partitions: 1}}
                    """.formatted(codec, KafkaBroker.shared().bootstrapServers(), codec, codec));
        }
        for (String codec : List.of("zstd", "gzip")) {
            Files.createDirectory(folder.resolve(codec));
            targets.append("""
                      - name: file-%s
                        file: {folder: ../%s, format: json-lines, compression: %s, completeOnClose: true}
                    """.formatted(codec, codec, codec));
        }
        Files.writeString(folder.resolve("conf/all.yaml"), """
                name: all
                state: data
                source: {metaServers: ["%s"], namespace: %s, tables: [shop.orders]}
                capture: {start: earliest}
                targets:
                %shttp: {enabled: false}
                """.formatted(
                        String.join("\", \"", cluster.metaServers()), cluster.namespace(), targets));
        CommitTs last = cluster.lastCommitTs().orElseThrow();

        Outcome started = capturer("start", "--config", "conf/all.yaml");
        assertThat(started.code()).as(started.output()).isZero();
        try {
            for (String target : List.of(
                    "mysql",
                    "mariadb",
                    "kafka-lz4",
                    "kafka-zstd",
                    "kafka-snappy",
                    "kafka-gzip",
                    "file-zstd",
                    "file-gzip")) {
                Path checkpoint = folder.resolve("conf/data/" + target + ".checkpoint");
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(position(checkpoint)).as(target).isGreaterThanOrEqualTo(last.value()));
            }
        } finally {
            assertThat(capturer("stop", "--config", "conf/all.yaml").code()).isZero();
        }
    }

    private static long position(Path checkpoint) throws IOException {
        if (!Files.exists(checkpoint)) {
            return 0;
        }
        return Files.readAllLines(checkpoint).stream()
                .filter(line -> line.startsWith("position."))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1)))
                .findFirst()
                .orElse(0);
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
