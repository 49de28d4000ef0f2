package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.kafka.OversizedPolicy;
import io.github.binlogcapturer.sink.kafka.Partitioning;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WatermarkRecordsTest {

    @Test
    void shouldTellEachPartitionOfEachKnownTopic() {
        FixedTopics topics = new FixedTopics(2);
        topics.get("a");
        topics.get("b");

        assertThat(made(Made.settings(), topics))
                .allSatisfy(message -> {
                    assertThat(message.key()).isNull();
                    assertThat(message.value()).isNull();
                    assertThat(RecordHeaders.isWatermark(message.headers())).isTrue();
                    assertThat(RecordHeaders.commitTs(message.headers())).isEqualTo(CommitTs.of(99));
                })
                .extracting(message -> message.topic() + "-" + message.partition())
                .containsExactly("a-0", "a-1", "b-0", "b-1");
    }

    @Test
    void shouldHaveAKeyInACompactedTopic() {
        FixedTopics topics = new FixedTopics(1).with(new Topic("a", 1, 1_000, true));
        topics.get("a");

        assertThat(made(Made.settings(), topics)).extracting(Made::key).containsExactly("{\"watermark\":true}");
    }

    @Test
    void shouldTakeTheFormatsOwnMessage() {
        FixedTopics topics = new FixedTopics(1);
        topics.get("a");
        RecordSettings settings =
                Made.settings(new LineFormat(1, false, true), Partitioning.primaryKey(), OversizedPolicy.fail());

        assertThat(made(settings, topics)).extracting(Made::value).containsExactly("WATERMARK 99");
    }

    @Test
    void shouldLeaveOutTheDeadLetters() {
        FixedTopics topics = new FixedTopics(1);
        topics.get("a");
        topics.get("dead");
        RecordSettings settings =
                Made.settings(LineFormat.plain(), Partitioning.primaryKey(), OversizedPolicy.deadLetterTopic("dead"));

        assertThat(made(settings, topics)).extracting(ProducerRecord::topic).containsExactly("a");
    }

    private static List<ProducerRecord<byte[], byte[]>> made(RecordSettings settings, FixedTopics topics) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        new WatermarkRecords(settings, topics).make(CommitTs.of(99), (topic, message) -> records.add(message));
        return records;
    }
}
