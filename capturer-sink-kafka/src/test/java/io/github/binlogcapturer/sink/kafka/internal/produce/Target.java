package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** A topic of a broker, a group of one's own, sessions that send there, and what readers find. */
final class Target {

    static final SinkContext CONTEXT = new SinkContext("shop", "default");

    private final String servers;
    private final String sessionServers;
    private final int partitions;
    private final String topic = "t" + UUID.randomUUID();
    private final Map<String, String> properties = new HashMap<>();
    private final FakeRecords records;
    private boolean exactlyOnce = true;
    private int transactionTimeoutMs = 60_000;
    private long flushIntervalNs = Duration.ofMillis(20).toNanos();
    private long watermarkIntervalNs;

    private Target(String servers, String sessionServers, int partitions) throws Exception {
        this.servers = servers;
        this.sessionServers = sessionServers;
        this.partitions = partitions;
        this.records = new FakeRecords(topic, partitions);
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
            // answered by leaders only; an idempotent producer that comes earlier may be overtaken by its own second batch
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (int i = 0; i < partitions; i++) {
                ends.put(new TopicPartition(topic, i), OffsetSpec.latest());
            }
            admin.listOffsets(ends).all().get();
        }
    }

    static Target at(KafkaBroker broker, int partitions) throws Exception {
        return new Target(broker.bootstrapServers(), broker.bootstrapServers(), partitions);
    }

    /** Sessions come through the proxy, readers do not. */
    static Target behindProxy(KafkaBroker broker, int partitions) throws Exception {
        return new Target(broker.bootstrapServers(), broker.proxiedServers(), partitions);
    }

    Target atLeastOnce() {
        exactlyOnce = false;
        return this;
    }

    Target transactionTimeout(int timeoutMs) {
        transactionTimeoutMs = timeoutMs;
        return this;
    }

    Target flushInterval(Duration interval) {
        flushIntervalNs = interval.toNanos();
        return this;
    }

    Target watermarks(Duration interval) {
        watermarkIntervalNs = interval.toNanos();
        return this;
    }

    Target property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    FakeRecords records() {
        return records;
    }

    String topic() {
        return topic;
    }

    /** The group's id; of each target another one. */
    String id() {
        return "id-" + topic;
    }

    String controlTopic() {
        return "positions";
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers));
    }

    ProduceSession open() throws InterruptedException {
        return ProduceSession.open(settings(new ExactlyOnce(exactlyOnce, id(), controlTopic(), true, 0, transactionTimeoutMs)), CONTEXT);
    }

    ProduceSettings settings(ExactlyOnce kept) {
        return new ProduceSettings(
                new ClientSettings(sessionServers, properties),
                admin -> records,
                kept,
                2,
                flushIntervalNs,
                watermarkIntervalNs,
                CaptureClock.system());
    }

    /** Returns what readers of committed records find. */
    List<Found> committed() {
        return read("read_committed");
    }

    List<Found> written() {
        return read("read_uncommitted");
    }

    private List<Found> read(String isolation) {
        List<Found> all = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "isolation.level", isolation);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> assigned = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
                    all.add(Found.of(record));
                }
            }
        }
        return all;
    }

    /** A record that a reader found. */
    record Found(int partition, long offset, long commitTs, int index, int count, boolean watermark) {

        static Found of(ConsumerRecord<String, String> record) {
            String[] parts = record.value().split(":");
            boolean watermark = parts[1].equals("W");
            return new Found(
                    record.partition(),
                    record.offset(),
                    Long.parseLong(parts[0]),
                    watermark ? 0 : Integer.parseInt(parts[1]),
                    watermark ? 0 : Integer.parseInt(parts[2]),
                    watermark);
        }

        /** Returns commit ts and index. */
        String place() {
            return commitTs + ":" + index;
        }

        boolean isLast() {
            return index == count - 1;
        }
    }

    /** Returns commit ts and index of all changes. */
    static List<String> places(List<? extends List<BinlogEvent>> lists) {
        List<String> places = new ArrayList<>();
        for (List<BinlogEvent> list : lists) {
            for (BinlogEvent event : list) {
                for (int i = 0; event instanceof Transaction transaction && i < transaction.changes().size(); i++) {
                    places.add(event.commitTs().value() + ":" + i);
                }
            }
        }
        return places;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
