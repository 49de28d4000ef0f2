package io.github.binlogcapturer.sink.kafka.functional;

import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.format.JsonLines;
import io.github.binlogcapturer.sink.kafka.KafkaSink;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import io.github.binlogcapturer.testkit.functional.ForkedCapture;
import java.time.Duration;
import java.util.List;

/** A program that captures into Kafka until it is killed. It keeps no checkpoint: Kafka alone knows how far it is. */
public final class KilledKafkaCapture {

    private KilledKafkaCapture() {}

    /** Takes meta servers, namespace, the position to begin at, the brokers, and the prefix of topics. */
    public static void main(String[] args) throws InterruptedException {
        KafkaSink sink = KafkaSink.builder()
                .bootstrapServers(args[3])
                .topics(TopicRouter.template(args[4] + ".{db}.{table}"))
                .controlTopic(args[4] + "-positions")
                .format(JsonLines.create())
                .exactlyOnce()
                .flushInterval(Duration.ofMillis(20))
                .build();
        try (BinlogCapturer capturer = BinlogCapturer.builder()
                .name(args[4])
                .metaServers(List.of(args[0].split(",")))
                .namespace(args[1])
                .tables("shop.accounts", "shop.orders")
                .startFrom(StartPosition.after(CommitTs.of(Long.parseLong(args[2]))))
                .absentColumns(AbsentColumns.AS_DEFAULT)
                .pollInterval(Duration.ofMillis(5))
                .build()) {
            capturer.applyTo(sink);
            ForkedCapture.tellPositions(capturer);
        }
    }
}
