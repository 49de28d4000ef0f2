package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.format.CanalJson;
import io.github.binlogcapturer.sink.kafka.KafkaSink;
import io.github.binlogcapturer.sink.kafka.TopicCreation;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import io.github.binlogcapturer.testkit.RecordedCluster;

/**
 * Carries a recording into a Kafka of yours, exactly once. Run it twice: the second run sends nothing, since Kafka itself knows how far it
 * is. The argument is the address of a broker:
 *
 * <pre>
 * mvn -q compile -pl examples -am -Dexample=ToKafka -Dexec.args="127.0.0.1:9092"
 * </pre>
 */
public final class ToKafka {

    private ToKafka() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length < 1) {
            System.err.println("Give the address of a Kafka broker");
            return;
        }
        run(args[0]);
        System.out.println("Sent.");
    }

    static void run(String brokers) throws InterruptedException {
        // begin: kafka
        KafkaSink sink = KafkaSink.builder()
                .bootstrapServers(brokers) // "10.0.2.1:9092,10.0.2.2:9092"
                .topics(TopicRouter.template("shop.{db}.{table}"))
                .createTopics(TopicCreation.of(3, 1))
                .format(CanalJson.create())
                .exactlyOnce()
                .build();
        // end: kafka
        try (RecordedCluster cluster = RecordedShop.start();
                BinlogCapturer capturer = RecordedShop.capture(cluster).build()) {
            capturer.applyTo(sink);
            RecordedShop.awaitPosition(capturer, capturer.start(), cluster.lastTs());
        }
    }
}
