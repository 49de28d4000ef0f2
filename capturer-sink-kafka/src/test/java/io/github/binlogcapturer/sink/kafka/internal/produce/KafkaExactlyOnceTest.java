package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.error.CheckpointException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.kafka.FencedException;
import io.github.binlogcapturer.sink.kafka.internal.produce.Target.Found;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.kafka.internal.produce.Events.heartbeat;
import static io.github.binlogcapturer.sink.kafka.internal.produce.Events.schema;
import static io.github.binlogcapturer.sink.kafka.internal.produce.Events.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Exactly once, with a broker that works. */
class KafkaExactlyOnceTest {

    private static final long SEED = Long.getLong("seed", 1);

    @Test
    void shouldKeepCommitOrderInEveryPartition() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 12);
        List<List<BinlogEvent>> lists = Events.lists(4_000, new Random(SEED));
        try (ProduceSession session = target.open()) {
            for (List<BinlogEvent> list : lists) {
                session.write(list);
                session.flush(false);
            }
            assertThat(session.flush(true)).isTrue();
        }
        List<Found> found = target.committed();
        assertThat(found)
                .as("seed %d", SEED)
                .extracting(Found::place)
                .containsExactlyInAnyOrderElementsOf(Target.places(lists));
        Map<Integer, Found> last = new HashMap<>();
        for (Found record : found) {
            Found before = last.put(record.partition(), record);
            assertThat(before == null
                            || before.commitTs() < record.commitTs()
                            || (before.commitTs() == record.commitTs() && before.index() < record.index()))
                    .as("%s, then %s; seed %d", before, record, SEED)
                    .isTrue();
        }
    }

    @Test
    void shouldEndEveryKafkaTransactionBehindAWholeSourceTransaction() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1).flushInterval(Duration.ZERO);
        List<List<BinlogEvent>> lists = Events.lists(3_000, new Random(SEED));
        try (ProduceSession session = target.open()) {
            for (List<BinlogEvent> list : lists) {
                session.write(list);
                session.flush(false);
            }
        }
        List<Found> found = target.committed();
        int ends = 0;
        for (int i = 1; i < found.size(); i++) {
            // the offset between is the marker of a commit
            if (found.get(i).offset() > found.get(i - 1).offset() + 1) {
                ends++;
                assertThat(found.get(i - 1).isLast()).as("%s", found.get(i - 1)).isTrue();
                assertThat(found.get(i).index()).isZero();
            }
        }
        assertThat(ends).isEqualTo(lists.size() - 1);
    }

    @Test
    void shouldGoOnFromThePositionThatKafkaHolds() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 2);
        try (ProduceSession session = target.open()) {
            assertThat(session.held()).isNull();
            session.write(List.of(transaction(10, 1, 2), transaction(20, 3)));
            assertThat(session.flush(true)).isTrue();
        }
        try (ProduceSession session = target.open()) {
            assertThat(session.held()).isEqualTo(CommitTs.of(20));
            assertThat(target.records().expected).containsEntry(target.topic(), 2);
        }
    }

    @Test
    void shouldMoveThePositionWhereEverythingIsFiltered() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1);
        try (ProduceSession session = target.open()) {
            session.write(List.of(heartbeat(30)));
            assertThat(session.flush(true)).isTrue();
        }
        try (ProduceSession session = target.open()) {
            assertThat(session.held()).isEqualTo(CommitTs.of(30));
        }
    }

    @Test
    void shouldKeepThePositionWhereASchemaOfLongAgoComes() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1).watermarks(Duration.ofNanos(1));
        try (ProduceSession session = target.open()) {
            session.write(List.of(transaction(100, 1)));
            session.flush(true);
        }
        try (ProduceSession session = target.open()) {
            session.write(List.of(schema(60)));
            session.flush(true);
        }
        try (ProduceSession session = target.open()) {
            assertThat(session.held()).isEqualTo(CommitTs.of(100));
        }
        assertThat(target.committed())
                .filteredOn(Found::watermark)
                .extracting(Found::commitTs)
                .containsExactly(100L, 100L);
    }

    @Test
    void shouldShowNothingOfARunThatWasKilled() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 2);
        ProduceSession killed = target.open();
        killed.write(List.of(transaction(10, 1, 2)));
        killed.flush(true);
        killed.write(List.of(transaction(20, 3)));
        try (ProduceSession next = target.open()) {
            assertThat(next.held()).isEqualTo(CommitTs.of(10));
            next.write(List.of(transaction(20, 3)));
            next.flush(true);
        } finally {
            killed.close();
        }
        assertThat(target.committed()).extracting(Found::place).containsExactlyInAnyOrder("10:0", "10:1", "20:0");
    }

    @Test
    void shouldShowNothingThatWasNotFlushedBeforeClose() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1);
        try (ProduceSession session = target.open()) {
            session.write(List.of(transaction(10, 1)));
        }
        assertThat(target.committed()).isEmpty();
        try (ProduceSession session = target.open()) {
            assertThat(session.held()).isNull();
        }
    }

    @Test
    void shouldFenceAnEarlierInstance() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1);
        try (ProduceSession zombie = target.open();
                ProduceSession next = openBehind(zombie, target)) {
            next.write(List.of(transaction(20, 2)));
            next.flush(true);
            assertThatThrownBy(() -> {
                        zombie.write(List.of(transaction(21, 3)));
                        zombie.flush(true);
                    })
                    .isInstanceOf(FencedException.class)
                    .hasMessageContaining(target.id())
                    .hasMessageContaining("stop one of the two");
            next.write(List.of(transaction(30, 4)));
            assertThat(next.flush(true)).isTrue();
        }
        assertThat(target.committed()).extracting(Found::commitTs).containsExactly(10L, 20L, 30L);
    }

    private static ProduceSession openBehind(ProduceSession zombie, Target target) throws InterruptedException {
        zombie.write(List.of(transaction(10, 1)));
        zombie.flush(true);
        // open when the other instance begins, so it is aborted
        zombie.write(List.of(transaction(20, 2)));
        return target.open();
    }

    @Test
    void shouldSendWatermarksBehindWhatTheySpeakOf() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 2).watermarks(Duration.ofDays(1));
        try (ProduceSession session = target.open()) {
            session.write(List.of(transaction(10, 1), transaction(11, 2)));
            session.flush(true);
            session.write(List.of(transaction(20, 1)));
            session.flush(true);
            session.write(List.of(transaction(30, 1), heartbeat(31)));
            session.flush(true);
        }
        assertThat(target.committed().stream().filter(found -> found.partition() == 1))
                .extracting(found -> found.commitTs() + (found.watermark() ? "W" : ""))
                .containsExactly("10", "11W", "20", "30", "31W");
    }

    @Test
    void shouldRefuseAPositionThatCannotBeRead() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1);
        target.open().close();
        try (KafkaProducer<byte[], byte[]> vandal = new KafkaProducer<>(
                Map.of("bootstrap.servers", KafkaBroker.shared().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            vandal.send(new ProducerRecord<>(
                            target.controlTopic(), 0, Target.bytes(target.id()), Target.bytes("{\"version\":9}")))
                    .get();
        }
        assertThatThrownBy(target::open)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("version is 1")
                .hasMessageContaining(target.controlTopic());
    }

    @Test
    void shouldRefuseAControlTopicThatForgets() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1);
        try (Admin admin = target.admin()) {
            admin.createTopics(List.of(new NewTopic("forgetful", 1, (short) 1)))
                    .all()
                    .get();
        }
        ProduceSettings settings = target.settings(new ExactlyOnce(true, "id", "forgetful", true, 0, 60_000));
        assertThatThrownBy(() -> ProduceSession.open(settings, Target.CONTEXT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cleanup.policy=delete")
                .hasMessageContaining("Set it to compact");
    }

    @Test
    void shouldRefuseAMissingControlTopicThatItMayNotCreate() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1);
        ProduceSettings settings = target.settings(new ExactlyOnce(true, "id", "missing", false, 0, 60_000));
        assertThatThrownBy(() -> ProduceSession.open(settings, Target.CONTEXT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("missing")
                .hasMessageContaining("cleanup.policy=compact");
    }

    @Test
    void shouldRefuseATransactionTimeoutThatTheBrokerDoesNotTake() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1).transactionTimeout(3_600_000);
        assertThatThrownBy(target::open)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("transaction.max.timeout.ms");
    }
}
