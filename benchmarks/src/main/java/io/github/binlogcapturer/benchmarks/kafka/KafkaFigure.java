package io.github.binlogcapturer.benchmarks.kafka;

import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Medians;
import io.github.binlogcapturer.benchmarks.measure.Outcome;
import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.measure.Way;
import io.github.binlogcapturer.benchmarks.workload.AppliedStream;
import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.sink.kafka.KafkaSink;
import io.github.binlogcapturer.sink.kafka.KafkaSinkBuilder;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How many transactions of one row per second reach a Kafka broker in the same JVM by our sink, and how many records of the same bytes,
 * headers included, by a bare idempotent producer with the same settings, which has nothing to encode.
 */
public final class KafkaFigure implements Figure {

    private final String name;
    private final MessageFormat format;
    private final int writes = Integer.getInteger("writes", 300_000);

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
        try (KafkaBroker broker = KafkaBroker.start(Map.of());
                Topics topics = new Topics(broker)) {
            String first = topics.create();
            send(topics, first, ready, false);
            List<ConsumerRecord<byte[], byte[]>> records = topics.last(first, writes);
            topics.delete(first);
            BareProducer peer = new BareProducer(topics, records);
            Map<String, Way> ways = new LinkedHashMap<>();
            ways.put("ours", () -> ours(topics, ready, false));
            ways.put("peer", peer::rate);
            ways.put("exactlyonce", () -> ours(topics, ready, true));
            return List.of(outcome(rounds.measure(ways), records.get(0)));
        }
    }

    private Outcome outcome(Medians medians, ConsumerRecord<byte[], byte[]> record) {
        String conditions = String.format(
                Locale.ROOT,
                "%d transactions of one row as records of %d bytes without headers, %d partitions, acks=all, broker in"
                        + " the same JVM; beside it the ratio of the exactly-once mode, %d rounds",
                writes,
                record.serializedKeySize() + record.serializedValueSize(),
                Topics.PARTITIONS,
                medians.rounds());
        return new Outcome(name, conditions, medians.of("ours"), medians.of("peer"))
                .with(String.format(Locale.ROOT, "exactlyonce=%.2f", medians.of("exactlyonce") / medians.of("peer")));
    }

    private double ours(Topics topics, ReadyStream ready, boolean exactlyOnce) throws Exception {
        String topic = topics.create();
        try {
            long tookNs = send(topics, topic, ready, exactlyOnce);
            topics.verifyAtLeast(topic, writes + ready.warmUpTs() / 2);
            return writes * (double) TimeUnit.SECONDS.toNanos(1) / tookNs;
        } finally {
            topics.delete(topic);
        }
    }

    private long send(Topics topics, String topic, ReadyStream ready, boolean exactlyOnce) throws Exception {
        KafkaSinkBuilder sink = KafkaSink.builder()
                .bootstrapServers(topics.servers())
                .topics(TopicRouter.template(topic + ".{table}"))
                .controlTopic(topic + Topics.POSITIONS)
                .watermarks(Duration.ZERO)
                .format(format);
        AppliedStream applied = AppliedStream.into((exactlyOnce ? sink.exactlyOnce() : sink).build(), ready.again());
        applied.awaitWarm();
        long startNs = System.nanoTime();
        applied.apply();
        long tookNs = System.nanoTime() - startNs;
        applied.end();
        return tookNs;
    }
}
