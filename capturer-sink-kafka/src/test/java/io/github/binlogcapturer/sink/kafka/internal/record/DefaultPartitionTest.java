package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.sink.kafka.TopicCreation;
import io.github.binlogcapturer.sink.kafka.internal.topic.KafkaTopics;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.kafka.internal.record.Made.insert;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.order;
import static org.assertj.core.api.Assertions.assertThat;

class DefaultPartitionTest {

    @Test
    void shouldPutARecordWhereAProducerPutsItByItsKey() throws Exception {
        Map<String, Object> config =
                Map.of("bootstrap.servers", KafkaBroker.shared().bootstrapServers());
        RowChange[] changes = IntStream.range(0, 50)
                .mapToObj(i -> insert(order(i, "eu", "a")))
                .toArray(RowChange[]::new);
        try (Admin admin = Admin.create(config);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            KafkaTopics topics = new KafkaTopics(admin, TopicCreation.of(5, 1), Set.of(), true, CaptureClock.system());

            for (ProducerRecord<byte[], byte[]> made :
                    Made.records(Made.settings(), topics, Made.transaction(changes))) {
                ProducerRecord<byte[], byte[]> keyOnly = new ProducerRecord<>(made.topic(), made.key(), null);
                assertThat(producer.send(keyOnly).get().partition()).isEqualTo(made.partition());
            }
        }
    }
}
