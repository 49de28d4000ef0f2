package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.sink.kafka.internal.produce.Target.Found;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.binlogcapturer.sink.kafka.internal.produce.Events.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A cluster that answers, but takes no records, since their topic is gone. */
class StuckProducerTest {

    /** Makes minutes of half seconds. */
    private static final CaptureClock FAST = new CaptureClock() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime() * 200;
        }
    };

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBeginAgainWithAnotherProducer(boolean exactlyOnce) throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1).clock(FAST).property("client.id", "stuck" + exactlyOnce);
        if (!exactlyOnce) {
            target.atLeastOnce();
        }
        try (ProduceSession session = target.open()) {
            target.delete();
            Thread first = networkThread("stuck" + exactlyOnce);
            Writer writer = new Writer(() -> {
                session.write(List.of(transaction(10, 1)));
                session.flush(true);
            });
            await().atMost(Duration.ofSeconds(60)).until(() -> !first.isAlive());
            target.create();
            writer.join();
        }
        assertThat(target.committed()).extracting(Found::place).containsExactly("10:0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndWhereItsControlTopicIsDeleted(boolean recreated) throws Exception {
        String control = "deleted-" + recreated;
        Target target = Target.at(KafkaBroker.shared(), 1).clock(FAST);
        ProduceSettings settings = target.settings(new ExactlyOnce(true, target.id(), control, true, 1, 60_000));
        try (ProduceSession session = ProduceSession.open(settings, Target.CONTEXT);
                Admin admin = target.admin()) {
            session.write(List.of(transaction(10, 1)));
            session.flush(true);
            admin.deleteTopics(List.of(control)).all().get();
            if (recreated) {
                createAgain(admin, control);
            }
            Writer writer = new Writer(() -> {
                for (int ts = 20; ts < 100_000; ts++) {
                    session.write(List.of(transaction(ts, 1)));
                    session.flush(true);
                }
            });
            assertThat(writer.failure())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(control)
                    .hasMessageContaining(recreated ? "cleanup.policy=delete" : "has been deleted");
        }
    }

    /** As a broker does by itself that creates topics for whoever asks for them. */
    private static void createAgain(Admin admin, String topic) {
        await().ignoreExceptions().until(() -> {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            return true;
        });
    }

    private static Thread networkThread(String client) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("kafka-producer-network-thread | " + client))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldStopWaitingWhereATopicHasChanged() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1).clock(FAST);
        ConfigurationException changed = new ConfigurationException("has 6 partitions now");
        try (ProduceSession session = target.open()) {
            target.delete();
            Writer writer = new Writer(() -> {
                session.write(List.of(transaction(10, 1)));
                session.flush(true);
            });
            target.records().verdict = changed;
            assertThat(writer.failure()).isSameAs(changed);
        }
    }
}
