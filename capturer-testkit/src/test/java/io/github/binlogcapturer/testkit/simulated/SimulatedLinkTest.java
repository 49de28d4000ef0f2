package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.BinlogLink;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.cluster.LinkRequest;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Links that tools change in a cluster which is written to. */
@Timeout(60)
class SimulatedLinkTest {

    private static final Duration WAIT = Duration.ofSeconds(20);

    private final SimulatedCluster simulated = SimulatedCluster.builder()
            .metaServers(2)
            .heartbeats(Duration.ofMillis(50))
            .start();
    private final BaikalCluster cluster = BaikalCluster.connect(simulated.metaServers());
    private final SimulatedBinlog binlog = simulated.createBinlog("shop.bl", 3);
    private final SimulatedTable linked = simulated.createTable(
            "shop.linked",
            table -> table.notNull("id", ColumnType.INT64).primaryKey("id").linkedTo(binlog, "id", false));
    private final SimulatedTable free = simulated.createTable(
            "shop.free",
            table -> table.notNull("id", ColumnType.INT64)
                    .column("v", ColumnType.STRING)
                    .primaryKey("id"));

    @AfterEach
    void stop() {
        cluster.close();
        simulated.close();
    }

    private ClusterTable told(SimulatedTable table) {
        return cluster.tables().stream()
                .filter(candidate -> candidate.tableId() == table.tableId())
                .findFirst()
                .orElseThrow();
    }

    private LinkRequest request(SimulatedTable table, String field) {
        return new LinkRequest(
                simulated.namespace(),
                table.name(),
                binlog.name(),
                field.isEmpty() ? Optional.empty() : Optional.of(field),
                false);
    }

    @Test
    void shouldLogTransactionsFromTheLinkOnAndNoneAfterItsEnd() {
        simulated.begin().insert(free, 1L, "before").commit();
        assertThat(simulated.commits()).isEmpty();

        cluster.link(request(free, "id"));
        simulated.begin().insert(free, 2L, "linked").commit();
        assertThat(simulated.commits()).hasSize(1);

        cluster.unlink(request(free, ""));
        simulated.begin().insert(free, 3L, "after").commit();
        assertThat(simulated.commits()).hasSize(1);
    }

    @Test
    void shouldShowTheLinkInTheSchemasOfBothTables() {
        long versions = free.schema().version() + binlog.info().getVersion();

        cluster.link(request(free, "id"));

        assertThat(told(free).links()).containsExactly(new BinlogLink(binlog.tableId(), Optional.of("id"), false));
        assertThat(binlog.info().getBinlogInfo().getTargetTableIdsList())
                .containsExactly(linked.tableId(), free.tableId());
        assertThat(free.schema().version() + binlog.info().getVersion()).isEqualTo(versions + 2);

        cluster.unlink(request(free, ""));

        assertThat(told(free).links()).isEmpty();
        assertThat(binlog.info().getBinlogInfo().getTargetTableIdsList()).containsExactly(linked.tableId());
        assertThat(free.schema().version() + binlog.info().getVersion()).isEqualTo(versions + 4);
    }

    @Test
    void shouldCaptureATableThatIsLinkedMeanwhile() throws Exception {
        try (BinlogCapturer capturer = BinlogCapturer.builder()
                .metaServers(simulated.metaServers())
                .namespace(simulated.namespace())
                .tables("shop.*")
                .binlogTables("shop.bl")
                .startFrom(StartPosition.earliest())
                .pollInterval(Duration.ofMillis(10))
                .build()) {
            EventStream stream = capturer.start();
            simulated.begin().insert(linked, 1L).commit();
            cluster.link(request(free, "id"));
            simulated.begin().insert(free, 7L, "x").commit();

            List<String> tables = new ArrayList<>();
            await().atMost(WAIT).until(() -> {
                Batch batch = stream.get(10, Duration.ofMillis(100));
                batch.events().stream()
                        .filter(Transaction.class::isInstance)
                        .map(Transaction.class::cast)
                        .flatMap(transaction -> transaction.changes().stream())
                        .forEach(change -> tables.add(change.table().toString()));
                return tables.size() == 2;
            });
            assertThat(tables).containsExactly("shop.linked", "shop.free");
        }
    }

    @Test
    void shouldRefuseByTheServersRules() {
        assertRefused(request(linked, "id"), "linked to it already by field id");
        assertRefused(request(free, ""), "has 3 partitions");
        assertRefused(request(free, "w"), "no column w");
        assertThatThrownBy(() -> cluster.unlink(request(free, "")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nothing to undo");
    }

    @Test
    void shouldRefuseWhileADdlRuns() {
        try (Fault ddl = simulated.faults().ddlRunning(free)) {
            assertThat(ddl).isNotNull();
            assertRefused(request(free, "id"), "A DDL runs");
        }
        cluster.link(request(free, "id"));
    }

    @Test
    void shouldKeepNamespacesApart() {
        SimulatedBinlog otherBinlog = simulated.createBinlogIn("OTHER", "shop.bl", 1);
        SimulatedTable other = simulated.createTableIn(
                "OTHER",
                "shop.free",
                table -> table.notNull("id", ColumnType.INT64).primaryKey("id"));

        cluster.link(new LinkRequest("OTHER", other.name(), otherBinlog.name(), Optional.empty(), false));

        assertThat(cluster.tables())
                .extracting(table -> table.namespace() + " " + table.name())
                .containsExactly(
                        "OTHER shop.bl",
                        "OTHER shop.free",
                        "SIMULATED shop.bl",
                        "SIMULATED shop.free",
                        "SIMULATED shop.linked");
        assertThat(told(other).links()).hasSize(1);
        assertThat(told(free).links()).isEmpty();
        assertThat(cluster.regions(cluster.tables().get(0))).hasSize(1);
    }

    private void assertRefused(LinkRequest request, String part) {
        assertThatThrownBy(() -> cluster.link(request))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(part);
    }
}
