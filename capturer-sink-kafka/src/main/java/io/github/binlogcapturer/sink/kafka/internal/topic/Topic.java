package io.github.binlogcapturer.sink.kafka.internal.topic;

import java.util.Objects;
import org.apache.kafka.common.utils.Utils;

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

    /** Returns the partition of a key, as {@link #partitionOf(byte[], int)} has it. */
    public int partitionOf(byte[] key) {
        return partitionOf(key, partitions);
    }

    /** Returns where a key goes among so many partitions, as Kafka's default partitioner has it. */
    public static int partitionOf(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}
