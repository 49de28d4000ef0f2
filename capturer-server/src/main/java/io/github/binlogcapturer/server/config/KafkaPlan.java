package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.server.config.ChoiceKind.Choice;
import io.github.binlogcapturer.sink.kafka.KafkaSink;
import io.github.binlogcapturer.sink.kafka.KafkaSinkBuilder;
import io.github.binlogcapturer.sink.kafka.OversizedPolicy;
import io.github.binlogcapturer.sink.kafka.Partitioning;
import io.github.binlogcapturer.sink.kafka.TopicCreation;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Kafka target: section {@code kafka}. */
record KafkaPlan(Settings<KafkaSinkBuilder> settings) implements SinkPlan {

    static final String SERVERS = "bootstrapServers";
    static final String TOPICS = "topics";

    private static final String DEFAULT_TOPICS = "cdc.{db}.{table}";

    private static final Kind<Choice> PARTITIONING = ChoiceKind.of("primary-key", "table", "transaction")
            .or("columns", Kinds.TEXTS)
            .or("fixed", Kinds.INT);

    private static final Kind<Choice> OVERSIZED =
            ChoiceKind.of("fail", "keys-only").or("claimCheck", Kinds.PATH).or("deadLetterTopic", Kinds.TEXT);

    static final OptionTable<Object> CREATION = OptionTable.of(
            Option.asked("partitions", Kinds.INT, "", "how many partitions a topic gets")
                    .needed(),
            Option.asked("replicas", Kinds.INT, "0", "how many replicas; 0 for the brokers' default"),
            Option.asked("configs", new MapKind(), "none", "settings of the topics, such as retention.ms"));

    private static final Kind<Choice> EXACTLY_ONCE =
            ChoiceKind.of("true", "false").or("id", Kinds.TEXT);

    static final OptionTable<KafkaSinkBuilder> TABLE = OptionTable.of(
            Option.<KafkaSinkBuilder, List<String>>of(
                            SERVERS,
                            Kinds.TEXTS,
                            "",
                            "some of the brokers, host:port each",
                            (builder, servers) -> builder.bootstrapServers(String.join(",", servers)))
                    .needed(),
            Option.of(
                    "format",
                    Formats.KIND,
                    "canal-json",
                    "what messages look like",
                    (builder, choice) -> builder.format(Formats.of(choice))),
            Option.of(
                    TOPICS,
                    Kinds.TEXT,
                    DEFAULT_TOPICS,
                    "which topic a table's changes go to; a name without {db} and {table} is one topic for all",
                    (builder, topics) -> builder.topics(
                            topics.contains("{") ? TopicRouter.template(topics) : TopicRouter.fixed(topics))),
            Option.of(
                    "partitioning",
                    PARTITIONING,
                    "primary-key",
                    "which partition a change goes to",
                    (builder, choice) -> builder.partitioning(partitioning(choice))),
            Option.of("recordKeys", Kinds.BOOL, "true", "whether records have a key", KafkaSinkBuilder::recordKeys),
            Option.of(
                    "oversized",
                    OVERSIZED,
                    "fail",
                    "what becomes of a change that is larger than its topic takes",
                    (builder, choice) -> builder.oversized(oversized(choice))),
            Option.of(
                    "maxMessageBytes",
                    Kinds.SIZE,
                    "the topic's max.message.bytes",
                    "the largest record before compression",
                    (builder, bytes) -> builder.maxMessageBytes(Math.toIntExact(Math.min(bytes, Integer.MAX_VALUE)))),
            Option.of(
                    "createTopics",
                    NestedKind.of(CREATION),
                    "not created",
                    "how topics that are missing are created",
                    (builder, creation) -> builder.createTopics(creation(creation))),
            Option.of(
                    "exactlyOnce",
                    EXACTLY_ONCE,
                    "false",
                    "whether readers of committed records get everything exactly once; {id: name} names the group",
                    KafkaPlan::exactlyOnce),
            Option.of(
                    "controlTopic",
                    Kinds.TEXT,
                    "binlogcapturer-positions",
                    "the topic that keeps positions under exactly once",
                    KafkaSinkBuilder::controlTopic),
            Option.of(
                    "createControlTopic",
                    Kinds.BOOL,
                    "true",
                    "whether it is created where it is missing",
                    KafkaSinkBuilder::createControlTopic),
            Option.of(
                    "controlTopicReplicas",
                    Kinds.INT,
                    "0",
                    "its replicas; 0 for the brokers' default",
                    KafkaSinkBuilder::controlTopicReplicas),
            Option.of(
                    "tombstones",
                    Kinds.BOOL,
                    "false",
                    "whether a delete is followed by a record without value",
                    KafkaSinkBuilder::tombstones),
            Option.of(
                    "watermarks",
                    Kinds.DURATION,
                    "1s",
                    "how often each partition is told how far everything has come; 0 for never",
                    KafkaSinkBuilder::watermarks),
            Option.of(
                    "schemaTopic", Kinds.TEXT, "none", "a topic for changes of schemas", KafkaSinkBuilder::schemaTopic),
            Option.of(
                    "transactionTopic",
                    Kinds.TEXT,
                    "none",
                    "a topic for begin and end of transactions",
                    KafkaSinkBuilder::transactionTopic),
            Option.of(
                    "packChanges",
                    Kinds.BOOL,
                    "false",
                    "whether a record may hold several changes",
                    KafkaSinkBuilder::packChanges),
            Option.of("encoders", Kinds.INT, "2", "how many threads encode", KafkaSinkBuilder::encoders),
            Option.of(
                    "compression",
                    ChoiceKind.of("none", "gzip", "snappy", "lz4", "zstd"),
                    "lz4",
                    "how batches are compressed",
                    (builder, choice) -> builder.compression(choice.name())),
            Option.<KafkaSinkBuilder, Map<String, String>>of(
                            "properties",
                            new MapKind(),
                            "none",
                            "properties of Kafka's producer, such as linger.ms and those of security",
                            (builder, all) -> all.forEach(builder::producerProperty))
                    .hidden(),
            Option.of(
                    "flushInterval",
                    Kinds.DURATION,
                    "200ms",
                    "how often acknowledgements are waited for",
                    KafkaSinkBuilder::flushInterval),
            Option.of(
                    "transactionTimeout",
                    Kinds.DURATION,
                    "1m",
                    "after which time brokers abort a Kafka transaction that does not end",
                    KafkaSinkBuilder::transactionTimeout));

