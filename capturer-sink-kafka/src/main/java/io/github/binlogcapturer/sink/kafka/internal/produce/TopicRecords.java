package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.kafka.TopicCreation;
import io.github.binlogcapturer.sink.kafka.internal.record.RecordMaker;
import io.github.binlogcapturer.sink.kafka.internal.record.RecordMakers;
import io.github.binlogcapturer.sink.kafka.internal.record.RecordSettings;
import io.github.binlogcapturer.sink.kafka.internal.record.WatermarkRecords;
import io.github.binlogcapturer.sink.kafka.internal.topic.KafkaTopics;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topics;
import io.github.binlogcapturer.spi.CaptureClock;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** Records as the settings have them, for the topics of a cluster. */
public final class TopicRecords implements RecordSource {

    private final Topics topics;
    private final RecordMakers makers;
    private final WatermarkRecords watermarks;

    /**
     * @param admin asks for topics, and stays the caller's
     * @param creation how missing topics are created, or null if they are not
     */
    public TopicRecords(Admin admin, RecordSettings settings, @Nullable TopicCreation creation, CaptureClock clock) {
        this.topics = new KafkaTopics(
                admin, creation, settings.sideTopics(), settings.partitioning().dependsOnPartitionCount(), clock);
        this.makers = new RecordMakers(settings, topics);
        this.watermarks = new WatermarkRecords(settings, topics);
    }

    @Override
    public Topics topics() {
        return topics;
    }

    @Override
    public RecordMaker maker() {
        return makers.make();
    }

    @Override
    public void watermark(CommitTs upTo, RecordMaker.Output out) throws InterruptedException {
        watermarks.make(upTo, out);
    }
}
