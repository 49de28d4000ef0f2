package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.kafka.OversizedPolicy;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Makes the records that tell readers how far the stream is. They have no value, which readers pass over who do not know them, unless the
 * format has a message of its own for it. They have no key but in compacted topics. Owned by one thread.
 */
public final class WatermarkRecords {

    private static final byte[] KEY = "{\"watermark\":true}".getBytes(StandardCharsets.US_ASCII);

    private final RecordSettings settings;
    private final Topics topics;
    private final RecordEncoder encoder;

    public WatermarkRecords(RecordSettings settings, Topics topics) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.topics = Objects.requireNonNull(topics, "topics");
        this.encoder = new RecordEncoder(settings.format());
    }

    /**
     * Adds one record for each partition of each known topic but the dead letters': everything up to a commit ts, included, was sent before.
     * Does not block.
     */
    public void make(CommitTs commitTs, RecordMaker.Output out) {
        byte[] value = encoder.watermark(commitTs);
        List<Header> headers = List.of(
                TransactionHeaders.header(RecordHeaders.TYPE, RecordHeaders.WATERMARK),
                TransactionHeaders.commitTs(commitTs));
        for (Topic topic : topics.known()) {
            if (!isDeadLetters(topic)) {
                byte[] key = topic.compacted() ? KEY : null;
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    out.add(topic, new ProducerRecord<>(topic.name(), partition, null, key, value, headers));
                }
            }
        }
    }

    private boolean isDeadLetters(Topic topic) {
        return settings.oversized() instanceof OversizedPolicy.DeadLetterTopic deadLetters
                && deadLetters.topic().equals(topic.name());
    }
}
