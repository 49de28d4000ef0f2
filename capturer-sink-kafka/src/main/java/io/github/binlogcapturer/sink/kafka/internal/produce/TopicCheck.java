package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.kafka.TopicCreation;
import io.github.binlogcapturer.sink.kafka.internal.record.RecordSettings;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import io.github.binlogcapturer.spi.SinkFinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Looks at the topics that tables go to, one finding each. Owned by one thread. */
final class TopicCheck {

    private static final Set<AclOperation> NEEDED =
            Set.of(AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);

    private static final int SHOWN_TABLES = 3;

    private final Admin admin;
    private final ClientSettings clients;
    private final RecordSettings records;
    private final @Nullable TopicCreation creation;
    private final int leastPartitions;
    private final List<SinkFinding> findings;

    TopicCheck(
            Admin admin,
            ClientSettings clients,
            RecordSettings records,
            @Nullable TopicCreation creation,
            int leastPartitions,
            List<SinkFinding> findings) {
        this.admin = admin;
        this.clients = clients;
        this.records = records;
        this.creation = creation;
        this.leastPartitions = leastPartitions;
        this.findings = findings;
    }

    /** @param before how many partitions topics had in earlier runs */
    void run(Collection<TableSchema> tables, Map<String, Integer> before) throws InterruptedException {
        Map<String, List<TableSchema>> byTopic = new LinkedHashMap<>();
        for (TableSchema table : tables) {
            String topic = records.router().topic(table.name());
            byTopic.computeIfAbsent(topic, unseen -> new ArrayList<>()).add(table);
        }
        records.sideTopics().forEach(topic -> byTopic.putIfAbsent(topic, List.of()));
        DescribeTopicsOptions options =
                new DescribeTopicsOptions().timeoutMs(AdminCalls.TIMEOUT_MS).includeAuthorizedOperations(true);
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(byTopic.keySet(), options).topicNameValues();
        for (Map.Entry<String, List<TableSchema>> topic : byTopic.entrySet()) {
            findings.add(look(
                    topic.getKey(),
                    topic.getValue(),
                    Objects.requireNonNull(described.get(topic.getKey())),
                    before.getOrDefault(topic.getKey(), 0)));
        }
    }

    /** Takes a message whose first sentence says what is wrong and the rest what to do. */
    static SinkFinding split(String message, String otherwise) {
        int end = message.indexOf(". ");
        return end < 0
                ? SinkFinding.wrong(message, otherwise)
                : SinkFinding.wrong(message.substring(0, end), message.substring(end + 2));
    }

    private SinkFinding look(
            String topic, List<TableSchema> tables, KafkaFuture<TopicDescription> answer, int partitionsBefore)
            throws InterruptedException {
        String what = "Topic " + topic + " of " + named(tables);
        if (tables.size() > 1 && records.router().isPerTable()) {
            return SinkFinding.wrong(
                    what + " would take several tables, whose keys do not tell them apart",
                    "Change the template, or use a router that is not per table");
        }
        try {
            TopicDescription found = AdminCalls.answer(answer);
            SinkFinding count = count(what, found.partitions().size(), tables, partitionsBefore);
            SinkFinding rights = rights(what, topic, found.authorizedOperations());
            return !count.ok() ? count : !rights.ok() ? rights : settings(count.what(), topic, found, tables);
        } catch (UnknownTopicOrPartitionException e) {
            return missing(what, topic, tables);
        } catch (AuthorizationException e) {
            return denied(what, topic, NEEDED);
        }
    }

    private SinkFinding count(String what, int partitions, List<TableSchema> tables, int before) {
        if (!tables.isEmpty() && partitions < leastPartitions) {
            return SinkFinding.wrong(
                    what + " has " + partitions + " partitions, but the sink's partitioning names partition "
                            + (leastPartitions - 1),
                    "Name one below " + partitions + ", or give the topic more partitions");
        }
        if (records.partitioning().dependsOnPartitionCount() && before > 0 && before != partitions) {
            return SinkFinding.wrong(
                    what + " has " + partitions + " partitions now, but had " + before
                            + " when records went there, so rows would move and lose their order",
                    "Create it again with " + before + " partitions or send to another topic; or let all readers reach"
                            + " the end, and have the position forgotten");
        }
        return SinkFinding.ok(what + " has " + partitions + (partitions == 1 ? " partition" : " partitions"));
    }

