package io.github.binlogcapturer.sink.kafka.internal.topic;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.sink.kafka.TopicCreation;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics of a cluster, each asked for once. While the cluster does not answer it is asked again, with a warning now and then, until it
 * does or the thread is interrupted. Thread-safe.
 */
public final class KafkaTopics implements Topics {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);
    private static final int TIMEOUT_MS = 10_000;
    private static final int VERIFY_TIMEOUT_MS = 2_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long VISIBLE_PAUSE_MS = 50;
    /** How often a topic is asked for that is not there: brokers learn a little later of one that was just created. */
    private static final int TRIES = 10;
    /** How long a topic that was there must be away before that is believed. */
    private static final int GONE_LOOKS = 10;

    private static final long GONE_PAUSE_MS = 200;

    private final Admin admin;
    private final TopicAdmin asker;
    private final @Nullable TopicCreation creation;
    private final Set<String> sideTopics;
    private final boolean keyed;
    private final Map<String, Topic> known = new ConcurrentHashMap<>();
    private final Map<String, Integer> expected = new ConcurrentHashMap<>();
    /** Counts below what is known, which a broker may tell that lags; believed when told twice in a row. */
    private final Map<String, Integer> suspected = new ConcurrentHashMap<>();

    private final ReentrantLock loading = new ReentrantLock();

    /**
     * @param admin asks the cluster; stays the caller's, who closes it
     * @param creation how missing topics are created, or null if they are not
     * @param sideTopics topics beside those of changes, which get one partition and no settings when created
     * @param keyed whether a topic's partition count may not change
     */
    public KafkaTopics(
            Admin admin, @Nullable TopicCreation creation, Set<String> sideTopics, boolean keyed, CaptureClock clock) {
        this(admin, creation, sideTopics, keyed, new TopicAdmin(clock, PATIENCE_NS));
    }

    KafkaTopics(
            Admin admin, @Nullable TopicCreation creation, Set<String> sideTopics, boolean keyed, TopicAdmin asker) {
        this.admin = Objects.requireNonNull(admin, "admin");
        this.asker = asker;
        this.creation = creation;
        this.sideTopics = Set.copyOf(sideTopics);
        this.keyed = keyed;
    }

    @Override
    public Topic get(String name) throws InterruptedException {
        Topic topic = known.get(name);
        if (topic != null) {
            return topic;
        }
        loading.lockInterruptibly();
        try {
            Topic loadedMeanwhile = known.get(name);
            return loadedMeanwhile != null ? loadedMeanwhile : load(name);
        } finally {
            loading.unlock();
        }
    }

    @Override
    public Collection<Topic> known() {
        return List.copyOf(known.values());
    }

    @Override
    public void expect(Map<String, Integer> partitions) {
        expected.putAll(partitions);
    }

    /** Takes topics of earlier runs among the known ones too, where they are as they were. */
    @Override
    public void verify() throws InterruptedException {
        Set<String> names = new TreeSet<>(known.keySet());
        names.addAll(expected.keySet());
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(names, describing(VERIFY_TIMEOUT_MS)).topicNameValues();
        for (String name : names) {
            try {
                verify(
                        name,
                        Objects.requireNonNull(answers.get(name))
                                .get()
                                .partitions()
                                .size());
            } catch (ExecutionException e) {
                unverified(name, e.getCause());
            }
        }
    }

    private void verify(String name, int partitions) throws InterruptedException {
        Topic topic = known.get(name);
        if (topic == null) {
            // one that was deleted or changed since is no concern before it is used again
            if (partitions == expected.getOrDefault(name, 0)) {
                get(name);
            }
        } else if (topic.partitions() == partitions) {
            suspected.remove(name);
        } else if (partitions > topic.partitions() || Objects.equals(suspected.put(name, partitions), partitions)) {
            if (keyed) {
                throw changed(name, topic.partitions(), partitions);
            }
            known.put(name, new Topic(name, partitions, topic.maxMessageBytes(), topic.compacted()));
        }
    }

    private void unverified(String name, @Nullable Throwable cause) throws InterruptedException {
        Topic topic = known.get(name);
        if (TopicAdmin.isNone(cause)) {
            if (topic != null && isGone(name)) {
                replace(topic);
            }
        } else if (TopicAdmin.isForbidden(cause)) {
            throw TopicAdmin.refused("describe topic " + name, cause);
        } else {
            LOG.debug("Topic {} cannot be looked at now; it is another time", name, cause);
        }
    }

    /** Looks again several times: a broker that has just started may not know all topics yet. */
    private boolean isGone(String name) throws InterruptedException {
        for (int i = 0; i < GONE_LOOKS; i++) {
            Thread.sleep(GONE_PAUSE_MS);
            if (describe(name) != null) {
                return false;
            }
        }
        return true;
    }

    /** Creates a topic again that was deleted under way, or says that it has to be: nobody else would, and sending would wait for it. */
    private void replace(Topic topic) throws InterruptedException {
        if (creation == null) {
            throw new ConfigurationException("Topic " + topic.name()
                    + " was deleted after records went there. Create it"
                    + " again with " + topic.partitions() + " partitions and start again, or let the sink do so by"
                    + " createTopics(TopicCreation); what it held has to come from elsewhere");
        }
        LOG.warn("Topic {} was deleted after records went there; creating it again, without those", topic.name());
        expected.put(topic.name(), topic.partitions());
        loading.lockInterruptibly();
        try {
            load(topic.name());
        } finally {
            loading.unlock();
        }
    }

    private Topic load(String name) throws InterruptedException {
        int partitions = partitionsOf(name);
        int before = expected.getOrDefault(name, partitions);
        if (keyed && before != partitions) {
            throw changed(name, before, partitions);
        }
        Config config = configOf(name);
        String cleanup = setting(config, name, TopicConfig.CLEANUP_POLICY_CONFIG);
        int maxBytes = Integer.parseInt(setting(config, name, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
        Topic topic = new Topic(
                name, partitions, maxBytes, List.of(cleanup.split(",")).contains("compact"));
        awaitLeaders(name, partitions);
        known.put(name, topic);
        return topic;
    }

    /**
     * Waits until each partition has a leader that answers. A producer that comes before it may be overtaken by its own second batch: the first
     * is turned away, the second taken, and the first then refused as out of order for ever.
     */
    private void awaitLeaders(String name, int partitions) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            ends.put(new TopicPartition(name, i), OffsetSpec.latest());
        }
        ListOffsetsOptions options = new ListOffsetsOptions().timeoutMs(TIMEOUT_MS);
        while (asker.ask(
                        "reach the leaders of topic " + name,
                        () -> admin.listOffsets(ends, options).all())
                == null) {
            Thread.sleep(VISIBLE_PAUSE_MS);
        }
    }

    private int partitionsOf(String name) throws InterruptedException {
        TopicDescription found = describe(name);
        if (found == null && creation != null) {
            create(name, creation);
        }
        for (int i = 0; found == null; i++) {
            if (creation == null && i == TRIES) {
                throw new ConfigurationException(
                        "Topic " + name + " is missing. Create it with as many partitions as its"
                                + " readers need, or let the sink do so by createTopics(TopicCreation)",
                        new UnknownTopicOrPartitionException("No broker knows topic " + name));
            }
            Thread.sleep(VISIBLE_PAUSE_MS);
            found = describe(name);
        }
        return found.partitions().size();
    }

    private @Nullable TopicDescription describe(String name) throws InterruptedException {
        return asker.ask("describe topic " + name, () -> {
            Map<String, KafkaFuture<TopicDescription>> answers =
                    admin.describeTopics(List.of(name), describing(TIMEOUT_MS)).topicNameValues();
            return Objects.requireNonNull(answers.get(name));
        });
    }

    private Config configOf(String name) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config config = null;
        while (config == null) {
            config = asker.ask("read the settings of topic " + name, () -> {
                DescribeConfigsOptions options = new DescribeConfigsOptions().timeoutMs(TIMEOUT_MS);
                return Objects.requireNonNull(admin.describeConfigs(List.of(resource), options)
                        .values()
                        .get(resource));
            });
            if (config == null) {
                Thread.sleep(VISIBLE_PAUSE_MS);
            }
        }
        return config;
    }

    private void create(String name, TopicCreation rule) throws InterruptedException {
        // as many as before where it was deleted under way
        boolean side = sideTopics.contains(name);
        int partitions = expected.getOrDefault(name, side ? 1 : rule.partitions());
        Optional<Short> replicas = rule.replicas() == 0 ? Optional.empty() : Optional.of((short) rule.replicas());
        NewTopic topic =
                new NewTopic(name, Optional.of(partitions), replicas).configs(side ? Map.of() : rule.configs());
        CreateTopicsOptions options = new CreateTopicsOptions().timeoutMs(TIMEOUT_MS);
        asker.ask(
                "create topic " + name,
                () -> admin.createTopics(List.of(topic), options).all());
        LOG.info(
                "Created topic {} with {} partitions and {} replicas",
                name,
                partitions,
                replicas.map(String::valueOf).orElse("the brokers' default of"));
    }

    private static DescribeTopicsOptions describing(int timeoutMs) {
        return new DescribeTopicsOptions().timeoutMs(timeoutMs);
    }

    private static String setting(Config config, String topic, String name) {
        ConfigEntry entry = config.get(name);
        if (entry == null || entry.value() == null) {
            throw new ConfigurationException("Kafka does not tell " + name + " of topic " + topic
                    + "; give the sink's principal the right to describe its settings");
        }
        return entry.value();
    }

    private static ConfigurationException changed(String name, int before, int now) {
        return new ConfigurationException(
                "Topic " + name + " has " + now + " partitions now, but had " + before
                        + " when records went there, so rows would move to other partitions and their changes lose their order."
                        + " Create it again with " + before + " partitions or send to another topic. To go on with "
                        + now
                        + ", let all readers reach the end first, then start again, under exactly once with another control topic");
    }
}