    private static Partitioning partitioning(Choice choice) {
        return switch (choice.name()) {
            case "columns" -> Partitioning.columns(texts(choice.argument()));
            case "fixed" -> Partitioning.fixed((Integer) choice.argument());
            case "table" -> Partitioning.table();
            case "transaction" -> Partitioning.transaction();
            default -> Partitioning.primaryKey();
        };
    }

    private static String[] texts(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toArray(String[]::new);
    }

    private static OversizedPolicy oversized(Choice choice) {
        return switch (choice.name()) {
            case "claimCheck" -> OversizedPolicy.claimCheck((Path) choice.argument());
            case "deadLetterTopic" -> OversizedPolicy.deadLetterTopic((String) choice.argument());
            case "keys-only" -> OversizedPolicy.keysOnly();
            default -> OversizedPolicy.fail();
        };
    }

    @SuppressWarnings("unchecked") // a value of MapKind
    private static TopicCreation creation(Settings<Object> settings) {
        return new TopicCreation(
                settings.find("partitions", Integer.class).orElse(1),
                settings.find("replicas", Integer.class).orElse(0),
                settings.find("configs", Map.class).orElse(Map.of()));
    }

    private static void exactlyOnce(KafkaSinkBuilder builder, Choice choice) {
        if (!choice.isAlone()) {
            builder.exactlyOnce((String) choice.argument());
        } else if (choice.name().equals("true")) {
            builder.exactlyOnce();
        }
    }

    @Override
    public String kind() {
        return "kafka";
    }

    @Override
    public String description() {
        return "topic " + settings.find(TOPICS, String.class).orElse(DEFAULT_TOPICS) + " at "
                + String.join(",", settings.texts(SERVERS));
    }

    @Override
    public PlannedSink make(CaptureMetrics metrics) {
        KafkaSinkBuilder builder = KafkaSink.builder();
        settings.applyTo(builder);
        KafkaSink sink = builder.build();
        return new PlannedSink.InOrder(sink, sink);
    }
}
