package io.github.binlogcapturer.sink.kafka;

import java.util.Map;
import java.util.TreeMap;

/**
 * How the sink creates topics that are missing. The topics of schemas and of begins and ends get one partition, all others what is said
 * here.
 *
 * @param partitions how many partitions a topic gets; choose well, a later change breaks the order of keys
 * @param replicas how many brokers hold each of them
 * @param configs further settings of the topic, such as {@code cleanup.policy} or {@code min.insync.replicas}
 */
public record TopicCreation(int partitions, int replicas, Map<String, String> configs) {

    public TopicCreation {
        configs = Map.copyOf(configs);
        if (partitions < 1 || replicas < 1 || replicas > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "A topic has at least one partition and one replica, but got " + partitions + " and " + replicas);
        }
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
