package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.sink.kafka.internal.produce.Target.Found;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
