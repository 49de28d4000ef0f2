package io.github.binlogcapturer.sink.kafka.internal.produce;

import org.jspecify.annotations.Nullable;

/**
 * How the position is kept with the records.
 *
 * @param on whether it is; otherwise delivery is at least once, and the rest means nothing
 * @param id names the group: the transactional id, and the key of its position; null to tell it from capture and subscriber
 * @param controlTopic where positions are kept
 * @param createTopic whether that topic is created where it is missing
 * @param replicas of the topic when it is created; 0 for the broker's default
 * @param transactionTimeoutMs after which time a Kafka transaction is aborted by the broker
 */
public record ExactlyOnce(
        boolean on,
        @Nullable String id,
        String controlTopic,
        boolean createTopic,
        int replicas,
        int transactionTimeoutMs) {

    /** At least once. */
    public static final ExactlyOnce OFF = new ExactlyOnce(false, null, "", false, 0, 1);
}
