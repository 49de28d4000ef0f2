package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.internal.record.RecordMaker;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of one topic with nothing but {@code <commit ts>:<index>:<count>:<id>} as their value, in partition id modulo partitions, and
 * watermarks {@code <commit ts>:W}.
 */
final class FakeRecords implements RecordSource, Topics, RecordMaker {

    private final Topic topic;
    volatile @Nullable RuntimeException failure;
    volatile Map<String, Integer> expected = Map.of();
    volatile @Nullable RuntimeException verdict;

    FakeRecords(String topic, int partitions) {
        this.topic = new Topic(topic, partitions, 1 << 20, false);
    }

    @Override
    public Topics topics() {
        return this;
    }

    @Override
    public RecordMaker maker() {
        return this;
    }

    @Override
    public void make(BinlogEvent event, Output out) {
        RuntimeException broken = failure;
        if (broken != null) {
            throw broken;
        }
        if (event instanceof Transaction transaction) {
            int count = transaction.changes().size();
            for (int i = 0; i < count; i++) {
                long id = Events.id(transaction.changes().get(i));
                String value = transaction.commitTs().value() + ":" + i + ":" + count + ":" + id;
                add(out, (int) (id % topic.partitions()), value);
            }
        }
    }

    @Override
    public void watermark(CommitTs upTo, Output out) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            add(out, partition, upTo.value() + ":W");
        }
    }

    private void add(Output out, int partition, String value) {
        out.add(topic, new ProducerRecord<>(topic.name(), partition, null, value.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public Topic get(String name) {
        return topic;
    }

    @Override
    public Collection<Topic> known() {
        return List.of(topic);
    }

    @Override
    public void expect(Map<String, Integer> partitions) {
        expected = partitions;
    }

    @Override
    public void verify() {
        RuntimeException decided = verdict;
        if (decided != null) {
            throw decided;
        }
    }
}
