package io.github.binlogcapturer.server.functional;

import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what came to a topic of one partition. */
final class Topics {

    private Topics() {}

    /** Returns how often each id is in the messages of one row each that are committed. */
    static Map<String, Integer> ids(KafkaBroker broker, String topic) {
        Map<String, Integer> ids = new TreeMap<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<String> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
                    values.add(new String(message.value(), StandardCharsets.UTF_8));
                }
            }
            values.forEach(value ->
                    ids.merge(value.replaceFirst("(?s).*\"data\":\\[\\{\"id\":\"?(\\d+).*", "$1"), 1, Integer::sum));
        }
        return ids;
    }
}
