package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.format.CanalJson;
import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.sink.kafka.internal.produce.ClientSettings;
import io.github.binlogcapturer.sink.kafka.internal.produce.ExactlyOnce;
import io.github.binlogcapturer.sink.kafka.internal.produce.KafkaUpkeep;
import io.github.binlogcapturer.sink.kafka.internal.produce.ProduceSettings;
import io.github.binlogcapturer.sink.kafka.internal.produce.TopicRecords;
import io.github.binlogcapturer.sink.kafka.internal.record.RecordSettings;
import io.github.binlogcapturer.spi.CaptureClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** Builds a {@link KafkaSink}. Needed is {@link #bootstrapServers}. Settings are checked by {@link #build}. Not thread-safe. */
public final class KafkaSinkBuilder {

    private static final String CONTROL_TOPIC = "binlogcapturer-positions";
    private static final int MAX_ENCODERS = 64;
    /** Below the brokers' {@code socket.request.max.bytes} of 100 MiB: a request holds a batch of each partition. */
    private static final int REQUEST_BYTES = 64 << 20;

    private static final long BUFFER_BYTES = 64L << 20;

    private @Nullable String bootstrapServers;
    private MessageFormat format = CanalJson.create();
    private TopicRouter topics = TopicRouter.template("cdc.{db}.{table}");
    private Partitioning partitioning = Partitioning.primaryKey();
    private OversizedPolicy oversized = OversizedPolicy.fail();
    private int maxMessageBytes;
    private @Nullable TopicCreation createTopics;
    private boolean exactlyOnce;
    private @Nullable String transactionalId;
    private String controlTopic = CONTROL_TOPIC;
    private boolean createControlTopic = true;
    private int controlTopicReplicas;
    private boolean tombstones;
    private Duration watermarks = Duration.ofSeconds(1);
    private @Nullable String schemaTopic;
    private @Nullable String transactionTopic;
    private boolean packChanges;
    private boolean recordKeys = true;
    private int encoders = 2;
    private String compression = "lz4";
    private final Map<String, String> properties = new LinkedHashMap<>();
    private Duration flushInterval = Duration.ofMillis(200);
    private Duration transactionTimeout = Duration.ofMinutes(1);
    private CaptureClock clock = CaptureClock.system();

    KafkaSinkBuilder() {}

    /** Sets some of the brokers, as {@code host:port,host:port}. */
    public KafkaSinkBuilder bootstrapServers(String value) {
        this.bootstrapServers = Objects.requireNonNull(value, "bootstrapServers");
        return this;
    }

    /** Sets what messages look like, {@link CanalJson} by default. */
    public KafkaSinkBuilder format(MessageFormat value) {
        this.format = Objects.requireNonNull(value, "format");
        return this;
    }

    /** Sets which topic a table's changes go to, {@code cdc.{db}.{table}} by default. */
    public KafkaSinkBuilder topics(TopicRouter value) {
        this.topics = Objects.requireNonNull(value, "topics");
        return this;
    }

    /** Sets which partition a change goes to, by its primary key by default. */
    public KafkaSinkBuilder partitioning(Partitioning value) {
        this.partitioning = Objects.requireNonNull(value, "partitioning");
        return this;
    }

    /** Sets what becomes of a change that is larger than its topic takes; by default the capture stops. */
    public KafkaSinkBuilder oversized(OversizedPolicy value) {
        this.oversized = Objects.requireNonNull(value, "oversized");
        return this;
    }

    /**
     * Sets the largest record in bytes before compression; by default each topic's {@code max.message.bytes} is the limit. Never larger
     * than the producer's properties {@code max.request.size} and {@code buffer.memory}, both 64 MiB by default.
     */
    public KafkaSinkBuilder maxMessageBytes(int value) {
        this.maxMessageBytes = value;
        return this;
    }

    /**
     * Has topics created that are missing, and those created again that are deleted under way, with as many partitions as they had but without
     * their records; both are logged. By default a missing topic stops the capture, be it so at first or later.
     */
    public KafkaSinkBuilder createTopics(TopicCreation value) {
        this.createTopics = Objects.requireNonNull(value, "createTopics");
        return this;
    }

    /**
     * Delivers exactly once to readers of committed records. The group is {@code binlogcapturer/<capture>/<subscriber>}: the producer's
     * {@code transactional.id}, and the key of its position in the control topic. The account needs the right to use that id, and to read,
     * write and, for the first time, create the control topic.
     */
    public KafkaSinkBuilder exactlyOnce() {
        this.exactlyOnce = true;
        return this;
    }

    /** Like {@link #exactlyOnce()}, with a name for the group, which no other capture may have. */
    public KafkaSinkBuilder exactlyOnce(String id) {
        this.transactionalId = Objects.requireNonNull(id, "exactlyOnce");
        return exactlyOnce();
    }

    /** Sets the compacted topic that keeps positions under exactly once, {@code binlogcapturer-positions} by default; many captures may share one. */
    public KafkaSinkBuilder controlTopic(String value) {
        this.controlTopic = Objects.requireNonNull(value, "controlTopic");
        return this;
    }

    /** Sets whether the control topic is created where it is missing, as is the default. */
    public KafkaSinkBuilder createControlTopic(boolean value) {
        this.createControlTopic = value;
        return this;
    }

    /** Sets how many replicas the control topic gets when it is created; by default, or with 0, as many as the brokers give by default. */
    public KafkaSinkBuilder controlTopicReplicas(int value) {
        this.controlTopicReplicas = value;
        return this;
    }

    /** Sets whether a delete is followed by a record without value, so that a compacted topic forgets the key; not by default. */
    public KafkaSinkBuilder tombstones(boolean value) {
        this.tombstones = value;
        return this;
    }

    /**
     * Sets how often each partition is told up to where everything has come, 1 s by default; {@link Duration#ZERO} for never. Told while
     * events come, and with each heartbeat: have the capture deliver those ({@code BinlogCapturerBuilder.heartbeats}) for watermarks where
     * nothing is committed or everything is filtered.
     */
    public KafkaSinkBuilder watermarks(Duration value) {
        this.watermarks = Objects.requireNonNull(value, "watermarks");
        return this;
    }

    /** Has changes of schemas sent to a topic of their own; by default they are left out. */
    public KafkaSinkBuilder schemaTopic(String value) {
        this.schemaTopic = Objects.requireNonNull(value, "schemaTopic");
        return this;
    }

    /** Has the begin and the end of each transaction sent to a topic of their own, where the format has such messages; by default they are left out. */
    public KafkaSinkBuilder transactionTopic(String value) {
        this.transactionTopic = Objects.requireNonNull(value, "transactionTopic");
        return this;
    }

    /** Sets whether one record may hold several changes of a transaction, where the format can; not by default. */
    public KafkaSinkBuilder packChanges(boolean value) {
        this.packChanges = value;
        return this;
    }

    /**
     * Sets whether records of changes have a key, as they do by default. Without one, as BaikalDB's original capturer sent them, {@link
     * #partitioning} still decides where each goes, by the same key; but compacted topics take no such records, and there are no {@link
     * #tombstones}.
     */
    public KafkaSinkBuilder recordKeys(boolean value) {
        this.recordKeys = value;
        return this;
    }

    /** Sets how many threads encode, beside the one that writes, 2 by default; 0 for none. */
    public KafkaSinkBuilder encoders(int value) {
        this.encoders = value;
        return this;
    }

    /** Sets how batches are compressed: {@code lz4}, the default, {@code none}, {@code gzip}, {@code snappy} or {@code zstd}. */
    public KafkaSinkBuilder compression(String value) {
        this.compression = Objects.requireNonNull(value, "compression");
        return this;
    }

    /**
     * Sets a property of Kafka's producer, such as {@code linger.ms}, or those of security, which its other clients get too. Those are an admin
     * client and, under exactly once, a consumer of the control topic; they get the properties that Kafka has for them, so none that a class
     * of your own reads, such as a login callback handler: let that one take them from elsewhere. What would break a guarantee is refused. No
     * log, message or {@code toString} shows values.
     *
     * @throws ConfigurationException if the property belongs to the sink; says which setting stands for it, or why
     */
    public KafkaSinkBuilder producerProperty(String name, String value) {
        OwnProperties.refuse(Objects.requireNonNull(name, "name"));
        properties.put(name, Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Sets how often the capturer waits for acknowledgements, which is how long a Kafka transaction takes, 200 ms by default. Under
     * exactly once readers get changes when the transaction ends. At a slow pace of changes each is flushed at once.
     */
    public KafkaSinkBuilder flushInterval(Duration value) {
        this.flushInterval = Objects.requireNonNull(value, "flushInterval");
        return this;
    }

    /**
     * Sets after which time the brokers abort a Kafka transaction that does not end, 1 minute by default: longer than the largest transaction of
     * the source takes to be sent. So long a capturer that was killed may hold back readers of committed records, if no other takes its
     * place.
     */
    public KafkaSinkBuilder transactionTimeout(Duration value) {
        this.transactionTimeout = Objects.requireNonNull(value, "transactionTimeout");
        return this;
    }

    /** Sets where the time comes from, the system by default. */
    public KafkaSinkBuilder clock(CaptureClock value) {
        this.clock = Objects.requireNonNull(value, "clock");
        return this;
    }

    /**
     * Builds the sink. Connects to nothing; {@link KafkaSink#open} does.
     *
     * @throws ConfigurationException if a setting is missing or out of range, or two of them name one topic; names them
     */
    public KafkaSink build() {
        requireTopicsApart();
        if (tombstones && !recordKeys) {
            throw new ConfigurationException(
                    "Setting tombstones needs a key to send, but recordKeys is off; turn that on,"
                            + " or tombstones off");
        }
        ClientSettings clients = clients();
        RecordSettings records = new RecordSettings(
                format,
                topics,
                partitioning,
                oversized,
                inRange(maxMessageBytes, "maxMessageBytes", 0, Integer.MAX_VALUE),
                maxRequestBytes(),
                tombstones,
                topicName(schemaTopic, "schemaTopic"),
                topicName(transactionTopic, "transactionTopic"),
                packChanges,
                recordKeys);
        TopicCreation creation = createTopics;
        CaptureClock time = clock;
        ExactlyOnce exact = kept();
        ProduceSettings settings = new ProduceSettings(
                clients,
                admin -> new TopicRecords(admin, records, creation, time),
                exact,
                inRange(encoders, "encoders", 0, MAX_ENCODERS),
                atMostADay(flushInterval, "flushInterval").toNanos(),
                atMostADay(watermarks, "watermarks").toNanos(),
                clock);
        int leastPartitions = partitioning instanceof FixedPartitioning fixed ? fixed.number() + 1 : 1;
        return new KafkaSink(settings, new KafkaUpkeep(clients, records, creation, exact, leastPartitions));
    }

    private ClientSettings clients() {
        if (bootstrapServers == null || bootstrapServers.isBlank()) {
            throw new ConfigurationException(
                    "Setting bootstrapServers is missing; call bootstrapServers(\"host:9092\")");
        }
        Map<String, String> all = producerProperties();
        ClientSettings clients = new ClientSettings(bootstrapServers, all);
        requireFitting(all);
        try {
            clients.check();
        } catch (ConfigException e) {
            // its text has the value, which may be a secret
            throw new ConfigurationException(
                    "The properties of Kafka's producer do not fit; look at each of " + properties.keySet());
        }
        return clients;
    }

    /** Names the property that does not fit, without its value, which may be a secret at the wrong place. */
    private static void requireFitting(Map<String, String> all) {
        Map<String, ConfigDef.ConfigKey> keys = ProducerConfig.configDef().configKeys();
        for (ConfigValue checked : ProducerConfig.configDef().validate(all)) {
            ConfigDef.ConfigKey key = keys.get(checked.name());
            if (key != null
                    && all.containsKey(checked.name())
                    && !checked.errorMessages().isEmpty()) {
                throw new ConfigurationException(
                        "Property " + key.name + " of Kafka's producer does not fit: it is of type " + key.type
                                + (key.validator == null ? "" : ", " + key.validator)
                                + ". Its value is not shown, since it may be a secret");
            }
        }
    }

    private Map<String, String> producerProperties() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(REQUEST_BYTES));
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(BUFFER_BYTES));
        all.putAll(properties);
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
        return all;
    }

    /** Returns how large a record the producer takes; its properties were checked before. */
    private int maxRequestBytes() {
        Map<String, String> all = producerProperties();
        long request = number(all, ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        return (int) Math.max(1, Math.min(request, number(all, ProducerConfig.BUFFER_MEMORY_CONFIG)));
    }

    private static long number(Map<String, String> all, String name) {
        return Long.parseLong(Objects.requireNonNull(all.get(name)).trim());
    }

    private ExactlyOnce kept() {
        if (!exactlyOnce) {
            return ExactlyOnce.OFF;
        }
        if (transactionalId != null && transactionalId.isBlank()) {
            throw new ConfigurationException("Setting exactlyOnce has an empty id; leave it out or name the group");
        }
        Duration timeout = atMostADay(transactionTimeout, "transactionTimeout");
        if (timeout.toMillis() <= flushInterval.toMillis()) {
            throw new ConfigurationException("Setting transactionTimeout is longer than flushInterval, which is "
                    + flushInterval + ", but is " + timeout);
        }
        return new ExactlyOnce(
                true,
                transactionalId,
                Objects.requireNonNull(topicName(controlTopic, "controlTopic")),
                createControlTopic,
                inRange(controlTopicReplicas, "controlTopicReplicas", 0, Short.MAX_VALUE),
                Math.toIntExact(timeout.toMillis()));
    }

    private static @Nullable String topicName(@Nullable String name, String setting) {
        if (name != null && !TemplateRouter.isTopicName(name)) {
            throw new ConfigurationException("Setting " + setting + " is the name of a topic: up to 249 ASCII letters,"
                    + " digits, dots, underscores and hyphens, not \".\" or \"..\", but is \"" + name + "\"");
        }
        return name;
    }

    /** Readers of one kind of record would not know the other, and a compacted one would lose records to it. */
    private void requireTopicsApart() {
        Map<String, String> uses = new HashMap<>();
        if (topics instanceof TemplateRouter router) {
            requireFree(router.fixedTopic(), "topics", uses);
        }
        requireFree(schemaTopic, "schemaTopic", uses);
        requireFree(transactionTopic, "transactionTopic", uses);
        if (oversized instanceof OversizedPolicy.DeadLetterTopic deadLetters) {
            requireFree(deadLetters.topic(), "oversized (dead letters)", uses);
        }
        if (exactlyOnce) {
            requireFree(controlTopic, "controlTopic", uses);
        }
    }

    private static void requireFree(@Nullable String topic, String setting, Map<String, String> uses) {
        String other = topic == null ? null : uses.putIfAbsent(topic, setting);
        if (other != null) {
            throw new ConfigurationException("Settings " + other + " and " + setting + " both name topic " + topic
                    + ", but each needs one of its own; rename one of them");
        }
    }

    private static int inRange(int value, String name, int least, int most) {
        if (value < least || value > most) {
            throw new ConfigurationException(
                    "Setting " + name + " is from " + least + " to " + most + ", but is " + value);
        }
        return value;
    }

    private static Duration atMostADay(Duration value, String name) {
        if (value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw new ConfigurationException("Setting " + name + " is 0 or longer and at most a day, but is " + value);
        }
        return value;
    }
}
