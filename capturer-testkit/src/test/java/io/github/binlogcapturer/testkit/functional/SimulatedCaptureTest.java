package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.Flashback;
import io.github.binlogcapturer.RetentionWarning;
import io.github.binlogcapturer.Stall;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.PositionExpiredException;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.InMemoryMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.testkit.simulated.Committed;
import io.github.binlogcapturer.testkit.simulated.Fault;
import io.github.binlogcapturer.testkit.simulated.SimulatedClock;
import io.github.binlogcapturer.testkit.simulated.SimulatedCluster;
import io.github.binlogcapturer.testkit.simulated.SqlNodeDiedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What a capture tells of a cluster in trouble, and what it does where going on is impossible. */
@Timeout(120)
class SimulatedCaptureTest {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final SimulatedShop shop = SimulatedShop.open(2, 1);
    private final SimulatedCluster cluster = shop.cluster;
    private final List<Stall> stalls = new CopyOnWriteArrayList<>();
    private final List<Region> stallsEnded = new CopyOnWriteArrayList<>();
    private final List<RetentionWarning> warnings = new CopyOnWriteArrayList<>();
    private final List<Region> joined = new CopyOnWriteArrayList<>();
    private final List<Region> left = new CopyOnWriteArrayList<>();
    private final InMemoryMetrics metrics = CaptureMetrics.inMemory();

    @AfterEach
    void close() {
        cluster.close();
    }

    private BinlogCapturerBuilder capture() {
        return shop.capture().metrics(metrics).listener(new CapturerListener() {
            @Override
            public void onStall(Stall stall) {
                stalls.add(stall);
            }

            @Override
            public void onStallEnd(Region region) {
                stallsEnded.add(region);
            }

            @Override
            public void onRetentionWarning(RetentionWarning warning) {
                warnings.add(warning);
            }

            @Override
            public void onRegionJoined(Region region) {
                joined.add(region);
            }

            @Override
            public void onRegionLeft(Region region, CommitTs reached) {
                left.add(region);
            }
        });
    }

