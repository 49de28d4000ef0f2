package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.testkit.simulated.SimulatedBinlog;
import io.github.binlogcapturer.testkit.simulated.SimulatedCluster;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A simulated cluster that lives fast, with the tables of a bank and a shop, and captures of it. */
public final class SimulatedShop implements AutoCloseable {

    static final String BINLOG = "cdc.bl";

    public final SimulatedCluster cluster;
    public final SimulatedBinlog binlog;
    public final SimulatedTable accounts;
    public final SimulatedTable orders;
    public final SimulatedTable blobs;
    /** Where the captures of a test begin. */
    public final CommitTs beginning;

    private SimulatedShop(SimulatedCluster cluster, int partitions, int regionsPerPartition, String linkOfOrders) {
        this.cluster = cluster;
        this.binlog = cluster.createBinlog(BINLOG, partitions, regionsPerPartition);
        cluster.heartbeat();
        this.beginning = cluster.lastTs();
        this.accounts = cluster.createTable(
                "shop.accounts",
                table -> table.notNull("id", ColumnType.INT64)
                        .column("balance", ColumnType.INT64)
                        .column("note", ColumnType.STRING)
                        .primaryKey("id")
                        .linkedTo(binlog, "id"));
        this.orders = cluster.createTable(
                "shop.orders",
                table -> table.notNull("id", ColumnType.INT64)
                        .notNull("line", ColumnType.INT32)
                        .column("shard", ColumnType.INT32)
                        .column("state", ColumnType.STRING, "new")
                        .column("price", ColumnType.DOUBLE)
                        .primaryKey("id", "line")
                        .linkedTo(binlog, linkOfOrders));
        this.blobs = cluster.createTable(
                "shop.blobs",
                table -> table.notNull("id", ColumnType.INT64)
                        .column("payload", ColumnType.STRING)
                        .primaryKey("id")
                        .linkedTo(binlog, "id"));
    }

    static SimulatedShop open(int partitions, int regionsPerPartition) {
        return open(partitions, regionsPerPartition, builder -> builder);
    }

    /** Opens one with settings of its own. */
    public static SimulatedShop open(
            int partitions, int regionsPerPartition, UnaryOperator<SimulatedCluster.Builder> settings) {
        return open(partitions, regionsPerPartition, "shard", settings);
    }

    /**
     * Opens one with a link field of its own for the orders. By default it is one that updates change, so that rows move between
     * partitions; {@code id} is a part of the key, so that they do not.
     */
    static SimulatedShop open(
            int partitions,
            int regionsPerPartition,
            String linkOfOrders,
            UnaryOperator<SimulatedCluster.Builder> settings) {
        SimulatedCluster.Builder builder = SimulatedCluster.builder()
                .stores(4)
                .metaServers(3)
                .heartbeats(Duration.ofMillis(50))
                .recoveryAge(Duration.ofMillis(200))
                .recoveryInterval(Duration.ofMillis(50))
                .electionDelay(Duration.ofMillis(200))
                .metaLag(Duration.ofMillis(400))
                .joinDelay(Duration.ofMillis(1500));
        return new SimulatedShop(settings.apply(builder).start(), partitions, regionsPerPartition, linkOfOrders);
    }

    /** Returns a capture of all tables from the beginning on, or from its checkpoint, impatient as tests are. */
    public BinlogCapturerBuilder capture() {
        return capture(cluster.metaServers());
    }

    BinlogCapturerBuilder capture(List<String> metaServers) {
        return BinlogCapturer.builder()
                .metaServers(metaServers)
                .namespace(cluster.namespace())
                .tables("shop.*")
                .startFrom(StartPosition.checkpointOr(StartPosition.after(beginning)))
                .pollInterval(Duration.ofMillis(5))
                .hedgeAfter(Duration.ofMillis(300))
                .readTimeout(Duration.ofSeconds(3))
                .metaTimeout(Duration.ofSeconds(1))
                .refreshInterval(Duration.ofMillis(300))
                .reportStallsAfter(Duration.ofSeconds(1));
    }

    List<Long> regions() {
        return cluster.regions(BINLOG);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
