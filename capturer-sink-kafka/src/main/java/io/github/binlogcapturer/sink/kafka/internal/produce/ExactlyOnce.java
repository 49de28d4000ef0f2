package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.spi.SinkContext;
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

    private static final String UNNAMED_CAPTURE = "default";

    /** At least once. */
    public static final ExactlyOnce OFF = new ExactlyOnce(false, null, "", false, 0, 1);

    /** Returns the name of the group. */
    String idFor(SinkContext context) {
        return id == null ? "binlogcapturer/" + context.capture() + "/" + context.subscriber() : id;
    }

    /** Returns what to say of a group that others may well have too, or null where there is nothing to say. */
    @Nullable
    String doubt(SinkContext context) {
        if (!on || id != null || !context.capture().equals(UNNAMED_CAPTURE)) {
            return null;
        }
        return "Positions are kept as " + idFor(context)
                + ", the group of every capture that was given no name. A second one on"
                + " these brokers would fence this one, or go on from its position and so lack data: name the captures with"
                + " BinlogCapturerBuilder.name, or the groups with exactlyOnce(id)";
    }
}
