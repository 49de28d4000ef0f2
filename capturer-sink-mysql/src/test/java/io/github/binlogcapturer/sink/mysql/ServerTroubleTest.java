package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.BatchRefusedException;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.InMemoryMetrics;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.database.TcpProxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.mysql.Lab.CONTEXT;
import static io.github.binlogcapturer.sink.mysql.Lab.batch;
import static io.github.binlogcapturer.sink.mysql.Lab.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ServerTroubleTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final ExecutorService lanes = Executors.newCachedThreadPool();

    @AfterEach
    void stopLanes() {
        lanes.shutdownNow();
    }

    @Test
    void shouldWaitForAServerThatWasKilled() throws Exception {
        try (MariaDbServer server = MariaDbServer.start();
                LogCapture log = LogCapture.ofSink()) {
            Lab lab = new Lab(server);
            try (MySqlSink sink =
                    lab.sink().connectTimeout(Duration.ofMillis(300)).build()) {
                sink.open(CONTEXT);
                SinkLane lane = sink.lane(0);
                lane.apply(batch(transaction(1, lab.insert(lab.keyless, 1, "a"))));
                server.kill();
                Future<?> blocked = apply(lane, transaction(2, lab.insert(lab.keyless, 2, "b")));
                await().atMost(LONG).until(() -> has(log, "takes no writes"));
                assertThat(blocked.isDone()).isFalse();
                server.restart();
                blocked.get(60, TimeUnit.SECONDS);
                assertThat(lab.query("SELECT id FROM keyless ORDER BY id")).containsExactly("1", "2");
                assertThat(has(log, "takes writes again")).isTrue();
            }
        }
    }

    @Test
    void shouldWaitForAServerThatIsReadOnly() throws Exception {
        try (MariaDbServer server = MariaDbServer.withGrants();
                LogCapture log = LogCapture.ofSink()) {
            Lab lab = new Lab(server);
            lab.sql("CREATE USER w@'127.0.0.1' IDENTIFIED BY 'pw'");
            lab.sql("CREATE USER w@localhost IDENTIFIED BY 'pw'");
            lab.sql("GRANT ALL ON " + lab.database + ".* TO w@'127.0.0.1'");
            lab.sql("GRANT ALL ON " + lab.database + ".* TO w@localhost");
            try (MySqlSink sink = lab.sink().user("w").password("pw").build()) {
                sink.open(CONTEXT);
                SinkLane lane = sink.lane(0);
                lab.sql("SET GLOBAL read_only = 1");
                Future<?> blocked = apply(lane, transaction(1, lab.insert(lab.keyless, 1, "a")));
                await().atMost(LONG).until(() -> has(log, "1290"));
                lab.sql("SET GLOBAL read_only = 0");
                blocked.get(60, TimeUnit.SECONDS);
                assertThat(lab.query("SELECT id FROM keyless")).containsExactly("1");
            }
        }
    }

    @Test
    void shouldTryAgainAfterALockWait() throws Exception {
        Lab lab = new Lab(MariaDbServer.shared());
        lab.sql("INSERT INTO keyed VALUES (1, 'a')");
        InMemoryMetrics metrics = CaptureMetrics.inMemory();
        try (MySqlSink sink = lab.sink()
                        .lockWait(Duration.ofSeconds(1))
                        .metrics(metrics)
                        .build();
                Connection other = lab.server.connect(lab.database);
                Statement lock = other.createStatement()) {
            sink.open(CONTEXT);
            SinkLane lane = sink.lane(0);
            other.setAutoCommit(false);
            lock.execute("SELECT * FROM keyed WHERE id = 1 FOR UPDATE");
            Future<?> blocked = apply(lane, transaction(1, lab.update(lab.keyed, 1, "a", "b")));
            await().atMost(LONG).until(() -> retries(metrics) > 0);
            other.rollback();
            blocked.get(60, TimeUnit.SECONDS);
            assertThat(lab.query("SELECT name FROM keyed")).containsExactly("b");
        }
    }

    @Test
    void shouldTryAgainAfterAWaitForMetadata() throws Exception {
        Lab lab = new Lab(MariaDbServer.shared());
        InMemoryMetrics metrics = CaptureMetrics.inMemory();
        try (MySqlSink sink = lab.sink()
                        .lockWait(Duration.ofSeconds(1))
                        .metrics(metrics)
                        .build();
                Connection other = lab.server.connect(lab.database);
                Statement lock = other.createStatement()) {
            sink.open(CONTEXT);
            SinkLane lane = sink.lane(0);
            lane.apply(batch(transaction(1, lab.insert(lab.keyless, 1, "a"))));
            lock.execute("LOCK TABLES keyless WRITE");
            Future<?> blocked = apply(lane, transaction(2, lab.insert(lab.keyless, 2, "b")));
            await().atMost(LONG).until(() -> retries(metrics) > 0);
            lock.execute("UNLOCK TABLES");
            blocked.get(60, TimeUnit.SECONDS);
            assertThat(lab.query("SELECT id FROM keyless ORDER BY id")).containsExactly("1", "2");
        }
    }

    @Test
    void shouldRefuseABatchOfSeveralThatKeepsWaitingForALock() throws Exception {
        Lab lab = new Lab(MariaDbServer.shared());
        lab.sql("INSERT INTO keyed VALUES (1, 'a')");
        try (MySqlSink sink = lab.sink().lockWait(Duration.ofSeconds(1)).build();
                Connection other = lab.server.connect(lab.database);
                Statement lock = other.createStatement()) {
            sink.open(CONTEXT);
            SinkLane lane = sink.lane(0);
            other.setAutoCommit(false);
            lock.execute("SELECT * FROM keyed WHERE id = 1 FOR UPDATE");
            Transaction one = transaction(1, lab.update(lab.keyed, 1, "a", "b"));
            Transaction two = transaction(2, lab.insert(lab.keyless, 2, "x"));
            assertThatThrownBy(() -> lane.apply(batch(one, two))).isInstanceOf(BatchRefusedException.class);
            other.rollback();
        }
        assertThat(lab.query("SELECT id FROM keyless")).isEmpty();
    }

    @Test
    void shouldShrinkWhatIsTooLargeForAPacket() throws Exception {
        try (MariaDbServer server = MariaDbServer.start("--max-allowed-packet=65536");
                LogCapture log = LogCapture.ofSink()) {
            Lab lab = new Lab(server);
            lab.sql("ALTER TABLE keyed MODIFY name LONGTEXT");
            String wide = "x".repeat(5_000);
            RowChange[] rows = new RowChange[40];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = lab.insert(lab.keyed, i, wide);
            }
            try (MySqlSink sink = lab.sink().build()) {
                sink.open(CONTEXT);
                SinkLane lane = sink.lane(0);
                lane.apply(batch(transaction(1, rows)));
                assertThat(lab.query("SELECT COUNT(*) FROM keyed")).containsExactly("40");
                Transaction hopeless = transaction(2, lab.insert(lab.keyed, 99, "y".repeat(70_000)));
                assertThatThrownBy(() -> lane.apply(batch(hopeless))).hasMessageContaining("max_allowed_packet");
                assertThat(has(log, "Cutting the statements")).isTrue();
            }
        }
    }

    @Test
    void shouldEndAnInterruptedLaneThatWaitsForASilentServer() throws Exception {
        Lab lab = new Lab(MariaDbServer.shared());
        try (TcpProxy proxy = TcpProxy.to(lab.server.host(), lab.server.port());
                MySqlSink sink = lab.sink(proxy.port()).build()) {
            sink.open(CONTEXT);
            SinkLane lane = sink.lane(0);
            lane.apply(batch());
            proxy.hold(true);
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    lane.apply(batch(transaction(1, lab.insert(lab.keyless, 1, "a"))));
                    end.complete(new AssertionError("applied"));
                } catch (Throwable e) {
                    end.complete(e);
                }
            });
            thread.start();
            thread.interrupt();
            assertThat(end.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            proxy.hold(false);
        }
    }

    @Test
    void shouldWaitForATableToCome() throws Exception {
        Lab lab = new Lab(MariaDbServer.shared());
        try (MySqlSink sink = lab.sink().build();
                LogCapture log = LogCapture.ofSink()) {
            sink.open(CONTEXT);
            SinkLane lane = sink.lane(0);
            lane.apply(batch(transaction(1, lab.insert(lab.keyless, 1, "a"))));
            lab.sql("RENAME TABLE keyless TO elsewhere");
            Future<?> blocked = apply(lane, transaction(2, lab.insert(lab.keyless, 2, "b")));
            await().atMost(LONG).until(() -> has(log, "Waiting 60 s"));
            lab.sql("RENAME TABLE elsewhere TO keyless");
            blocked.get(60, TimeUnit.SECONDS);
            assertThat(lab.query("SELECT id FROM keyless ORDER BY id")).containsExactly("1", "2");
        }
    }

    private Future<?> apply(SinkLane lane, Transaction transaction) {
        return lanes.submit(() -> {
            lane.apply(batch(transaction));
            return null;
        });
    }

    private static boolean has(LogCapture log, String text) {
        return log.messages().stream().anyMatch(line -> line.contains(text));
    }

    private static double retries(InMemoryMetrics metrics) {
        return metrics.value(io.github.binlogcapturer.spi.Metric.SINK_RETRIES, "retry");
    }
}
