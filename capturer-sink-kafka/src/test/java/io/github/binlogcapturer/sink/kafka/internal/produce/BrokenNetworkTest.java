package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.kafka.internal.produce.Target.Found;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.binlogcapturer.sink.kafka.internal.produce.Events.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A broker that goes away, answers late, or whose answers get lost. */
@Timeout(120)
class BrokenNetworkTest {

    private static final long SEED = Long.getLong("seed", 1);
    /** Key and version of the request EndTxn, which commits. */
    private static final String END_TXN = "\0\u001a\0\5";

    private static KafkaBroker broker;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.startBehindProxy(
                Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "100"));
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @AfterEach
    void mend() {
        broker.proxy().hold(false);
        broker.proxy().refuse(false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCommitOnceWhereTheConnectionBreaksAtTheCommit(boolean afterwards) throws Exception {
        Target target = Target.behindProxy(broker, 2);
        try (ProduceSession session = target.open()) {
            session.write(List.of(transaction(10, 1, 2)));
            cut(afterwards);
            assertThat(session.flush(true)).isTrue();
            assertThat(broker.proxy().hasCutAtMarker()).isTrue();
            session.write(List.of(transaction(20, 3)));
            session.flush(true);
        }
        assertThat(target.committed()).extracting(Found::place).containsExactlyInAnyOrder("10:0", "10:1", "20:0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindOutInTheNextRunWhetherTheLastCommitHasArrived(boolean afterwards) throws Exception {
        Target target = Target.behindProxy(broker, 1);
        try (ProduceSession session = target.open()) {
            session.write(List.of(transaction(10, 1)));
            cut(afterwards);
            // it has its connection, and gets no other one to ask again
            broker.proxy().refuse(true);
            Writer writer = new Writer(() -> session.flush(true));
            await().atMost(Duration.ofSeconds(30)).until(broker.proxy()::hasCutAtMarker);
            writer.interrupt();
        }
        broker.proxy().refuse(false);
        try (ProduceSession session = target.open()) {
            boolean arrived = CommitTs.of(10).equals(session.held());
            assertThat(target.committed()).hasSize(arrived ? 1 : 0);
            session.write(arrived ? List.of(transaction(20, 2)) : List.of(transaction(10, 1), transaction(20, 2)));
            session.flush(true);
        }
        assertThat(target.committed()).extracting(Found::place).containsExactly("10:0", "20:0");
    }

    private static void cut(boolean afterwards) {
        if (afterwards) {
            broker.proxy().cutAfter(END_TXN);
        } else {
            broker.proxy().cutBefore(END_TXN);
        }
    }

    @Test
    void shouldSendAgainWhatTheBrokerHasAbortedSinceItTookTooLong() throws Exception {
        Target target = Target.behindProxy(broker, 1).transactionTimeout(300);
        try (ProduceSession session = target.open();
                Admin admin = target.admin()) {
            session.write(List.of(transaction(10, 1)));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> admin.describeTransactions(List.of(target.id()))
                                    .description(target.id())
                                    .get()
                                    .state()
                            != TransactionState.COMPLETE_COMMIT);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> admin.describeTransactions(List.of(target.id()))
                                    .description(target.id())
                                    .get()
                                    .state()
                            == TransactionState.COMPLETE_ABORT);
            session.write(List.of(transaction(20, 2)));
            assertThat(session.flush(true)).isTrue();
        }
        assertThat(target.committed()).extracting(Found::place).containsExactly("10:0", "20:0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLoseNothingWhileTheBrokerIsDown(boolean exactlyOnce) throws Exception {
        Target target = Target.at(broker, 3);
        if (!exactlyOnce) {
            target.atLeastOnce();
        }
        List<List<BinlogEvent>> lists = Events.lists(6_000, new Random(SEED));
        try (ProduceSession session = target.open()) {
            int half = lists.size() / 2;
            for (List<BinlogEvent> list : lists.subList(0, half)) {
                session.write(list);
                session.flush(false);
            }
            broker.stop();
            Writer writer = new Writer(() -> {
                for (List<BinlogEvent> list : lists.subList(half, lists.size())) {
                    session.write(list);
                    session.flush(false);
                }
                session.flush(true);
            });
            writer.awaitWaiting();
            broker.start();
            writer.join();
        }
        List<String> found =
                new ArrayList<>(target.committed().stream().map(Found::place).toList());
        assertThat(exactlyOnce ? found : found.stream().distinct().toList())
                .as("seed %d", SEED)
                .containsExactlyInAnyOrderElementsOf(Target.places(lists));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndSoonWhenInterruptedWhileItWaits(boolean exactlyOnce) throws Exception {
        Target target = Target.behindProxy(broker, 1).property("buffer.memory", "300000");
        if (!exactlyOnce) {
            target.atLeastOnce();
        }
        List<List<BinlogEvent>> lists = Events.lists(20_000, new Random(SEED));
        try (ProduceSession session = target.open()) {
            session.write(List.of(transaction(1, 1)));
            session.flush(true);
            broker.proxy().hold(true);
            Writer writer = new Writer(() -> {
                for (List<BinlogEvent> list : lists) {
                    session.write(list);
                }
            });
            writer.awaitWaiting();
            writer.interrupt();
        }
        broker.proxy().hold(false);
        if (exactlyOnce) {
            try (ProduceSession session = target.open()) {
                assertThat(session.held()).isEqualTo(CommitTs.of(1));
            }
            assertThat(target.committed()).extracting(Found::place).containsExactly("1:0");
        }
    }

    @Test
    void shouldWaitForABrokerThatIsNotThereYet() throws Exception {
        Target target = Target.behindProxy(broker, 1);
        broker.proxy().refuse(true);
        AtomicReference<@Nullable ProduceSession> opened = new AtomicReference<>();
        Writer writer = new Writer(() -> opened.set(target.open()));
        int refused = broker.proxy().connections();
        await().atMost(Duration.ofSeconds(30)).until(() -> broker.proxy().connections() > refused + 1);
        broker.proxy().refuse(false);
        writer.join();
        Objects.requireNonNull(opened.get()).close();
    }
}
