package io.github.binlogcapturer.sink.kafka.internal.topic;

import io.github.binlogcapturer.sink.kafka.TopicCreation;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** The topics of a cluster. */
public final class KafkaTopics implements Topics {

    private final Object parts;

    /**
     * @param admin asks the cluster; stays the caller's, who closes it
     * @param creation how missing topics are created, or null if they are not
     * @param onePartition topics that get one partition when created
     * @param keyed whether a topic's partition count may not change
     */
    public KafkaTopics(
            Admin admin,
            @Nullable TopicCreation creation,
            Set<String> onePartition,
            boolean keyed,
            CaptureClock clock) {
        parts = Set.of(admin, creation == null ? "" : creation, onePartition, keyed, clock);
    }

    @Override
    public Topic get(String name) {
        throw new UnsupportedOperationException("follows: " + parts);
    }

    @Override
    public Collection<Topic> known() {
        throw new UnsupportedOperationException("follows: " + parts);
    }

    @Override
    public void expect(Map<String, Integer> partitions) {
        throw new UnsupportedOperationException("follows: " + parts);
    }

    @Override
    public void verify() {
        throw new UnsupportedOperationException("follows: " + parts);
    }
}
