package io.github.binlogcapturer.benchmarks.mysql;

import io.github.binlogcapturer.benchmarks.measure.Way;
import io.github.binlogcapturer.benchmarks.workload.RowWrite;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.database.TcpProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A MariaDB server at any distance, which all ways write to in turn, each round into a new database. Every commit is durable and in the
 * server's binlog, for all of them. Used by one thread.
 */
final class MySqlTarget implements AutoCloseable {

    static final String SETTINGS =
            "MariaDB on this machine, durable commits, row binlog, redo log of 96 MiB as it comes by default";

    private final MariaDbServer server = MariaDbServer.start("--innodb-log-file-size=96M");
    private final TcpProxy proxy = TcpProxy.to(server.host(), server.port());

    /**
     * Returns a way that applies transactions, or as many of the first as the applier says, and sees to it that the table holds what it
     * must.
     *
     * @param roundTrip how far the server is away; zero for no proxy in between
     */
    Way way(Applier applier, List<RowWrite> transactions, Duration roundTrip) {
        List<RowWrite> part = transactions.subList(0, transactions.size() / applier.part());
        String checksum = Workload.checksumAfter(part);
        return () -> rate(applier, part, checksum, roundTrip);
    }

    private double rate(Applier applier, List<RowWrite> transactions, String checksum, Duration roundTrip)
            throws Exception {
        proxy.latency(roundTrip.dividedBy(2));
        int port = roundTrip.isZero() ? server.port() : proxy.port();
        String database = server.createDatabase();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(Workload.TABLE);
            statement.execute(Workload.FIRST_ROWS);
            double rate = rate(applier, "jdbc:mysql://" + server.host() + ":" + port + "/" + database, transactions);
            requireEqual(checksum, statement, applier);
            statement.execute("DROP DATABASE " + database);
            return rate;
        }
    }

    private static double rate(Applier applier, String url, List<RowWrite> transactions) throws Exception {
        Applier.Session session = applier.open(url, transactions);
        try {
            long startNs = System.nanoTime();
            session.apply();
            return transactions.size() * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - startNs);
        } finally {
            session.end();
        }
    }

    private static void requireEqual(String checksum, Statement statement, Applier applier) throws SQLException {
        try (ResultSet row = statement.executeQuery(Workload.CHECKSUM)) {
            row.next();
            String found = row.getString(1);
            if (!checksum.equals(found)) {
                throw new IllegalStateException(
                        applier.name() + " left other rows than it must: " + found + ", not " + checksum);
            }
        }
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
