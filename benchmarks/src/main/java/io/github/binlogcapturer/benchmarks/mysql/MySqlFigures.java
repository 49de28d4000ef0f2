package io.github.binlogcapturer.benchmarks.mysql;

import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.workload.RowWrite;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.database.TcpProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many transactions of one row per second reach MariaDB by the ways of {@link Peers}, and by our own. All ways apply the same
 * transactions in each round, in turn, a slow one a part of them; a figure is the median of the rounds. Prints one line per figure: {@code NAME ours=… peer=…
 * ratio=…}.
 *
 * <p>System properties: {@code writes} (default 60000), {@code rounds} (5), {@code seed} (1), {@code lanes} of our sink (its default), {@code only} (a part
 * of the names of those to measure).
 */
public final class MySqlFigures {

    private static final List<Duration> ROUND_TRIPS =
            List.of(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(5));

    /** Our way has the most code to compile. */
    private static final int WARM_UP = 5;

    private final int writes = Integer.getInteger("writes", 60_000);
    private final int rounds = Integer.getInteger("rounds", 5);
    private final long seed = Long.getLong("seed", 1);
    private final String only = System.getProperty("only", "");
    private final Applier ours = new SinkOfOurs();
    private final List<Applier> appliers = new ArrayList<>(Peers.all());

    private MySqlFigures() {
        appliers.add(ours);
    }

    /** Prints the figures. Takes some minutes. */
    public static void main(String[] args) throws Exception {
        new MySqlFigures().run();
    }

    private void run() throws Exception {
        try (MariaDbServer server = MariaDbServer.start();
                TcpProxy proxy = TcpProxy.to(server.host(), server.port())) {
            for (Workload workload : Workload.values()) {
                List<RowWrite> transactions = workload.writes(writes, seed);
                for (Duration roundTrip : ROUND_TRIPS) {
                    if (!name(workload, roundTrip).contains(only)) {
                        continue;
                    }
                    proxy.latency(roundTrip.dividedBy(2));
                    int port = roundTrip.isZero() ? server.port() : proxy.port();
                    print(workload, roundTrip, measure(server, port, transactions));
                }
            }
        }
    }

    /** The appliers change places each round, so that none always has the first one. The first rounds are to warm up. */
    private Map<String, List<Double>> measure(MariaDbServer server, int port, List<RowWrite> transactions)
            throws Exception {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        Map<Integer, String> expected = new HashMap<>();
        for (int round = 0; round < WARM_UP + rounds; round++) {
            for (int i = 0; i < appliers.size(); i++) {
                Applier applier = appliers.get((i + round) % appliers.size());
                List<RowWrite> part = transactions.subList(0, transactions.size() / applier.part());
                String database = server.createDatabase();
                execute(server, database, Workload.TABLE);
                execute(server, database, Workload.FIRST_ROWS);
                double rate = rate(applier, "jdbc:mysql://" + server.host() + ":" + port + "/" + database, part);
                if (round >= WARM_UP) {
                    rates.computeIfAbsent(applier.name(), name -> new ArrayList<>())
                            .add(rate);
                }
                requireSame(expected, part.size(), checksum(server, database), applier);
                execute(server, database, "DROP DATABASE " + database);
            }
        }
        return rates;
    }

    private static void requireSame(Map<Integer, String> expected, int writes, String found, Applier applier) {
        String known = expected.putIfAbsent(writes, found);
        if (known != null && !known.equals(found)) {
            throw new IllegalStateException(
                    applier.name() + " wrote other rows than the one before: " + found + ", not " + known);
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

    private void print(Workload workload, Duration roundTrip, Map<String, List<Double>> rates) {
        double own = Medians.median(rates.getOrDefault(ours.name(), List.of()));
        rates.forEach((name, peer) -> {
            if (!name.equals(ours.name())) {
                System.out.printf(
                        Locale.ROOT,
                        "%s/vs-%s ours=%.0f peer=%.0f ratio=%.2f%n",
                        name(workload, roundTrip),
                        name,
                        own,
                        Medians.median(peer),
                        own / Medians.median(peer));
            }
        });
    }

    private static String name(Workload workload, Duration roundTrip) {
        return "mysql/" + workload.name().toLowerCase(Locale.ROOT) + "/rtt-" + roundTrip.toMillis() + "ms";
    }

    private static void execute(MariaDbServer server, String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String checksum(MariaDbServer server, String database) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT CONCAT(COUNT(*), ' ', SUM(CRC32(CONCAT_WS('#', id, c1, c2, c3, c4)))) FROM t")) {
            row.next();
            return row.getString(1);
        }
    }
}
