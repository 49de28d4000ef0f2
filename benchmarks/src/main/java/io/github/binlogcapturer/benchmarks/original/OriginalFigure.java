package io.github.binlogcapturer.benchmarks.original;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.mysql.MySqlSink;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The whole path from the regions of a cluster, over gRPC, into MariaDB: a capture with the MySQL sink, beside the sender policy of the
 * Python original fed from the very same capture, see {@link OriginalSender} for what of it is re-created and what is left out.
 */
public final class OriginalFigure implements Figure {

    private static final String NAME = "e2e.original";
    /** More than a window, the original's queue and what its threads have at hand. */
    private static final int KEYS = 5_000;

    private static final int ROWS = 15_000;

    private static final Duration QUIET = Duration.ofMillis(50);

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public List<Outcome> measure(Set<String> wanted, Rounds rounds) throws Exception {
        try (OriginalSource source = new OriginalSource(KEYS, ROWS);
                MariaDbServer server = MariaDbServer.start("--innodb-log-file-size=96M")) {
            return List.of(rounds.compare(
                    NAME,
                    "rows, each a transaction, of " + OriginalSource.COLUMNS + " columns; " + ROWS + " a round, " + KEYS
                            + " keys inserted and then updated in turn, " + OriginalSource.REGIONS
                            + " simulated regions over gRPC to MariaDB, all on this machine, durable commits, from the"
                            + " first row that is there to be applied until all are; ours: default settings, exactly once; peer: the original's sender"
                            + " policy in Java, " + OriginalSender.THREADS
                            + " threads, a statement and a commit a row",
                    () -> rate(server, source, OriginalFigure::ours),
                    () -> rate(server, source, OriginalFigure::original)));
        }
    }

    /** A way to bring all that a capture gives into a database. */
    private interface Path {
        /** Returns how long it took in nanoseconds, from the first row that could be applied. */
        long carry(MariaDbServer server, String database, OriginalSource source) throws Exception;
    }

    private static double rate(MariaDbServer server, OriginalSource source, Path path) throws Exception {
        String database = server.createDatabase();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(OriginalSource.CREATE);
            long tookNs = path.carry(server, database, source);
            requireRows(source.checksumAfter(ROWS), statement);
            statement.execute("DROP DATABASE " + database);
            return ROWS * (double) TimeUnit.SECONDS.toNanos(1) / tookNs;
        }
    }

    private static long ours(MariaDbServer server, String database, OriginalSource source) throws Exception {
        MySqlSink sink = MySqlSink.builder()
                .url(server.url(database))
                .user(server.user())
                .password(server.password())
                .routes(TableRoutes.builder()
                        .route("*.*", database + ".{table}")
                        .build())
                .build();
        FirstRow first = new FirstRow();
        try (BinlogCapturer capturer = source.capture()) {
            capturer.applyTo(new NotingSink(sink, first));
            EventStream stream = capturer.start();
            while (stream.position().compareTo(source.end()) < 0) {
                requireHealthy(capturer);
                TimeUnit.MILLISECONDS.sleep(1);
            }
            return first.sinceNs();
        }
    }

    private static long original(MariaDbServer server, String database, OriginalSource source) throws Exception {
        FirstRow first = new FirstRow();
        try (BinlogCapturer capturer = source.capture();
                OriginalSender sender = new OriginalSender(server.url(database), server.user(), server.password())) {
            EventStream stream = capturer.start();
            int rows = 0;
            while (rows < ROWS) {
                requireHealthy(capturer);
                Batch batch = stream.getWithoutAck(OriginalSender.WINDOW, QUIET);
                rows += take(batch, sender, first);
                stream.ack(batch.id());
            }
            sender.end();
            long tookNs = first.sinceNs();
            if (sender.drained() > 0) {
                throw new IllegalStateException("The workload has conflicts within the original's window");
            }
            return tookNs;
        }
    }

    private static int take(Batch batch, OriginalSender sender, FirstRow first) throws InterruptedException {
        int rows = 0;
        for (BinlogEvent event : batch.events()) {
            if (event instanceof Transaction transaction) {
                first.note();
                for (RowChange change : transaction.changes()) {
                    sender.take(change);
                    rows++;
                }
            }
        }
        return rows;
    }

    private static void requireHealthy(BinlogCapturer capturer) {
        capturer.failure().ifPresent(failure -> {
            throw new IllegalStateException("The capture has failed", failure);
        });
    }

    private static void requireRows(String expected, Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(OriginalSource.CHECKSUM)) {
            row.next();
            String found = row.getString(1);
            if (!found.equals(expected)) {
                throw new IllegalStateException("The table holds " + found + ", but the source " + expected);
            }
        }
    }
}
