package io.github.binlogcapturer.benchmarks.kafka;

import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How many transactions of one row per second reach a Kafka broker in the same JVM by our sink, and how many records of the same bytes,
 * headers included, by a bare idempotent producer with the same settings, which has nothing to encode.
 */
public final class KafkaFigure implements Figure {

    private final String name;
    private final MessageFormat format;
    private final int writes = Integer.getInteger("writes", 100_000);

    public KafkaFigure(String name, MessageFormat format) {
        this.name = name;
        this.format = format;
    }

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public List<Outcome> measure(Set<String> wanted, Rounds rounds) throws Exception {
        ReadyStream ready = new ReadyStream(Workload.UNIFORM.writes(writes, 1));
        Content content = Content.of(ready, format);
        try (KafkaBroker broker = KafkaBroker.start(Map.of());
                Topics topics = new Topics(broker)) {
            Sender sink = new SinkOfOurs(ready, format, false);
            List<ConsumerRecord<byte[], byte[]>> records = sent(topics, sink);
            Round ours = new Round(topics, sink, content, writes);
            Round peer = new Round(topics, new BareProducer(records, ReadyStream.WARM_UP), content, writes);
            Round exactlyOnce = new Round(topics, new SinkOfOurs(ready, format, true), content, writes);
            Rounds half = rounds.share(2);
            Outcome outcome = half.compare(name, conditions(records.get(records.size() - 1)), ours, peer);
            double once = half.measure(Map.of("exactlyonce", exactlyOnce)).of("exactlyonce");
            return List.of(outcome.with(String.format(Locale.ROOT, "exactlyonce=%.2f", once / outcome.peer())));
        }
    }

    private String conditions(ConsumerRecord<byte[], byte[]> record) {
        return String.format(
                Locale.ROOT,
                "%d transactions of one row as records of %d bytes without headers, %d partitions, acks=all, lz4, broker"
                        + " in the same JVM, both warmed up by %d others; peer: a bare idempotent producer of the same"
                        + " records, ready; exactlyonce: that mode's ratio to the peer, measured behind them",
                writes,
                record.serializedKeySize() + record.serializedValueSize(),
                Topics.PARTITIONS,
                ReadyStream.WARM_UP);
    }

    /** Returns the records that a sender sends, in commit order. */
    private static List<ConsumerRecord<byte[], byte[]>> sent(Topics topics, Sender sender) throws Exception {
        String topic = topics.create();
        try {
            sender.send(topics.servers(), topic);
            List<ConsumerRecord<byte[], byte[]>> records = topics.records(topic);
            records.sort(Comparator.comparing(record -> RecordHeaders.commitTs(record.headers())));
            return records;
        } finally {
            topics.delete(topic);
        }
    }
}
