package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Topics without a cluster: each that is asked for is there, with the same facts, unless told otherwise. */
final class FixedTopics implements Topics {

    static final int MAX_BYTES = 1_048_588;

    private final int partitions;
    private final Map<String, Topic> described = new LinkedHashMap<>();
    private final Map<String, Topic> known = new LinkedHashMap<>();

    FixedTopics(int partitions) {
        this.partitions = partitions;
    }

    FixedTopics with(Topic topic) {
        described.put(topic.name(), topic);
        return this;
    }

    @Override
    public Topic get(String name) {
        if (name.contains("missing")) {
            throw new ConfigurationException("Topic " + name + " is missing");
        }
        Topic topic = described.getOrDefault(name, new Topic(name, partitions, MAX_BYTES, false));
        known.put(name, topic);
        return topic;
    }

    @Override
    public Collection<Topic> known() {
        return known.values();
    }

    @Override
    public void expect(Map<String, Integer> counts) {}

    @Override
    public void verify() {}
}