    private SinkFinding rights(String what, String topic, @Nullable Set<AclOperation> given) {
        // brokers that do not tell say nothing, and ALL stands for each
        if (given == null || given.contains(AclOperation.ALL) || given.containsAll(NEEDED)) {
            return SinkFinding.ok(what);
        }
        Set<AclOperation> lacking = new TreeSet<>(NEEDED);
        lacking.removeAll(given);
        return denied(what, topic, lacking);
    }

    private static SinkFinding denied(String what, String topic, Set<AclOperation> lacking) {
        String operations =
                new TreeSet<>(lacking).stream().map(AclOperation::name).collect(Collectors.joining(", "));
        String options = new TreeSet<>(lacking)
                .stream()
                        .map(operation -> "--operation " + operation.name().replace("_", ""))
                        .collect(Collectors.joining(" "));
        return SinkFinding.wrong(
                what + ": the account lacks " + operations,
                "Run kafka-acls.sh --add --allow-principal User:... " + options + " --topic " + topic);
    }

    private SinkFinding settings(String count, String name, TopicDescription found, List<TableSchema> tables)
            throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        DescribeConfigsOptions options = new DescribeConfigsOptions().timeoutMs(AdminCalls.TIMEOUT_MS);
        Config config = Objects.requireNonNull(AdminCalls.answer(
                        admin.describeConfigs(List.of(resource), options).all())
                .get(resource));
        boolean compacted = List.of(
                        text(config, TopicConfig.CLEANUP_POLICY_CONFIG).split(","))
                .contains("compact");
        List<TableName> keyless = tables.stream()
                .filter(table -> !records.recordKeys() || table.primaryKey().isEmpty())
                .map(TableSchema::name)
                .toList();
        if (compacted && !keyless.isEmpty()) {
            return SinkFinding.wrong(
                    "Topic " + name + " is compacted, so it takes no records without a key, as those of "
                            + shown(keyless),
                    "Run kafka-configs.sh --alter --entity-type topics --entity-name " + name
                            + " --add-config cleanup.policy=delete, or send to another topic");
        }
        int bytes = Integer.parseInt(text(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
        int limit = records.limitOf(new Topic(name, found.partitions().size(), bytes, compacted));
        return SinkFinding.ok(count + " and takes records of up to " + limit + " bytes");
    }

    private static String text(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? "0" : entry.value();
    }

    private SinkFinding missing(String what, String topic, List<TableSchema> tables) {
        TopicCreation rule = creation;
        int partitions = rule == null || tables.isEmpty() ? leastPartitions : rule.partitions();
        if (rule == null) {
            return SinkFinding.wrong(
                    what + " is missing",
                    "Run kafka-topics.sh --bootstrap-server " + clients.bootstrapServers() + " --create --topic "
                            + topic + " --partitions " + partitions
                            + ", or let the sink create topics by createTopics");
        }
        if (!tables.isEmpty() && rule.partitions() < leastPartitions) {
            return SinkFinding.wrong(
                    what + " would be created with " + rule.partitions() + " partitions, but the sink's partitioning"
                            + " names partition " + (leastPartitions - 1),
                    "Have it created with at least " + leastPartitions + " by createTopics");
        }
        return SinkFinding.ok(what + " is not there yet and will be created"
                + (tables.isEmpty() ? "" : ", partitions: " + partitions));
    }

    private static String named(List<TableSchema> tables) {
        return tables.isEmpty()
                ? "records beside those of changes"
                : shown(tables.stream().map(TableSchema::name).toList());
    }

    private static String shown(List<TableName> tables) {
        String first =
                tables.stream().limit(SHOWN_TABLES).map(TableName::toString).collect(Collectors.joining(", "));
        return tables.size() > SHOWN_TABLES ? first + " and " + (tables.size() - SHOWN_TABLES) + " more" : first;
    }
}
