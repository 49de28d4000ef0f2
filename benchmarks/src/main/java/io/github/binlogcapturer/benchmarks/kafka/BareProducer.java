package io.github.binlogcapturer.benchmarks.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The peer of the Kafka sink: a producer with the settings that the sink gives its own, and records that are ready. */
final class BareProducer {

    private final Topics topics;
    private final List<ConsumerRecord<byte[], byte[]>> records;

    BareProducer(Topics topics, List<ConsumerRecord<byte[], byte[]>> records) {
        this.topics = topics;
        this.records = records;
    }

    /** Sends all once; returns how many per second. */
    double rate() throws Exception {
        String topic = topics.create();
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<ProducerRecord<byte[], byte[]>> ready = new ArrayList<>();
            records.forEach(record -> ready.add(new ProducerRecord<>(
                    topic + Topics.TABLE, record.partition(), null, record.key(), record.value(), record.headers())));
            producer.partitionsFor(topic + Topics.TABLE);
            long startNs = System.nanoTime();
            Future<RecordMetadata> last = producer.send(ready.get(0));
            for (ProducerRecord<byte[], byte[]> record : ready.subList(1, ready.size())) {
                last = producer.send(record);
            }
            producer.flush();
            long tookNs = System.nanoTime() - startNs;
            last.get();
            topics.verifyAtLeast(topic, records.size());
            return records.size() * (double) TimeUnit.SECONDS.toNanos(1) / tookNs;
        } finally {
            topics.delete(topic);
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                "bootstrap.servers",
                topics.servers(),
                "acks",
                "all",
                "enable.idempotence",
                "true",
                "linger.ms",
                "5",
                "batch.size",
                Integer.toString(256 << 10),
                "buffer.memory",
                Long.toString(64L << 20));
    }
}
