package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.config.ClusterSettings;
import io.github.binlogcapturer.server.config.Configurations;
import io.github.binlogcapturer.server.config.HttpSettings;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CheckTest {

    private final SimulatedShop shop = SimulatedShop.open(2, 1, builder -> builder);
    private final Screen screen = Screen.silent();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        shop.close();
    }

    private int check(ServerPlan plan) throws InterruptedException {
        CheckList list = new CheckList(screen.console());
        try (BaikalCluster cluster = BaikalCluster.connect(plan.cluster().metaServers(), Duration.ofSeconds(2))) {
            CheckCommand.check(plan, cluster, list);
        }
        return list.wrong();
    }

    private ServerPlan with(ClusterSettings settings) {
        return HandMadePlans.files(shop, folder, settings);
    }

    @Test
    void shouldFindNothingWrongWhereAllIsReady() throws InterruptedException {
        assertThat(check(HandMadePlans.files(shop, folder))).as(screen.out()).isZero();
        assertThat(screen.out())
                .contains(
                        "OK   namespace " + shop.cluster.namespace(),
                        "OK   table shop.orders is linked to cdc.bl",
                        "binlog table cdc.bl has 2 regions in 2 partitions",
                        "clock is ",
                        "target archive has no position yet",
                        "state folder")
                .doesNotContain("BAD");
    }

    @Test
    void shouldTellTheVeryCommandForATableThatIsNotLinked() throws InterruptedException {
        shop.cluster.createTable(
                "shop.plain", table -> table.notNull("id", ColumnType.INT64).primaryKey("id"));

        assertThat(check(HandMadePlans.files(shop, folder))).isEqualTo(1);
        assertThat(screen.out())
                .contains(
                        "BAD  table shop.plain is not linked",
                        "-> capturer link shop.plain --binlog cdc.bl --field COLUMN --config ");
    }

    @Test
    void shouldTellWhichNamespacesThereAre() throws InterruptedException {
        assertThat(check(with(HandMadePlans.settings(shop, Optional.of("wrong"), "shop.*"))))
                .isEqualTo(1);
        assertThat(screen.out())
                .contains("BAD  namespace wrong is not there -> name one of " + shop.cluster.namespace());
    }

    @Test
    void shouldFindTheNamespaceByTheBinlogTableAsTheOriginalsFilesNeedIt() throws InterruptedException {
        long id = binlogTableId();
        shop.cluster.createTable(
                "shop.plain", table -> table.notNull("id", ColumnType.INT64).primaryKey("id"));

        assertThat(check(with(new ClusterSettings(
                        shop.cluster.metaServers(), Optional.empty(), List.of("*.*"), List.of(), List.of(id)))))
                .as(screen.out())
                .isZero();
        assertThat(screen.out())
                .contains("OK   namespace " + shop.cluster.namespace())
                .doesNotContain("shop.plain");
    }

    private long binlogTableId() {
        try (BaikalCluster cluster = BaikalCluster.connect(shop.cluster.metaServers())) {
            return cluster.tables().stream()
                    .filter(table -> table.binlog())
                    .findFirst()
                    .orElseThrow()
                    .tableId();
        }
    }

    @Test
    void shouldTellWhereNoTableIsCaptured() throws InterruptedException {
        assertThat(check(with(HandMadePlans.settings(shop, Optional.of(shop.cluster.namespace()), "warehouse.*"))))
                .isEqualTo(1);
        assertThat(screen.out()).contains("BAD  no table is captured by [warehouse.*]", "capturer tables");
    }

    @Test
    void shouldTellAClusterThatCannotBeReached() throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ClusterSettings settings = new ClusterSettings(
                List.of("127.0.0.1:" + port), Optional.of("n"), List.of("shop.*"), List.of(), List.of());

        assertThat(check(with(settings))).isGreaterThanOrEqualTo(2);
        assertThat(screen.out()).contains("BAD  meta server 127.0.0.1:" + port, "BAD  tables of the cluster");
    }

    @Test
    void shouldTellAPositionThatTheStoresNoLongerHave() throws InterruptedException, IOException {
        ServerPlan plan = HandMadePlans.files(shop, folder);
        CheckpointStore.file(plan.targets().get(0).checkpointFile())
                .save(Checkpoint.of("shop", Map.of("archive", CommitTs.of(5)), Instant.now()));
        new TargetCheck(plan, new CheckList(screen.console()))
                .position(plan.targets().get(0), Optional.of(shop.beginning));

        assertThat(screen.out())
                .contains(
                        "BAD  target archive stands at 5",
                        "before the oldest that the stores keep",
                        "position set archive earliest");
    }

    @Test
    void shouldTellAPositionThatIsSoonLostUnlessTheBinlogIsYoung() throws InterruptedException, IOException {
        ServerPlan plan = HandMadePlans.files(shop, folder);
        Instant old = Instant.now().minus(Duration.ofHours(5));
        CheckpointStore.file(plan.targets().get(0).checkpointFile())
                .save(Checkpoint.of("shop", Map.of("archive", CommitTs.at(old.plusSeconds(60))), Instant.now()));
        CheckList list = new CheckList(screen.console());
        new TargetCheck(plan, list).position(plan.targets().get(0), Optional.of(CommitTs.at(old)));
        assertThat(screen.out())
                .contains("BAD  target archive stands at", "1 min inside of what the stores keep", "binlog_ttl");

        CheckpointStore.file(plan.targets().get(0).checkpointFile())
                .save(Checkpoint.of("shop", Map.of("archive", shop.beginning), Instant.now()));
        new TargetCheck(plan, list).position(plan.targets().get(0), Optional.of(shop.beginning));
        assertThat(list.wrong()).isEqualTo(1);
    }

    @Test
    void shouldTellAnHttpAddressThatIsTaken() throws IOException {
        ServerPlan plan = HandMadePlans.files(shop, folder);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerPlan other = new ServerPlan(
                    plan.file(),
                    plan.name(),
                    plan.cluster(),
                    new HttpSettings(true, "127.0.0.1", taken.getLocalPort(), Optional.empty()),
                    plan.log(),
                    plan.folder(),
                    plan.originalCheckpoint(),
                    plan.sourceSql(),
                    plan.targets(),
                    plan.notes());
            new MachineCheck(other, new CheckList(screen.console())).run(false);
        }

        assertThat(screen.out()).contains("BAD  HTTP address 127.0.0.1:", "capturer status");
    }

    @Test
    void shouldShowPositions() throws IOException, InterruptedException {
        ServerPlan plan = HandMadePlans.files(shop, folder);
        CheckpointStore.file(plan.targets().get(0).checkpointFile())
                .save(Checkpoint.of("shop", Map.of("archive", shop.beginning), Instant.now()));
        try (BaikalCluster cluster = BaikalCluster.connect(plan.cluster().metaServers())) {
            assertThat(new PositionTable(plan, cluster, screen.console()).print(plan.targets()))
                    .isTrue();
        }

        assertThat(screen.out()).contains("archive", String.valueOf(shop.beginning.value()), "archive.checkpoint");
    }

    @Test
    void shouldLookAtTheTablesOfEachTargetAlone() throws InterruptedException, IOException {
        shop.cluster.createTable(
                "shop.plain", table -> table.notNull("id", ColumnType.INT64).primaryKey("id"));
        ServerPlan plan = Configurations.load(Files.writeString(folder.resolve("capturer.yaml"), """
                source: {metaServers: [%s], namespace: %s, tables: ["shop.*"]}
                http: {port: 0}
                targets:
                  - name: orders
                    file: {folder: %s}
                    capture: {tables: ["shop.orders"]}
                  - name: nothing
                    file: {folder: %s}
                    capture: {tables: ["shop.none"]}
                """.formatted(
                        shop.cluster.metaServers().stream()
                                .map(address -> '"' + address + '"')
                                .collect(Collectors.joining(", ")),
                        shop.cluster.namespace(),
                        Files.createDirectories(folder.resolve("one")),
                        Files.createDirectories(folder.resolve("two")))));

        assertThat(check(plan)).as(screen.out()).isEqualTo(1);
        assertThat(screen.out())
                .contains("OK   table shop.orders is linked", "BAD  target nothing gets no table")
                .doesNotContain("shop.plain");
    }

    @Test
    void shouldTellTheBinlogTablesWhereTheIdIsNone() throws InterruptedException {
        assertThat(check(with(new ClusterSettings(
                        shop.cluster.metaServers(), Optional.empty(), List.of("*.*"), List.of(), List.of(987L)))))
                .isPositive();
        assertThat(screen.out())
                .contains(
                        "BAD  no table has the id [987]",
                        "-> give binlogTableID one of " + binlogTableId() + " (cdc.bl)");
    }
}
