package io.github.binlogcapturer.sink.kafka;

import java.util.Map;
import java.util.TreeMap;

/**
 * How the sink creates topics that are missing. What is said here holds for topics of changes. Those of schemas, of begins and ends and of
 * dead letters get one partition, the same number of replicas, and the brokers' defaults for all else; create them before where they
 * need more, as dead letters do that are larger than the brokers' {@code message.max.bytes}.
 *
 * @param partitions how many partitions a topic gets; choose well, a later change breaks the order of keys
 * @param replicas how many brokers hold each of them, or 0 for as many as the brokers give by default
 * @param configs further settings of the topic, such as {@code cleanup.policy} or {@code min.insync.replicas}
 */
public record TopicCreation(int partitions, int replicas, Map<String, String> configs) {

    public TopicCreation {
        configs = Map.copyOf(configs);
        if (partitions < 1 || replicas < 0 || replicas > Short.MAX_VALUE) {
            throw new IllegalArgumentException("A topic has at least one partition, and up to " + Short.MAX_VALUE
                    + " replicas or 0 for the brokers' default, but got " + partitions + " and " + replicas);
        }
    }

    /** Returns a rule by which the brokers' defaults hold for all but the partitions. */
    public static TopicCreation of(int partitions) {
        return new TopicCreation(partitions, 0, Map.of());
    }

    /** Returns a rule without further settings. */
    public static TopicCreation of(int partitions, int replicas) {
        return new TopicCreation(partitions, replicas, Map.of());
    }

    /** Returns the same rule with one setting more. */
    public TopicCreation withConfig(String name, String value) {
        Map<String, String> more = new TreeMap<>(configs);
        more.put(name, value);
        return new TopicCreation(partitions, replicas, more);
    }
}
