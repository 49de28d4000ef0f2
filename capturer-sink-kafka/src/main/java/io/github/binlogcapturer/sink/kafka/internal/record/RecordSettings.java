package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.sink.kafka.OversizedPolicy;
import io.github.binlogcapturer.sink.kafka.Partitioning;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What records are made like.
 *
 * @param maxMessageBytes the largest record in bytes before compression, or 0 for each topic's own limit
 * @param maxRequestBytes the largest record in bytes before compression that the producer itself takes, whatever the topic would
 * @param tombstones whether a delete is followed by a record with the same key and no value
 * @param schemaTopic where changes of schemas go, or null to leave them out
 * @param transactionTopic where begins and ends of transactions go, or null to leave them out
 * @param packChanges whether one record may hold several changes of a transaction, where the format can
 * @param recordKeys whether records of changes have a key
 */
public record RecordSettings(
        MessageFormat format,
        TopicRouter router,
        Partitioning partitioning,
        OversizedPolicy oversized,
        int maxMessageBytes,
        int maxRequestBytes,
        boolean tombstones,
        @Nullable String schemaTopic,
        @Nullable String transactionTopic,
        boolean packChanges,
        boolean recordKeys) {

    public RecordSettings {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(router, "router");
        Objects.requireNonNull(partitioning, "partitioning");
        Objects.requireNonNull(oversized, "oversized");
        if (maxMessageBytes < 0) {
            throw new IllegalArgumentException("A record's limit is not below 0, but got " + maxMessageBytes);
        }
        if (maxRequestBytes < 1) {
            throw new IllegalArgumentException("A request takes at least one byte, but got " + maxRequestBytes);
        }
    }

    /** Returns the topics beside those of changes: of schemas, of begins and ends, and of dead letters. */
    public Set<String> sideTopics() {
        String deadLetters = oversized instanceof OversizedPolicy.DeadLetterTopic policy ? policy.topic() : null;
        return Stream.of(schemaTopic, transactionTopic, deadLetters)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the key of a change's record, null where it has none. */
    byte @Nullable [] keyOf(ChangeDraft draft) {
        return recordKeys ? draft.key() : null;
    }

    /** Returns how large a record of a topic may be, in bytes before compression. */
    public int limitOf(Topic topic) {
        return Math.min(maxRequestBytes, maxMessageBytes > 0 ? maxMessageBytes : topic.maxMessageBytes());
    }

    /** Returns how large a record of the dead letters may be; what they are for is larger than records elsewhere may be. */
    int deadLetterLimitOf(Topic topic) {
        return Math.min(maxRequestBytes, topic.maxMessageBytes());
    }

    /** Returns the settings that give a topic's limit, for messages. */
    String limitSetting(Topic topic) {
        if (limitOf(topic) == maxRequestBytes) {
            return "the producer's max.request.size or buffer.memory";
        }
        return maxMessageBytes > 0 ? "the sink's maxMessageBytes" : "the topic's max.message.bytes";
    }

    /** Returns whether records of a topic may hold several changes; not where each key counts. */
    boolean packs(Topic topic) {
        return packChanges && !tombstones && !topic.compacted();
    }
}
