package io.github.binlogcapturer.benchmarks.kafka;

import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics of one round: one for the table, one for positions. */
final class Topics implements AutoCloseable {

    static final int PARTITIONS = 4;
    static final String TABLE = ".t";
    static final String POSITIONS = ".positions";

    private static final int TRIES = 100;

    private final KafkaBroker broker;
    private final Admin admin;
    private int created;

    Topics(KafkaBroker broker) {
        this.broker = broker;
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    String servers() {
        return broker.bootstrapServers();
    }

    /** Makes topics; returns how their names begin. */
    String create() throws Exception {
        String topic = "figures-" + created++;
        Map<String, String> compacted = Map.of("cleanup.policy", "compact");
        admin.createTopics(List.of(
                        new NewTopic(topic + TABLE, PARTITIONS, (short) 1),
                        new NewTopic(topic + POSITIONS, 1, (short) 1).configs(compacted)))
                .all()
                .get();
        awaitLeaders(topic);
        return topic;
    }

    void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic + TABLE, topic + POSITIONS)).all().get();
    }

    /** Returns the records of a table's topic, without those of transactions that were not committed. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end(ends, partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    @Override
    public void close() {
        admin.close();
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        Long end = ends.get(partition);
        return end == null ? 0 : end;
    }

    /** A producer that is too early has its first batches refused, and then all others. */
    private void awaitLeaders(String topic) throws Exception {
        for (int i = 0; ; i++) {
            try {
                requireLeaders(topic);
                return;
            } catch (ExecutionException notYet) {
                if (i == TRIES) {
                    throw notYet;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private void requireLeaders(String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions(topic).forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        admin.listOffsets(asked).all().get();
    }

    private static List<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new TopicPartition(topic + TABLE, i));
        }
        return partitions;
    }
}
