package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.server.original.OriginalFiles;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.testkit.simulated.SimulatedBinlog;
import io.github.binlogcapturer.testkit.simulated.SimulatedCluster;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The original's files against a cluster, into the local file. */
class OriginalCaptureTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final SimulatedCluster cluster = SimulatedCluster.builder()
            .namespace("OTHER")
            .heartbeats(Duration.ofMillis(50))
            .start();
    private final SimulatedBinlog binlog = cluster.createBinlog("cdc.bl", 1);
    private final SimulatedTable orders = newTable("shop.orders");
    private OriginalFiles files;

    private SimulatedTable newTable(String name) {
        return cluster.createTable(
                name,
                table -> table.notNull("id", ColumnType.INT64)
                        .column("state", ColumnType.STRING)
                        .primaryKey("id")
                        .linkedTo(binlog, "id"));
    }

    @BeforeEach
    void writeFiles() throws IOException {
        files = new OriginalFiles(folder);
        files.write(
                "senderConfig.cfg", "[global]\ntype=local\n[local]\nfilepath=" + folder.resolve("changes.sql") + "\n");
        files.write("filter_rule.txt", "shop\tstate\t==\t'new'\n");
    }

    @AfterEach
    void closeCluster() {
        cluster.close();
    }

    private TargetPlan target(long region) throws IOException {
        files.write(
                "config.cfg",
                OriginalFiles.CONFIG
                        .replace("127.0.0.1:8110,127.0.0.2:8110", String.join(",", cluster.metaServers()))
                        .replace("binlogTableID = 12", "binlogTableID = " + binlog.tableId())
                        .replace("binlogRegionID = 34", "binlogRegionID = " + region));
        return Configurations.load(files.config).targets().get(0);
    }

    private BinlogCapturer run(TargetPlan target) throws InterruptedException {
        BinlogCapturer capturer = target.capture()
                .checkpoints(CheckpointStore.file(target.checkpointFile()))
                .build();
        capturer.start();
        target.sink(CaptureMetrics.none()).attach(capturer, target.name());
        return capturer;
    }

    private String written() throws IOException {
        Path file = folder.resolve("changes.sql");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void shouldWriteTheStatementsOfRowsThatPassTheRules() throws Exception {
        long region = cluster.regions("cdc.bl").get(0);
        cluster.begin().insert(orders, 1L, "new").insert(orders, 2L, "old").commit();
        try (BinlogCapturer capturer = run(target(region))) {
            await().atMost(PATIENCE).until(() -> written().contains("replace into `orders`"));
            SimulatedTable later = newTable("shop.later");
            cluster.begin().insert(later, 7L, "new").commit();
            await().atMost(PATIENCE).until(() -> written().contains("replace into `later`"));
            assertThat(written()).doesNotContain("'old'");
            assertThat(capturer.regions()).hasSize(1);
        }
    }

    @Test
    void shouldSayThatTheClusterHasNoSuchRegion() throws IOException {
        TargetPlan target = target(999_999);
        assertThatThrownBy(target::capture)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("has a region 999999");
    }
}
