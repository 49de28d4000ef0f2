package io.github.binlogcapturer.benchmarks.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The peer of the Kafka sink: a producer with the settings that the sink gives its own, and records that are ready. The first ones warm it
 * up: they have it connect, get its id and know the topic.
 */
final class BareProducer implements Sender {

    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final int warmUps;

    /** @param records those to warm up, and behind them those that count */
    BareProducer(List<ConsumerRecord<byte[], byte[]>> records, int warmUps) {
        this.records = records;
        this.warmUps = warmUps;
    }

    @Override
    public long send(String servers, String topic) throws Exception {
        List<ProducerRecord<byte[], byte[]>> ready = records.stream()
                .map(record -> new ProducerRecord<>(
                        topic + Topics.TABLE, record.partition(), null, record.key(), record.value(), record.headers()))
                .toList();
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            send(producer, ready.subList(0, warmUps));
            List<ProducerRecord<byte[], byte[]>> counted = ready.subList(warmUps, ready.size());
            long startNs = System.nanoTime();
            send(producer, counted);
            return System.nanoTime() - startNs;
        }
    }

    private static void send(Producer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records)
            throws Exception {
        Future<RecordMetadata> last = producer.send(records.get(0));
        for (ProducerRecord<byte[], byte[]> record : records.subList(1, records.size())) {
            last = producer.send(record);
        }
        producer.flush();
        last.get();
    }

    private static Map<String, Object> settings(String servers) {
        return Map.of(
                "bootstrap.servers",
                servers,
                "acks",
                "all",
                "enable.idempotence",
                "true",
                "compression.type",
                "lz4",
                "linger.ms",
                "5",
                "batch.size",
                Integer.toString(256 << 10),
                "buffer.memory",
                Long.toString(64L << 20));
    }
}
