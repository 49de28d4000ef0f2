package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.testkit.simulated.SimulatedBinlog;
import io.github.binlogcapturer.testkit.simulated.SimulatedCluster;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * A cluster to try the program with, where you have none: a simulated one with a shop that sells all the time, and the configuration files
 * that the original BinlogCapturer would have for it. It ends with Ctrl-C.
 *
 * <p>The argument is the folder for the files, {@code demo} by default.
 */
public final class DemoCluster {

    private static final int ORDERS = 500;
    private static final long PAUSE_MS = 20;

    private final PrintStream out;
    private final Path folder;

    DemoCluster(PrintStream out, Path folder) {
        this.out = out;
        this.folder = folder.toAbsolutePath();
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        new DemoCluster(System.out, Path.of(args.length > 0 ? args[0] : "demo")).run(() -> true);
    }

    /** @param wanted whether to go on selling */
    void run(BooleanSupplier wanted) throws IOException, InterruptedException {
        try (SimulatedCluster cluster =
                SimulatedCluster.builder().stores(3).metaServers(3).start()) {
            SimulatedBinlog binlog = cluster.createBinlog("shop.binlog", 4);
            SimulatedTable orders = cluster.createTable(
                    "shop.orders",
                    table -> table.notNull("id", ColumnType.INT64)
                            .column("state", ColumnType.STRING)
                            .column("pieces", ColumnType.INT32)
                            .primaryKey("id")
                            .linkedTo(binlog, "id"));
            writeFiles(cluster, binlog);
            out.println("A cluster runs; its meta servers are " + String.join(",", cluster.metaServers()));
            out.println("Configuration: " + folder.resolve("conf/config.cfg"));
            out.println("It sells until you press Ctrl-C.");
            sell(cluster, orders, wanted);
        }
    }

    private static void sell(SimulatedCluster cluster, SimulatedTable orders, BooleanSupplier wanted)
            throws InterruptedException {
        Random random = new Random(1);
        for (long order = 1; wanted.getAsBoolean(); order++) {
            cluster.begin("ann", "10.0.0.7")
                    .insert(orders, order, "new", 1 + random.nextInt(9))
                    .commit();
            if (order > 3) {
                cluster.begin("bob", "10.0.0.8")
                        .update(orders, order - 3, "paid", 1 + random.nextInt(9))
                        .commit();
            }
            if (order > ORDERS) {
                cluster.begin("ann", "10.0.0.7").delete(orders, order - ORDERS).commit();
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    private void writeFiles(SimulatedCluster cluster, SimulatedBinlog binlog) throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(conf.resolve("config.cfg"), """
                [global]
                metaServer = %s
                binlogCheckPointPath = %s
                binlogTableID = %d
                senderConfig = %s
                filterRuleDict = %s
                httpPort = 8080
                """.formatted(
                        String.join(",", cluster.metaServers()),
                        conf.resolve("binlog_checkpoint.txt"),
                        binlog.tableId(),
                        conf.resolve("senderConfig.cfg"),
                        conf.resolve("filter_rule.txt")));
        Files.writeString(conf.resolve("senderConfig.cfg"), """
                [global]
                type = local

                [local]
                filepath = %s
                """.formatted(folder.resolve("binlog.sql")));
        Files.writeString(conf.resolve("filter_rule.txt"), "");
        Files.writeString(conf.resolve("binlog_checkpoint.txt"), "0\n");
    }
}
