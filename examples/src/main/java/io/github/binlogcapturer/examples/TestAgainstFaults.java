package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.testkit.simulated.Fault;
import io.github.binlogcapturer.testkit.simulated.SimulatedBinlog;
import io.github.binlogcapturer.testkit.simulated.SimulatedCluster;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import java.io.PrintStream;
import java.time.Duration;

/**
 * How your own tests can have a cluster that is written to and that breaks: a simulated one, in which the store that leads dies between two
 * transactions. What was committed is known, so a test can compare.
 */
public final class TestAgainstFaults {

    private final PrintStream out;

    TestAgainstFaults(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws InterruptedException {
        new TestAgainstFaults(System.out).run();
    }

    void run() throws InterruptedException {
        try (SimulatedCluster cluster =
                SimulatedCluster.builder().stores(3).metaServers(3).start()) {
            SimulatedBinlog binlog = cluster.createBinlog("shop.bl", 3);
            SimulatedTable orders = cluster.createTable(
                    "shop.orders",
                    table -> table.notNull("id", ColumnType.INT64)
                            .column("state", ColumnType.STRING)
                            .primaryKey("id")
                            .linkedTo(binlog, "id"));
            CommitTs beginning = cluster.lastTs();
            cluster.begin().insert(orders, 1L, "new").insert(orders, 2L, "new").commit();
            Fault down = cluster.faults()
                    .storeDown(cluster.leader(cluster.regions("shop.bl").get(0)));
            cluster.begin().update(orders, 1L, "paid").delete(orders, 2L).commit();
            capture(cluster, beginning);
            down.close();
            out.println("the table now: " + cluster.rows(orders).values());
        }
    }

    private void capture(SimulatedCluster cluster, CommitTs beginning) throws InterruptedException {
        CommitTs last = cluster.lastCommitTs().orElseThrow();
        try (BinlogCapturer capturer = BinlogCapturer.builder()
                .metaServers(cluster.metaServers())
                .namespace(cluster.namespace())
                .tables("shop.*")
                .startFrom(StartPosition.after(beginning))
                .build()) {
            EventStream stream = capturer.start();
            while (stream.position().compareTo(last) < 0) {
                Batch batch = stream.getWithoutAck(100, Duration.ofSeconds(1));
                batch.transactions().forEach(transaction -> out.println(TransactionText.of(transaction)));
                if (!batch.isEmpty()) {
                    stream.ack(batch.id());
                }
            }
        }
    }
}
