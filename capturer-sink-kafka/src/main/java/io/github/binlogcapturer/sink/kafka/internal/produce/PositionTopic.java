package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.error.CheckpointException;
import io.github.binlogcapturer.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control topic: compacted, so that it keeps the last position of each group. All of them are in its first partition. Methods that
 * ask Kafka throw its exceptions, for {@link ErrorTable}.
 */
final class PositionTopic {

    private static final Logger LOG = LoggerFactory.getLogger(PositionTopic.class);
    private static final Duration POLL = Duration.ofMillis(100);
    /** Positions are looked for from the end: mostly one of the last records is it. */
    private static final long FIRST_WINDOW = 1_024;

    private static final int WIDER = 64;
    /** How often in a row a topic in use must be missing. */
    private static final int GONE_TRIES = 20;

    private static final Map<String, String> CONFIGS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_BYTES_CONFIG,
            Integer.toString(16 << 20));

    private final Admin admin;
    private final ClientSettings clients;
    private final ExactlyOnce settings;
    private final TopicPartition partition;
    private final byte[] key;

    /**
     * @param id names the group
     */
    PositionTopic(Admin admin, ClientSettings clients, ExactlyOnce settings, String id) {
        this.admin = admin;
        this.clients = clients;
        this.settings = settings;
        this.partition = new TopicPartition(settings.controlTopic(), 0);
        this.key = id.getBytes(StandardCharsets.UTF_8);
    }

    String topic() {
        return partition.topic();
    }

    /**
     * Makes sure that the topic is there and keeps positions.
     *
     * @throws ConfigurationException if it is missing and not to be created, or would delete positions; says what to do
     */
    void prepare() throws InterruptedException {
        if (isThere()) {
            checkPolicy();
        } else if (settings.createTopic()) {
            create();
        } else {
            throw new ConfigurationException(
                    "The control topic " + topic() + " is missing, and createControlTopic is off. " + byHand());
        }
    }

    /**
     * Makes sure that the topic is still there and keeps positions, while it is in use: a broker may well create a missing one by itself,
     * and that one forgets. Does nothing where Kafka does not tell now. Thread-safe.
     *
     * @throws ConfigurationException if it has gone or would delete positions; says what to do
     */
    void verify() throws InterruptedException {
        try {
            // brokers that have just begun may not know it yet
            for (int i = 0; !isThere(); i++) {
                if (i == GONE_TRIES) {
                    throw new ConfigurationException("The control topic " + topic()
                            + " has been deleted while it was in use, and all positions with it. Find out who deletes there, then"
                            + " start again; the sink creates it where it may, and begins at the saved checkpoint");
                }
                Thread.sleep(POLL.toMillis());
            }
            checkPolicy();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug("Control topic {} cannot be looked at now", topic(), e);
        }
    }

    /** Returns whether the topic is there. */
    boolean isThere() throws InterruptedException {
        return replicas() > 0;
    }

    /** Returns how many replicas there are, 0 where the topic is missing. */
    private int replicas() throws InterruptedException {
        try {
            DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(AdminCalls.TIMEOUT_MS);
            TopicDescription found = AdminCalls.answer(
                            admin.describeTopics(List.of(topic()), options).allTopicNames())
                    .get(topic());
            return Objects.requireNonNull(found).partitions().get(0).replicas().size();
        } catch (UnknownTopicOrPartitionException e) {
            return 0;
        }
    }

    private void create() throws InterruptedException {
        Optional<Short> replicas =
                settings.replicas() == 0 ? Optional.empty() : Optional.of((short) settings.replicas());
        NewTopic wanted = new NewTopic(topic(), Optional.of(1), replicas).configs(CONFIGS);
        try {
            CreateTopicsOptions options = new CreateTopicsOptions().timeoutMs(AdminCalls.TIMEOUT_MS);
            AdminCalls.answer(admin.createTopics(List.of(wanted), options).all());
            LOG.info("Created the control topic {} for positions", topic());
        } catch (TopicExistsException e) {
            LOG.debug("Somebody else has created {} meanwhile", topic());
        } catch (AuthorizationException e) {
            throw new ConfigurationException(
                    "The control topic " + topic() + " is missing, and this account may not create it. " + byHand(), e);
        }
        int found = replicas();
        while (found == 0) {
            Thread.sleep(POLL.toMillis());
            found = replicas();
        }
        if (found == 1) {
            LOG.warn(
                    "The control topic {} has one replica, so positions are lost with the disk of one broker, and nothing can be"
                            + " sent while it is down. Give the topic more by kafka-reassign-partitions, or new ones by"
                            + " controlTopicReplicas(3)",
                    topic());
        }
    }

    /** Returns what to do where the topic is missing. */
    String byHand() {
        return "Create it with one partition and cleanup.policy=compact, name another one by controlTopic(...), or take"
                + " delivery at least once";
    }

    /**
     * Does nothing where the topic keeps positions.
     *
     * @throws ConfigurationException if it would delete them; says what to do
     */
    void checkPolicy() throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic());
        DescribeConfigsOptions options = new DescribeConfigsOptions().timeoutMs(AdminCalls.TIMEOUT_MS);
        Config config = Objects.requireNonNull(AdminCalls.answer(
                        admin.describeConfigs(List.of(resource), options).all())
                .get(resource));
        ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        String value = policy == null ? null : policy.value();
        if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(value)) {
            throw new ConfigurationException("The control topic " + topic() + " has cleanup.policy=" + value
                    + ", with which positions are deleted after a while. Set it to compact, or name another topic by"
                    + " controlTopic(...)");
        }
    }

    /** Returns the record that keeps a position. */
    ProducerRecord<byte[], byte[]> record(Position position) {
        return new ProducerRecord<>(topic(), partition.partition(), key, PositionJson.write(position));
    }

    /** Returns the record that makes a position forgotten. */
    ProducerRecord<byte[], byte[]> tombstone() {
        return new ProducerRecord<>(topic(), partition.partition(), key, null);
    }

    /**
     * Reads the last position that was committed; waits until it is decided whether any that were written before are. Returns null where
     * there is none.
     *
     * @throws CheckpointException if it cannot be read
     */
    @Nullable
    Position read() throws InterruptedException {
        long first = offset(OffsetSpec.earliest());
        long end = offset(OffsetSpec.latest());
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(clients.consumer())) {
            consumer.assign(Set.of(partition));
            for (long window = FIRST_WINDOW; ; window *= WIDER) {
                long from = Math.max(first, end - window);
                ConsumerRecord<byte[], byte[]> found = last(consumer, from, end);
                if (found != null) {
                    return found.value() == null ? null : parse(found);
                }
                if (from == first) {
                    return null;
                }
            }
        }
    }

    /** Returns where the partition begins or ends, with what is not committed yet. */
    private long offset(OffsetSpec place) throws InterruptedException {
        ListOffsetsOptions options =
                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs(AdminCalls.TIMEOUT_MS);
        return Objects.requireNonNull(AdminCalls.answer(admin.listOffsets(Map.of(partition, place), options)
                                .all())
                        .get(partition))
                .offset();
    }

    private @Nullable ConsumerRecord<byte[], byte[]> last(KafkaConsumer<byte[], byte[]> consumer, long from, long end) {
        ConsumerRecord<byte[], byte[]> last = null;
        consumer.seek(partition, from);
        // a transaction of another group that is still open holds the reader back until it ends
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (Arrays.equals(record.key(), key)) {
                    last = record;
                }
            }
        }
        return last;
    }

    private Position parse(ConsumerRecord<byte[], byte[]> record) {
        try {
            return PositionJson.read(record.value());
        } catch (IOException e) {
            throw new CheckpointException(
                    "The position of " + new String(key, StandardCharsets.UTF_8) + " at offset " + record.offset()
                            + " of topic " + topic() + " cannot be read: " + e.getMessage()
                            + ". Write the right one there, or a record without value to begin anew",
                    e);
        }
    }
}
