package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.testkit.RecordedCluster;
import io.github.binlogcapturer.testkit.Recordings;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A recording of a real cluster sent to Kafka by the whole library. */
@Timeout(120)
class CaptureToKafkaTest {

    private static final int LOGGED_TRANSACTIONS = 1385;

    private static RecordedCluster cluster;

    private final String prefix = "c" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        cluster = RecordedCluster.builder()
                .recording(Recordings.CONCURRENT)
                .idleHeartbeats(Duration.ofMillis(20))
                .start();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void shouldSendEveryTransactionWholeAndInOrder() throws Exception {
        run(cluster.lastTs());

        checkAll();
    }

    @Test
    void shouldSendEachChangeOnceHoweverOftenTheCaptureBegins() throws Exception {
        for (int part = 1; part <= 4; part++) {
            long wanted = part * 250L;
            try (BinlogCapturer capturer = capturer()) {
                capturer.applyTo(sink());
                await().atMost(Duration.ofSeconds(30)).until(() -> {
                    assertThat(capturer.failure()).isEmpty();
                    return read().stream()
                                    .map(record -> RecordHeaders.commitTs(record.headers()))
                                    .distinct()
                                    .count()
                            >= wanted;
                });
            }
        }
        run(cluster.lastTs());

        checkAll();
    }

    private void checkAll() throws Exception {
        Map<Integer, CommitTs> last = new HashMap<>();
        Map<Long, Set<Long>> indexes = new HashMap<>();
        Map<Long, Long> counts = new HashMap<>();
        for (ConsumerRecord<String, String> record : read()) {
            Headers headers = record.headers();
            CommitTs ts = RecordHeaders.commitTs(headers);
            CommitTs before = last.put(record.partition(), ts);
            assertThat(before == null || before.compareTo(ts) <= 0).isTrue();
            if (!RecordHeaders.isWatermark(headers)) {
                long start = RecordHeaders.number(headers, RecordHeaders.START_TS);
                long index = RecordHeaders.number(headers, RecordHeaders.EVENT_INDEX);
                assertThat(indexes.computeIfAbsent(start, any -> new HashSet<>())
                                .add(index))
                        .as("%s", record)
                        .isTrue();
                counts.put(start, RecordHeaders.number(headers, RecordHeaders.EVENT_COUNT));
            }
        }
        assertThat(indexes).hasSize(LOGGED_TRANSACTIONS);
        indexes.forEach((start, found) -> assertThat((long) found.size()).isEqualTo(counts.get(start)));
    }

    private void run(CommitTs until) throws Exception {
        try (BinlogCapturer capturer = capturer()) {
            capturer.applyTo(sink());
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        assertThat(capturer.failure()).isEmpty();
                        return capturer.start().position().compareTo(until) >= 0;
                    });
        }
    }

    /** Has no checkpoint, so that the position in Kafka alone decides. */
    private static BinlogCapturer capturer() {
        return BinlogCapturer.builder()
                .metaServers(cluster.metaServers())
                .namespace(cluster.namespace())
                .tables("cdc.b1", "cdc.b2", "cdc.b3")
                .pollInterval(Duration.ofMillis(5))
                .readRows(50)
                .checkpoints(CheckpointStore.inMemory())
                .startFrom(StartPosition.checkpointOr(StartPosition.earliest()))
                .build();
    }

    private KafkaSink sink() {
        return KafkaSink.builder()
                .bootstrapServers(KafkaBroker.shared().bootstrapServers())
                .topics(TopicRouter.fixed(prefix))
                .createTopics(TopicCreation.of(3, 1))
                .exactlyOnce(prefix)
                .flushInterval(Duration.ofMillis(20))
                .build();
    }

    private List<ConsumerRecord<String, String>> read() throws Exception {
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                KafkaBroker.shared().bootstrapServers(),
                "isolation.level",
                "read_committed",
                "allow.auto.create.topics",
                false);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().getOrDefault(prefix, List.of()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = ends(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(50)).forEach(all::add);
            }
        }
        return all;
    }

    /** Returns where the records end that are there, also where it is not decided yet whether readers see them. */
    private static Map<TopicPartition, Long> ends(List<TopicPartition> partitions) throws Exception {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", KafkaBroker.shared().bootstrapServers()))) {
            admin.listOffsets(wanted).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        }
        return ends;
    }
}
