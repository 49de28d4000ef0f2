package io.github.binlogcapturer.sink.kafka.functional;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics as a consumer with {@code read_committed} does, from their beginning to where they end now. */
final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(100);

    private TopicReader() {}

    /** Returns the records of topics whose name begins with a prefix, of each partition in its order. */
    static List<ConsumerRecord<byte[], byte[]>> read(String bootstrapServers, String prefix) {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(Collection::stream)
                    .filter(info -> info.topic().startsWith(prefix))
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (!ends.isEmpty()) {
                consumer.poll(POLL).forEach(records::add);
                // behind the last record may be a mark of a transaction, which is no record
                ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
            return records;
        }
    }

    /** Returns a header's text, or null where the record has none of this name. */
    static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return record.headers().lastHeader(name) == null
                ? null
                : new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** Returns a header's number. */
    static long number(ConsumerRecord<byte[], byte[]> record, String name) {
        return Long.parseLong(Objects.requireNonNull(header(record, name), () -> name + " of " + record));
    }

    /** Returns whether a record is a change of a row. */
    static boolean isChange(ConsumerRecord<byte[], byte[]> record) {
        return List.of("insert", "update", "upsert", "delete").contains(header(record, "type"));
    }
}
