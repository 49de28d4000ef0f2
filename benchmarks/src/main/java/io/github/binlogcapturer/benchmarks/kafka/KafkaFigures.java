package io.github.binlogcapturer.benchmarks.kafka;

import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.workload.AppliedStream;
import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.benchmarks.workload.RowWrite;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import io.github.binlogcapturer.format.CanalJson;
import io.github.binlogcapturer.format.CanalProtobuf;
import io.github.binlogcapturer.format.DebeziumJson;
import io.github.binlogcapturer.format.JsonLines;
import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.format.SqlText;
import io.github.binlogcapturer.sink.kafka.KafkaSink;
import io.github.binlogcapturer.sink.kafka.KafkaSinkBuilder;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How many transactions of one row per second reach a Kafka broker in the same JVM by our sink, and how many records of the same bytes, headers
 * included, by a bare idempotent producer with the same settings, which has nothing to encode. Prints one line per figure.
 *
 * <p>System properties: {@code writes} (default 300000), {@code rounds} (5), {@code only} (a part of the names of those to measure).
 */
public final class KafkaFigures {

    private static final int PARTITIONS = 4;
    private static final int WARM_UP = 3;

    private final int writes = Integer.getInteger("writes", 300_000);
    private final int rounds = Integer.getInteger("rounds", 5);
    private final String only = System.getProperty("only", "");
    private final List<RowWrite> transactions = Workload.UNIFORM.writes(writes, 1);
    private final KafkaBroker broker;
    private final Admin admin;
    private int topics;

    private KafkaFigures(KafkaBroker broker, Admin admin) {
        this.broker = broker;
        this.admin = admin;
    }

    /** Prints the figures. Takes some minutes. */
    public static void main(String[] args) throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(Map.of());
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new KafkaFigures(broker, admin).run();
        }
    }

    private void run() throws Exception {
        Map<String, MessageFormat> formats = new LinkedHashMap<>();
        formats.put("canal-json", CanalJson.create());
        formats.put("own", JsonLines.create());
        formats.put("canal-protobuf", CanalProtobuf.create());
        formats.put("debezium-json", DebeziumJson.create());
        formats.put("sql", SqlText.create());
        for (Map.Entry<String, MessageFormat> format : formats.entrySet()) {
            measure("kafka/" + format.getKey(), format.getValue(), false);
            measure("kafka/" + format.getKey() + "/exactly-once", format.getValue(), true);
        }
    }

    private void measure(String name, MessageFormat format, boolean exactlyOnce) throws Exception {
        if (!name.contains(only)) {
            return;
        }
        String first = newTopic();
        send(format, exactlyOnce, first);
        List<ConsumerRecord<byte[], byte[]>> records = records(first);
        delete(first);
        System.out.println(new Rounds(WARM_UP, rounds, Duration.ofMinutes(5))
                .compare(
                        name,
                        "transactions of one row",
                        () -> rate(ours(format, exactlyOnce)),
                        () -> rate(bare(records)))
                .text());
    }

    private long ours(MessageFormat format, boolean exactlyOnce) throws Exception {
        String topic = newTopic();
        try {
            return send(format, exactlyOnce, topic);
        } finally {
            delete(topic);
        }
    }

    private long send(MessageFormat format, boolean exactlyOnce, String topic) throws Exception {
        KafkaSinkBuilder sink = KafkaSink.builder()
                .bootstrapServers(broker.bootstrapServers())
                .topics(TopicRouter.template(topic + ".{table}"))
                .controlTopic(topic + ".positions")
                .watermarks(Duration.ZERO)
                .format(format);
        AppliedStream applied =
                AppliedStream.into((exactlyOnce ? sink.exactlyOnce() : sink).build(), new ReadyStream(transactions));
        applied.awaitWarm();
        long startNs = System.nanoTime();
        applied.apply();
        long tookNs = System.nanoTime() - startNs;
        applied.end();
        return tookNs;
    }

    private long bare(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
        String topic = newTopic();
        List<ProducerRecord<byte[], byte[]>> ready = new ArrayList<>();
        records.forEach(record -> ready.add(new ProducerRecord<>(
                topic + ".t", record.partition(), null, record.key(), record.value(), record.headers())));
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
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
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.partitionsFor(topic + ".t");
            long startNs = System.nanoTime();
            Future<RecordMetadata> last = producer.send(ready.get(0));
            for (ProducerRecord<byte[], byte[]> record : ready.subList(1, ready.size())) {
                last = producer.send(record);
            }
            producer.flush();
            long tookNs = System.nanoTime() - startNs;
            last.get();
            return tookNs;
        } finally {
            delete(topic);
        }
    }

    /** Returns the last records of a topic, as many as there are transactions; those in front of them were to warm up. */
    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition(topic + ".t", i));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end(ends, partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records.subList(records.size() - writes, records.size());
        }
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        Long end = ends.get(partition);
        return end == null ? 0 : end;
    }

    private String newTopic() throws Exception {
        String topic = "figures-" + topics++;
        Map<String, String> compacted = Map.of("cleanup.policy", "compact");
        admin.createTopics(List.of(
                        new NewTopic(topic + ".t", PARTITIONS, (short) 1),
                        new NewTopic(topic + ".positions", 1, (short) 1).configs(compacted)))
                .all()
                .get();
        awaitLeaders(topic + ".t");
        return topic;
    }

    /** A producer that is too early has its first batches refused, and then all others. */
    private void awaitLeaders(String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int i = 0; i < PARTITIONS; i++) {
            ends.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        for (int i = 0; ; i++) {
            try {
                admin.listOffsets(ends).all().get();
                return;
            } catch (ExecutionException notYet) {
                if (i == 100) {
                    throw notYet;
                }
                Thread.sleep(20);
            }
        }
    }

    private void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic + ".t", topic + ".positions")).all().get();
    }

    private double rate(long tookNs) {
        return writes * (double) TimeUnit.SECONDS.toNanos(1) / tookNs;
    }
}
