package io.github.binlogcapturer.server.functional;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.server.capture.CaptureService;
import io.github.binlogcapturer.server.capture.TargetState;
import io.github.binlogcapturer.server.capture.TargetStatus;
import io.github.binlogcapturer.server.config.Configurations;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.RecordedCluster;
import io.github.binlogcapturer.testkit.RecordedTable;
import io.github.binlogcapturer.testkit.Recordings;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import io.github.binlogcapturer.testkit.simulated.SimulatedTransaction;
import io.github.binlogcapturer.testkit.simulated.SimulatedWorkload;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The original's own files, with addresses of their own, into its three targets at once. */
@Timeout(240)
class OriginalFilesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final List<String> RECORDED_TABLES = List.of(
            "CREATE TABLE b1 (id BIGINT PRIMARY KEY, shard BIGINT NOT NULL, n BIGINT NOT NULL DEFAULT 0, v VARCHAR(64))",
            "CREATE TABLE b2 (k1 INT, k2 VARCHAR(16) COLLATE utf8mb4_bin, shard BIGINT NOT NULL, n BIGINT, d DOUBLE,"
                    + " PRIMARY KEY (k1, k2))",
            "CREATE TABLE b3 (id BIGINT PRIMARY KEY, amount BIGINT NOT NULL, upd DATETIME(6))");

    private static final Map<String, String> RECORDED_COLUMNS =
            Map.of("b1", "id, shard, n, v", "b2", "k1, k2, shard, n", "b3", "id, amount, upd");

    private static final List<String> SHOP_TABLES = List.of(
            "CREATE TABLE accounts (id BIGINT PRIMARY KEY, balance BIGINT, note TEXT)",
            "CREATE TABLE orders (id BIGINT, line INT, shard INT, state TEXT, price DOUBLE, PRIMARY KEY (id, line))",
            "CREATE TABLE blobs (id BIGINT PRIMARY KEY, payload LONGTEXT)");

    @TempDir
    private Path folder;

    private OriginalFolder files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = new OriginalFolder(folder);
    }

    @Test
    void shouldCarryWhatARealClusterLoggedIntoAllThreeTargets() throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        KafkaBroker broker = KafkaBroker.shared();
        String database = server.createDatabase();
        PlayedSql.createTables(server, database, RECORDED_TABLES);
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(Recordings.CONCURRENT).start()) {
            files.config(cluster.metaServers(), tableId(cluster.metaServers(), "cdc.bl_b"), 0);
            files.senders(
                    server.port(), server.user(), server.password(), database, broker.bootstrapServers(), "recorded");

            try (CaptureService service = started()) {
                awaitAll(service, cluster.lastTs());
            }
            assertThat(files.checkpointValue())
                    .isGreaterThanOrEqualTo(cluster.lastTs().value());
        }

        PlayedSql fromTopic = new PlayedSql(server, RECORDED_TABLES);
        fromTopic.topic(broker.bootstrapServers(), "recorded");
        PlayedSql fromFile = new PlayedSql(server, RECORDED_TABLES);
        fromFile.file(files.local());
        for (String table : RECORDED_COLUMNS.keySet()) {
            String columns = Objects.requireNonNull(RECORDED_COLUMNS.get(table));
            Map<String, Integer> truth = recorded(table, columns);
            assertThat(truth).as("truth of %s", table).isNotEmpty();
            assertThat(PlayedSql.rows(server, database, table, columns))
                    .as("%s in MySQL", table)
                    .isEqualTo(truth);
            assertThat(fromTopic.rows(table, columns))
                    .as("%s by the topic", table)
                    .isEqualTo(truth);
            assertThat(fromFile.rows(table, columns))
                    .as("%s by the file", table)
                    .isEqualTo(truth);
        }
    }

    @Test
    void shouldGoOnIntoTheOthersWhileEachTargetInTurnIsKilled() throws Exception {
        try (MariaDbServer server = MariaDbServer.start();
                KafkaBroker broker = KafkaBroker.start(Map.of());
                SimulatedShop shop = SimulatedShop.open(2, 2, builder -> builder.lostDeletes(false))) {
            String database = server.createDatabase();
            PlayedSql.createTables(server, database, SHOP_TABLES);
            files.config(shop.cluster.metaServers(), shop.binlog.tableId(), 0);
            files.senders(server.port(), server.user(), server.password(), database, broker.bootstrapServers(), "shop");

            try (CaptureService service = started();
                    SimulatedWorkload workload = SimulatedWorkload.builder(() -> beginSlowly(shop))
                            .seed(Long.getLong("seed", 7))
                            .clients(2)
                            .bank(shop.accounts, "balance", 50, 1000)
                            .tables(shop.orders, shop.blobs)
                            .keyChanges(false)
                            .oneChangeARow(true)
                            .start()) {
                awaitAll(service, shop.cluster.lastTs());

                server.kill();
                requireOthersMove(service, shop, "mysql");
                server.restart();
                awaitAll(service, shop.cluster.lastTs());

                broker.stop();
                requireOthersMove(service, shop, "kafka");
                broker.start();
                awaitAll(service, shop.cluster.lastTs());

                // a file cannot be killed, but its folder can go while it is closed
                service.pause("local", "test");
                Path aside = folder.resolve("aside");
                Files.move(files.local().getParent(), aside);
                service.resume("local", "test");
                await().atMost(PATIENCE).until(() -> status(service, "local").lastError() != null);
                requireOthersMove(service, shop, "local");
                Files.move(aside, files.local().getParent());
                if (status(service, "local").state() == TargetState.FAILED) {
                    service.resume("local", "test");
                }

                workload.stop();
                await().atMost(PATIENCE).until(() -> shop.cluster.undecided() == 0);
                awaitAll(service, shop.cluster.lastTs());
            }
            requireSameRows(server, broker, database);
        }
    }

    /** So few transactions that playing them one by one takes a moment. */
    private static SimulatedTransaction beginSlowly(SimulatedShop shop) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        return shop.cluster.begin();
    }

    private void requireSameRows(MariaDbServer server, KafkaBroker broker, String database)
            throws SQLException, IOException {
        PlayedSql fromTopic = new PlayedSql(server, SHOP_TABLES);
        fromTopic.topic(broker.bootstrapServers(), "shop");
        PlayedSql fromFile = new PlayedSql(server, SHOP_TABLES);
        fromFile.file(files.local());
        for (String table : List.of("accounts", "orders", "blobs")) {
            Map<String, Integer> inMySql = PlayedSql.rows(server, database, table, "*");
            assertThat(inMySql).as("%s in MySQL", table).isNotEmpty();
            requireSame(table + " by the topic", fromTopic.rows(table, "*"), inMySql);
            requireSame(table + " by the file", fromFile.rows(table, "*"), inMySql);
        }
        Map<String, Integer> sum = PlayedSql.rows(server, database, "accounts", "SUM(balance)");
        assertThat(sum).as("what all accounts hold").isEqualTo(Map.of("50000", 1));
    }

    /** Shows the rows that differ, and not thousands that do not. */
    private static void requireSame(String what, Map<String, Integer> actual, Map<String, Integer> expected) {
        Map<String, Integer> missing = new TreeMap<>(expected);
        missing.keySet().removeAll(actual.keySet());
        Map<String, Integer> added = new TreeMap<>(actual);
        added.keySet().removeAll(expected.keySet());
        assertThat(missing)
                .as("missing in %s, where instead there is %s", what, added)
                .isEmpty();
        assertThat(added).as("too much in %s", what).isEmpty();
        assertThat(actual).as("how often rows are in %s", what).isEqualTo(expected);
    }

    /** Everything that is committed now comes to all targets but one, while that one says that it is in trouble. */
    private static void requireOthersMove(CaptureService service, SimulatedShop shop, String killed) {
        CommitTs now = shop.cluster.lastTs();
        for (String target : List.of("mysql", "kafka", "local")) {
            if (!target.equals(killed)) {
                awaitPosition(service, target, now);
            }
        }
        assertThat(position(service, killed)).as("where %s is", killed).isLessThan(now.value());
    }

    private CaptureService started() {
        CaptureService service = new CaptureService(
                Configurations.load(files.config()), new SimpleMeterRegistry(), CaptureClock.system());
        service.start();
        return service;
    }

    private static void awaitAll(CaptureService service, CommitTs end) {
        List.of("mysql", "kafka", "local").forEach(target -> awaitPosition(service, target, end));
    }

    private static void awaitPosition(CaptureService service, String target, CommitTs end) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(position(service, target))
                        .as(() -> "position of " + status(service, target))
                        .isGreaterThanOrEqualTo(end.value()));
    }

    private static long position(CaptureService service, String target) {
        CommitTs position = status(service, target).position();
        return position == null ? 0 : position.value();
    }

    private static TargetStatus status(CaptureService service, String target) {
        return service.status().targets().stream()
                .filter(status -> status.name().equals(target))
                .findFirst()
                .orElseThrow();
    }

    private static long tableId(List<String> metaServers, String name) throws InterruptedException {
        try (BaikalCluster cluster = BaikalCluster.connect(metaServers)) {
            return cluster.tables().stream()
                    .filter(table -> table.name().equals(TableName.parse(name)))
                    .mapToLong(ClusterTable::tableId)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Map<String, Integer> recorded(String table, String columns) {
        RecordedTable last = Recordings.finalTable(Recordings.CONCURRENT, table);
        List<Integer> wanted = List.of(columns.split(", ", -1)).stream()
                .map(column -> last.columns().indexOf(column))
                .toList();
        Map<String, Integer> rows = new TreeMap<>();
        for (List<@Nullable String> line : last.rows()) {
            List<String> row = wanted.stream()
                    .map(index -> {
                        String value = line.get(index);
                        return value == null ? "null" : RecordedTable.utf8(value);
                    })
                    .toList();
            rows.merge(String.join(" | ", row), 1, Integer::sum);
        }
        return rows;
    }
}