    @Test
    void shouldSayWhichRegionWaitsForAPreparedTransaction() throws Exception {
        try (BinlogCapturer capturer = capture().build()) {
            EventStream stream = capturer.start();
            Fault dead = cluster.faults().pendingPrewrite(1, Duration.ofSeconds(4));
            assertThatThrownBy(() -> insert(1)).isInstanceOf(SqlNodeDiedException.class);
            dead.close();
            await().atMost(WAIT).until(() -> !stalls.isEmpty());

            Stall stall = stalls.get(0);
            assertThat(stall.cause()).isEqualTo(Stall.Cause.PENDING_PREWRITE);
            assertThat(stall.peers()).hasSize(3);
            assertThat(capturer.explain())
                    .contains(
                            stall.region().toString(),
                            "prepared",
                            stall.peers().get(0).address());
            assertThat(take(stream, 1)).hasSize(1);
            await().atMost(WAIT).untilAsserted(() -> assertThat(stallsEnded).contains(stall.region()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 612})
    void shouldWaitForASqlNodeThatDiedInMidCommitAsLongAsItTakes(long seconds) throws Exception {
        SimulatedClock clock = new SimulatedClock();
        try (SimulatedShop slow = SimulatedShop.open(
                        2,
                        1,
                        builder -> builder.clock(clock)
                                .recoveryAge(Duration.ofSeconds(10))
                                .recoveryInterval(Duration.ofSeconds(10)));
                BinlogCapturer capturer = slow.capture().build()) {
            EventStream stream = capturer.start();
            slow.cluster.faults().pendingPrewrite(1, Duration.ofSeconds(seconds));
            assertThatThrownBy(() -> slow.cluster
                            .begin()
                            .insert(slow.accounts, 1L, 1L, "")
                            .commit())
                    .isInstanceOf(SqlNodeDiedException.class);
            clock.advance(Duration.ofSeconds(seconds - 1));
            assertThat(stream.getWithoutAck(1, Duration.ofMillis(300)).isEmpty())
                    .isTrue();
            await().atMost(WAIT).until(() -> {
                clock.advance(Duration.ofSeconds(10));
                return slow.cluster.undecided() == 0;
            });
            slow.cluster.heartbeat();
            assertThat(take(stream, 1)).hasSize(1);
        }
    }

    @Test
    void shouldSayWhichRegionCannotBeReached() throws Exception {
        try (BinlogCapturer capturer = capture().build()) {
            EventStream stream = capturer.start();
            List<Fault> down = cluster.stores().stream()
                    .map(store -> cluster.faults().storeDown(store))
                    .toList();
            await().atMost(WAIT)
                    .untilAsserted(
                            () -> assertThat(stalls).extracting(Stall::cause).contains(Stall.Cause.UNREACHABLE));
            // the stall that was told first need not be of the region for which the merge waits
            await().atMost(WAIT)
                    .untilAsserted(() -> assertThat(capturer.explain()).contains("none of its peers answers"));
            down.forEach(Fault::close);
            insert(1);
            assertThat(take(stream, 1)).hasSize(1);
        }
    }

    @Test
    void shouldStopWhereThePositionHasExpiredEverywhere() throws Exception {
        insert(1);
        CommitTs early = shop.beginning;
        for (long region : shop.regions()) {
            cluster.faults().historyShorterEverywhere(region, cluster.lastTs()).close();
        }
        cluster.heartbeat();
        try (BinlogCapturer capturer =
                capture().startFrom(StartPosition.after(early)).build()) {
            EventStream stream = capturer.start();
            assertThatThrownBy(() -> take(stream, 1))
                    .isInstanceOf(CapturerClosedException.class)
                    .cause()
                    .isInstanceOf(PositionExpiredException.class)
                    .hasMessageContainingAll(
                            "cdc.bl", cluster.stores().get(0).substring(0, 9), "snapshot", "earliest()", "latest()");
        }
    }

    @Test
    void shouldReadWhatIsInExternalStorageAndComeBack() throws Exception {
        insert(1);
        CommitTs afterFirst = cluster.lastTs();
        insert(2);
        for (long region : shop.regions()) {
            cluster.faults().offline(region, shop.beginning, afterFirst).close();
        }
        insert(3);
        try (BinlogCapturer capturer = capture().build()) {
            assertThat(take(capturer.start(), 3)).hasSize(3);
        }
    }

    @Test
    void shouldWarnBeforeAPositionExpires() throws Exception {
        insert(1);
        try (BinlogCapturer capturer =
                capture().retentionWarning(Duration.ofMinutes(1)).build()) {
            // nothing is acknowledged, so the position stays close to where the history begins
            capturer.start();
            await().atMost(WAIT).until(() -> !warnings.isEmpty());
            assertThat(warnings.get(0).headroom()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
            await().atMost(WAIT)
                    .until(() -> metrics.labels(Metric.RETENTION_HEADROOM).size()
                            == shop.regions().size());
        }
    }

    @Test
    void shouldReadARegionThatAppears() throws Exception {
        try (BinlogCapturer capturer = capture().build()) {
            EventStream stream = capturer.start();
            long region = cluster.addRegion(SimulatedShop.BINLOG, 0);
            await().atMost(WAIT).until(() -> !joined.isEmpty());
            Ledger ledger = new Ledger();
            for (int i = 0; i < 200 && !used(region); i++) {
                insert(2L * i);
                await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            }
            assertThat(used(region)).isTrue();
            take(stream, cluster.commits().size()).forEach(ledger::add);
            ledger.requireOrder(cluster.commits(), "a region that appears");
        }
    }

    private boolean used(long region) {
        return cluster.commits().stream()
                .flatMap(committed -> committed.pieces().stream())
                .anyMatch(piece -> piece.regionId() == region);
    }

    @Test
    void shouldGoOnWithoutARegionThatIsGone() throws Exception {
        long region = cluster.addRegion(SimulatedShop.BINLOG, 0);
        cluster.heartbeat();
        try (BinlogCapturer capturer =
                capture().startFrom(StartPosition.after(cluster.lastTs())).build()) {
            EventStream stream = capturer.start();
            insert(1);
            assertThat(take(stream, 1)).hasSize(1);
            cluster.dropRegion(region);
            await().atMost(WAIT).until(() -> !left.isEmpty());
            assertThat(left.get(0).regionId()).isEqualTo(region);
            insert(2);
            assertThat(take(stream, 1)).hasSize(1);
        }
    }

    @Test
    void shouldDeliverACommitThatIsLoggedTwiceOnce() throws Exception {
        try (BinlogCapturer capturer = capture().build()) {
            EventStream stream = capturer.start();
            Fault twice = cluster.faults().duplicateCommit(1);
            insert(1);
            twice.close();
            insert(2);
            List<Transaction> taken = take(stream, 2);

            assertThat(taken).extracting(Transaction::txnId).doesNotHaveDuplicates();
            await().atMost(WAIT).until(() -> metrics.total(Metric.DUPLICATES) > 0);
        }
    }

    @Test
    void shouldFollowSchemaChangesWhileStreaming() throws Exception {
        try (BinlogCapturer capturer = capture().build()) {
            EventStream stream = capturer.start();
            cluster.begin().insert(shop.orders, 1L, 1, 0, "paid", 1.5).commit();
            shop.orders.addColumn("extra", ColumnType.INT64, "7");
            cluster.begin().insert(shop.orders, 2L, 1, 0, "paid", 1.5, 70L).commit();
            shop.orders.dropColumn("extra");
            cluster.begin().insert(shop.orders, 3L, 1, 0, "paid", 1.5).commit();
            shop.orders.addColumn("extra", ColumnType.STRING, null);
            cluster.begin().insert(shop.orders, 4L, 1, 0, "paid", 1.5, "text").commit();
            List<RowChange> changes = new ArrayList<>();
            List<SchemaChange> schemas = new ArrayList<>();
            while (changes.size() < 4) {
                Batch batch = stream.getWithoutAck(10, WAIT);
                assertThat(batch.isEmpty()).isFalse();
                batch.events().forEach(event -> {
                    if (event instanceof SchemaChange schema) {
                        schemas.add(schema);
                    } else if (event instanceof Transaction transaction) {
                        changes.addAll(transaction.changes());
                    }
                });
            }
            assertThat(schemas).isNotEmpty();
            assertThat(changes.get(1).after().value("id")).isEqualTo(2L);
            assertThat(changes.get(3).after().text("extra")).isEqualTo("text");
        }
    }

    @Test
    void shouldCaptureATransactionOfMoreThan100MegabytesWhole() throws Exception {
        byte[] row = new byte[10 << 20];
        Arrays.fill(row, (byte) 'x');
        String text = new String(row, StandardCharsets.US_ASCII);
        var transaction = cluster.begin().sql("insert into shop.blobs");
        for (long id = 0; id < 24; id += 2) {
            transaction.insert(shop.blobs, id, text);
        }
        transaction.commit();
        insert(1);
        try (BinlogCapturer capturer = capture().memoryLimit(300 << 20).build()) {
            List<Transaction> taken = take(capturer.start(), 2);
            assertThat(taken.get(0).sizeBytes()).isGreaterThan(100 << 20);
            assertThat(taken.get(0).changes()).hasSize(12);
        }
    }

    @Test
    void shouldSayHowMuchMemoryATransactionNeeds() throws Exception {
        cluster.begin().insert(shop.blobs, 1L, "x".repeat(6 << 20)).commit();
        try (BinlogCapturer capturer = capture().memoryLimit(4 << 20).build()) {
            EventStream stream = capturer.start();
            assertThatThrownBy(() -> take(stream, 1)).cause().hasMessageContainingAll("memoryLimit", "cdc.bl");
        }
    }

    @Test
    void shouldStartWithMetaServersOfWhichOnlyOneIsRight() throws Exception {
        insert(1);
        List<String> half = List.of(
                "127.0.0.1:1", cluster.stores().get(0), cluster.metaServers().get(0));
        try (BinlogCapturer capturer = shop.capture(half).build()) {
            assertThat(take(capturer.start(), 1)).hasSize(1);
        }
    }

    @Test
    void shouldLookBackAtWhatAUserDid() throws Exception {
        insert(1);
        Committed wanted = cluster.begin("ann", "10.1.1.1")
                .insert(shop.accounts, 2L, 1L, "")
                .insert(shop.orders, 1L, 1, 0, "paid", 1.5)
                .commit();
        insert(3);
        assertLooksBack(Flashback.any().user("ann"), wanted, 2);
        assertLooksBack(Flashback.any().userIp("10.1.1.1"), wanted, 2);
        assertLooksBack(Flashback.any().tables("shop.orders"), wanted, 1);
        assertLooksBack(Flashback.any().txnIds(wanted.txnId()), wanted, 2);
        long sign = statementSign(wanted);
        assertLooksBack(Flashback.any().signs(sign), wanted, 1);
    }

    private long statementSign(Committed wanted) throws Exception {
        try (BinlogCapturer capturer =
                capture().flashback(Flashback.any().txnIds(wanted.txnId())).build()) {
            return take(capturer.start(), 1).get(0).changes().stream()
                    .filter(change -> change.table().table().equals("orders"))
                    .findFirst()
                    .orElseThrow()
                    .statement()
                    .sign();
        }
    }

    private void assertLooksBack(Flashback flashback, Committed wanted, int changes) throws Exception {
        try (BinlogCapturer capturer = capture().flashback(flashback).build()) {
            EventStream stream = capturer.start();
            List<Transaction> taken = take(stream, 1);
            assertThat(taken).extracting(Transaction::txnId).containsExactly(wanted.txnId());
            assertThat(taken.get(0).changes()).hasSize(changes);
            assertThat(taken.get(0).changes().get(0).statement().sql()).isNotEmpty();
            CommitTs end = cluster.lastTs();
            await().atMost(WAIT).until(() -> capturer.watermark().orElseThrow().compareTo(end) >= 0);
            assertThat(stream.getWithoutAck(10, Duration.ofMillis(1)).isEmpty()).isTrue();
        }
    }

    private void insert(long id) {
        cluster.begin().insert(shop.accounts, id, 1L, "").commit();
    }

    private static List<Transaction> take(EventStream stream, int count) throws InterruptedException {
        List<Transaction> taken = new ArrayList<>();
        long deadlineNs = System.nanoTime() + WAIT.toNanos();
        while (taken.size() < count) {
            Batch batch = stream.getWithoutAck(1, Duration.ofMillis(100));
            taken.addAll(batch.transactions());
            if (!batch.isEmpty()) {
                stream.ack(batch.id());
            }
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
        }
        return taken;
    }
}
