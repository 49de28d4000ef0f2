package io.github.binlogcapturer.sink.kafka.functional;

import io.github.binlogcapturer.testkit.functional.ForkedCapture;
import io.github.binlogcapturer.testkit.functional.KillLoop;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A capture is killed as the operating system kills, again and again, while it sends to Kafka exactly once; those who read what is committed
 * see each transaction once and whole. How often is 6 times, or as {@code -Dkills=} says.
 */
@Timeout(600)
class KafkaKillTest {

    private static final long SEED = 33;
    private static final String PREFIX = "killed";

    private final KafkaBroker broker = KafkaBroker.shared();
    private final Random random = new Random(SEED);

    /** A transaction as its records name it. */
    private record Key(long commitTs, long startTs) {}

    @Test
    void shouldSendEachTransactionOnceAndWholeThoughItIsKilledOverAndOver() throws Exception {
        createTopics();
        try (SimulatedShop shop = KillLoop.shop(SEED)) {
            KillLoop.run(shop, random, SEED, () -> fork(shop));

            requireEachOnce(shop, TopicReader.read(broker.bootstrapServers(), PREFIX + "."));
        }
    }

    private static void requireEachOnce(SimulatedShop shop, List<ConsumerRecord<byte[], byte[]>> records) {
        Map<Key, Set<Long>> seen = new HashMap<>();
        Map<Key, Long> counts = new HashMap<>();
        Map<String, Long> lastByPartition = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!TopicReader.isChange(record)) {
                continue;
            }
            long commitTs = TopicReader.number(record, "commit_ts");
            Key key = new Key(commitTs, TopicReader.number(record, "start_ts"));
            assertThat(seen.computeIfAbsent(key, any -> new HashSet<>()).add(TopicReader.number(record, "event_index")))
                    .as("%s of %s comes once", record.headers(), key)
                    .isTrue();
            counts.put(key, TopicReader.number(record, "event_count"));
            Long last = lastByPartition.put(record.topic() + record.partition(), commitTs);
            assertThat(last == null || last <= commitTs)
                    .as("order of %s", record)
                    .isTrue();
        }
        assertThat(seen)
                .allSatisfy((key, indexes) -> assertThat((long) indexes.size())
                        .as("%s is whole, seed %d", key, SEED)
                        .isEqualTo(counts.get(key)));
        Set<Long> written = new HashSet<>();
        shop.cluster.commits().stream()
                .filter(commit -> !commit.pieces().isEmpty())
                .forEach(commit -> written.add(commit.commitTs().value()));
        Set<Long> read = new HashSet<>();
        seen.keySet().forEach(key -> read.add(key.commitTs()));
        assertThat(read).as("seed %d", SEED).isEqualTo(written);
    }

    private void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(PREFIX + ".shop.accounts", 3, (short) 1),
                            new NewTopic(PREFIX + ".shop.orders", 2, (short) 1)))
                    .all()
                    .get();
        }
    }

    private ForkedCapture fork(SimulatedShop shop) throws IOException {
        return ForkedCapture.start(
                KilledKafkaCapture.class,
                String.join(",", shop.cluster.metaServers()),
                shop.cluster.namespace(),
                Long.toString(shop.beginning.value()),
                broker.bootstrapServers(),
                PREFIX);
    }
}
