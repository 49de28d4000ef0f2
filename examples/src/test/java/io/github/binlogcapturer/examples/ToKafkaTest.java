package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ToKafkaTest {

    private final KafkaBroker broker = KafkaBroker.shared();

    @Test
    void shouldFillTheTopicsAndSendNothingTheSecondTime() throws Exception {
        ToKafka.run(broker.bootstrapServers());
        long records = ends();
        assertThat(records).isPositive();

        ToKafka.run(broker.bootstrapServers());
        // watermarks and the marks of transactions take places too
        assertThat(ends() - records).isLessThan(200);
    }

    private long ends() {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("shop.cdc.b1").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
