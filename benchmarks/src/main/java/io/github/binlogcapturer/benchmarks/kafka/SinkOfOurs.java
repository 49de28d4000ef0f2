package io.github.binlogcapturer.benchmarks.kafka;

import io.github.binlogcapturer.benchmarks.workload.AppliedStream;
import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.sink.kafka.KafkaSink;
import io.github.binlogcapturer.sink.kafka.KafkaSinkBuilder;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import java.time.Duration;

/** Our sink into Kafka, which has a ready stream to send. What warms it up is in the same topic, and does not count. */
final class SinkOfOurs implements Sender {

    private final ReadyStream ready;
    private final MessageFormat format;
    private final boolean exactlyOnce;

    SinkOfOurs(ReadyStream ready, MessageFormat format, boolean exactlyOnce) {
        this.ready = ready;
        this.format = format;
        this.exactlyOnce = exactlyOnce;
    }

    @Override
    public long send(String servers, String topic) throws Exception {
        KafkaSinkBuilder sink = KafkaSink.builder()
                .bootstrapServers(servers)
                .topics(TopicRouter.template(topic + ".{table}"))
                .controlTopic(topic + Topics.POSITIONS)
                .watermarks(Duration.ZERO)
                .format(format);
        try (AppliedStream applied =
                AppliedStream.into((exactlyOnce ? sink.exactlyOnce() : sink).build(), ready.again())) {
            applied.awaitWarm();
            long startNs = System.nanoTime();
            applied.apply();
            return System.nanoTime() - startNs;
        }
    }
}
