package io.github.binlogcapturer.sink.kafka.internal.topic;

import java.util.Objects;

/**
 * A topic as the cluster has it.
 *
 * @param partitions how many partitions it has
 * @param maxMessageBytes its limit of a batch of records, {@code max.message.bytes}, behind compression
 * @param compacted whether it keeps the last record of a key only, so that it takes no records without a key
 */
public record Topic(String name, int partitions, int maxMessageBytes, boolean compacted) {

    public Topic {
        Objects.requireNonNull(name, "name");
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "A topic has at least one partition, but " + name + " has " + partitions);
        }
    }
}
