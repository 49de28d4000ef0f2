package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.testkit.simulated.Fault;
import io.github.binlogcapturer.testkit.simulated.SimulatedCluster;
import io.github.binlogcapturer.testkit.simulated.SimulatedFaults;
import io.github.binlogcapturer.testkit.simulated.SqlNodeDiedException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One fault after the other, while one capture goes on: it delivers what is committed during the fault, most often before the fault ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class FaultTest {

    private static final Logger LOG = LoggerFactory.getLogger(FaultTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** For how long SQL nodes are dead here. */
    private static final Duration PENDING = Duration.ofMillis(700);

    private final SimulatedShop shop = SimulatedShop.open(2, 2);
    private final SimulatedCluster cluster = shop.cluster;
    private final SimulatedFaults faults = cluster.faults();
    private final Ledger ledger = new Ledger();
    private BinlogCapturer capturer;
    private EventStream stream;
    private long nextId;

    @BeforeAll
    void start() {
        capturer = shop.capture().memoryLimit(16 << 20).build();
        stream = capturer.start();
    }

    @AfterAll
    void close() {
        capturer.close();
        cluster.close();
    }

    /** A fault through which a capture goes on. */
    private static Arguments through(String name, Function<FaultTest, Fault> fault) {
        return Arguments.of(name, true, fault);
    }

    /** A fault for whose end everybody has to wait. */
    private static Arguments after(String name, Function<FaultTest, Fault> fault) {
        return Arguments.of(name, false, fault);
    }

    static List<Arguments> faults() {
        return List.of(
                through("leader change", test -> test.faults.leaderChange(test.region())),
                through("leader change unknown to meta", test -> test.faults.leaderChangeUnknownToMeta(test.region())),
                after("leader unknown", test -> test.faults.leaderUnknown(test.region())),
                through("store down", test -> test.faults.storeDown(test.leader())),
                through("store hung", test -> test.faults.storeHung(test.leader())),
                through("store slow", test -> test.faults.storeSlow(test.leader(), Duration.ofMillis(700))),
                through("store cuts answers", test -> test.faults.storeCutsAnswers(test.leader())),
                through("store overcrowded", test -> test.faults.overcrowded(test.leader())),
                through("deadline above a budget", test -> test.faults.deadlineAbove(test.leader(), 1)),
                through("missing errcode", test -> test.faults.missingErrcode(test.leader())),
                through("get value fail", test -> test.faults.getValueFail(test.leader())),
                through("repeated tail", test -> test.faults.repeatedTail(test.leader())),
                through("corrupted entry", test -> test.faults.corruptedEntry(test.region(), test.leader())),
                through("lagging follower", FaultTest::lagging),
                through(
                        "history shorter",
                        test -> test.faults.historyShorter(test.region(), test.leader(), test.cluster.lastTs())),
                through("version old", test -> test.faults.versionOld(test.region())),
                through("region moved", test -> test.faults.regionMoved(test.region(), test.leader())),
                through(
                        "meta leader down",
                        test -> test.faults.metaDown(test.cluster.metaServers().get(2))),
                through("meta followers stale", test -> test.faults.metaFollowersStale()),
                through("clock jumps ahead", test -> test.faults.clockJump(Duration.ofSeconds(2))),
                through("duplicate commit", test -> test.faults.duplicateCommit(1)),
                through("repeated commit", test -> test.faults.repeatedCommit(1)),
                through("pending prewrite", test -> test.faults.pendingPrewrite(1, PENDING)),
                through("forgotten commit", test -> test.faults.forgottenCommit(1, PENDING)),
                through("equal commit ts", test -> test.faults.equalCommitTs(1, PENDING)),
                through("region appears", FaultTest::appearing));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldDeliverThrough(String name, boolean during, Function<FaultTest, Fault> fault) throws Exception {
        commit();
        deliver();
        Fault on = fault.apply(this);
        long onNs = System.nanoTime();
        try {
            commit();
            if (during) {
                deliver();
                LOG.info("{}: delivered {} ms after it began", name, millisSince(onNs));
            }
        } finally {
            on.close();
        }
        long offNs = System.nanoTime();
        commit();
        deliver();
        LOG.info("{}: delivered {} ms after it ended", name, millisSince(offNs));
        ledger.requireOrder(cluster.commits(), name);
        ledger.requireTable(shop.accounts, cluster.rows(shop.accounts), name);
    }

    /** Commits a transaction that writes to both partitions, whatever becomes of its SQL node. */
    private void commit() {
        nextId += 2;
        try {
            cluster.begin()
                    .insert(shop.accounts, nextId, 1L, "even")
                    .insert(shop.accounts, nextId + 1, 1L, "odd")
                    .commit();
        } catch (SqlNodeDiedException decidedLater) {
            LOG.debug("Decided later", decidedLater);
        }
    }

    /** Takes all that is committed. */
    private void deliver() throws InterruptedException {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> cluster.undecided() == 0);
        CommitTs last = cluster.lastCommitTs().orElseThrow();
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (stream.position().compareTo(last) < 0) {
            Batch batch = stream.getWithoutAck(100, Duration.ofMillis(10));
            batch.events().forEach(ledger::add);
            if (!batch.isEmpty()) {
                stream.ack(batch.id());
            }
            assertThat(System.nanoTime()).as(capturer::explain).isLessThan(deadlineNs);
        }
    }

    private static long millisSince(long startNs) {
        return Duration.ofNanos(System.nanoTime() - startNs).toMillis();
    }

    private long region() {
        return shop.regions().get(0);
    }

    private String leader() {
        return cluster.leader(region());
    }

    private Fault lagging() {
        List<Fault> lagging = cluster.peers(region()).stream()
                .filter(peer -> !peer.equals(leader()))
                .map(peer -> faults.laggingFollower(region(), peer))
                .toList();
        return () -> lagging.forEach(Fault::close);
    }

    private Fault appearing() {
        cluster.addRegion(SimulatedShop.BINLOG, 0);
        return () -> {};
    }
}
