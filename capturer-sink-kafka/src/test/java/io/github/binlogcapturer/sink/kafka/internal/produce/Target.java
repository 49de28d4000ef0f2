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
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;

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
    private CaptureClock clock = CaptureClock.system();

    private Target(String servers, String sessionServers, int partitions) throws Exception {
        this.servers = servers;
        this.sessionServers = sessionServers;
        this.partitions = partitions;
        this.records = new FakeRecords(topic, partitions);
        create();
        // answered by leaders only; an idempotent producer that comes earlier may be overtaken by its own second batch
        ends();
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

    Target clock(CaptureClock time) {
        clock = time;
        return this;
    }

    /** Changes a setting of the topic. */
    void configure(String name, String value) throws Exception {
        try (Admin admin = admin()) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            AlterConfigOp change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(change)))
                    .all()
                    .get();
        }
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

    void create() throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    void delete() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    private Map<TopicPartition, Long> ends() throws Exception {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            wanted.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Admin admin = admin()) {
            admin.listOffsets(wanted).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        }
        return ends;
    }

    ProduceSession open() throws InterruptedException {
        return ProduceSession.open(
                settings(new ExactlyOnce(exactlyOnce, id(), controlTopic(), true, 0, transactionTimeoutMs)), CONTEXT);
    }

    ProduceSettings settings(ExactlyOnce kept) {
        return new ProduceSettings(
                new ClientSettings(sessionServers, properties),
                admin -> records,
                kept,
                2,
                flushIntervalNs,
                watermarkIntervalNs,
                clock);
    }

    /**
     * Returns what readers of committed records find. What is written when it begins is waited for until it is decided, since a commit returns
     * before readers see it.
     */
    List<Found> committed() throws Exception {
        List<Found> all = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> assigned = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            Map<TopicPartition, Long> ends = ends();
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
                for (int i = 0;
                        event instanceof Transaction transaction
                                && i < transaction.changes().size();
                        i++) {
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
