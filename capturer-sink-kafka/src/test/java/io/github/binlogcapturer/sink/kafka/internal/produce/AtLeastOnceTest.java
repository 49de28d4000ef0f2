package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.sink.kafka.internal.produce.Target.Found;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.kafka.internal.produce.Events.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** At least once, with a broker that works. */
class AtLeastOnceTest {

    private static final long SEED = Long.getLong("seed", 1);

    @Test
    void shouldKeepCommitOrder() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1).atLeastOnce();
        List<List<BinlogEvent>> lists = Events.lists(4_000, new Random(SEED));
        try (ProduceSession session = target.open()) {
            assertThat(session.held()).isNull();
            for (List<BinlogEvent> list : lists) {
                session.write(list);
                session.flush(false);
            }
            assertThat(session.flush(true)).isTrue();
        }
        assertThat(target.committed())
                .as("seed %d", SEED)
                .extracting(Found::place)
                .containsExactlyElementsOf(Target.places(lists));
    }

    @Test
    void shouldCallDurableWhatWasFlushedOnly() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1).atLeastOnce().flushInterval(Duration.ofHours(1));
        try (ProduceSession session = target.open()) {
            session.write(List.of(transaction(10, 1)));
            assertThat(session.flush(false))
                    .as("the first one is not held back")
                    .isTrue();
            session.write(List.of(transaction(20, 1)));
            assertThat(session.flush(false)).isFalse();
            assertThat(session.flush(true)).isTrue();
            assertThat(session.flush(false)).as("nothing is left").isTrue();
        }
    }

    @Test
    void shouldSendALargeTransactionRecordByRecord() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1).atLeastOnce();
        try (ProduceSession session = target.open()) {
            session.write(List.of(
                    transaction(10, 1), Events.sized(20, 100 << 20, 1, 2, 3), transaction(30, 1), transaction(40, 1)));
            session.flush(true);
        }
        assertThat(target.committed())
                .extracting(Found::place)
                .containsExactly("10:0", "20:0", "20:1", "20:2", "30:0", "40:0");
    }

    @Test
    void shouldStopAtARecordThatTheTopicDoesNotTake() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1).atLeastOnce();
        target.configure("max.message.bytes", "80");
        try (ProduceSession session = target.open()) {
            assertThatThrownBy(() -> {
                        session.write(List.of(transaction(1_000_000_000_000L, 1_000_000_000_000L)));
                        session.flush(true);
                    })
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("max.message.bytes")
                    .hasMessageContaining("oversized(...)");
            assertThatThrownBy(() -> session.flush(true))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("build a new one");
        }
    }

    @Test
    void shouldSendNoWatermarkBehindARecordThatWasRefused() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1).atLeastOnce().watermarks(Duration.ofSeconds(1));
        // takes a watermark, but no change
        target.configure("max.message.bytes", "98");
        try (ProduceSession session = target.open()) {
            session.write(List.of(transaction(1_000_000_000_000L, 1_000_000_000_000L)));
            assertThatThrownBy(() -> session.flush(true)).isInstanceOf(SinkException.class);
        }
        assertThat(target.committed()).isEmpty();
    }

    @Test
    void shouldSendTheLastWatermarkInAQuietTime() throws Exception {
        AtomicLong nowNs = new AtomicLong(1);
        Target target = Target.at(KafkaBroker.shared(), 1)
                .atLeastOnce()
                .watermarks(Duration.ofSeconds(1))
                .clock(clock(nowNs));
        try (ProduceSession session = target.open()) {
            session.write(List.of(transaction(10, 1)));
            session.flush(true);
            session.write(List.of(transaction(20, 1)));
            session.flush(true);
            nowNs.addAndGet(1_000_000_000);
            session.flush(true);
            session.flush(true);
        }
        assertThat(target.committed())
                .extracting(found -> found.commitTs() + (found.watermark() ? "W" : ""))
                .containsExactly("10", "10W", "20", "20W");
    }

    private static CaptureClock clock(AtomicLong nowNs) {
        return new CaptureClock() {
            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public long nanoTime() {
                return nowNs.get();
            }
        };
    }

    @Test
    void shouldStopAtAnEventThatHasNoRecord() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1).atLeastOnce();
        DataException failure = new DataException("no form");
        try (ProduceSession session = target.open()) {
            target.records().failure = failure;
            assertThatThrownBy(() -> session.write(List.of(transaction(10, 1)))).isSameAs(failure);
        }
    }

    @Test
    void shouldEndItsThreadsWithTheSession() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1).atLeastOnce();
        ProduceSession session = target.open();
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("capturer-shop-sink-default-"))
                .toList();
        assertThat(threads).hasSize(3);
        session.close();
        session.close();
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void shouldSayAtOnceThatAnAddressCannotBeResolved() throws Exception {
        Target target = Target.at(KafkaBroker.shared(), 1);
        ProduceSettings settings = new ProduceSettings(
                new ClientSettings("no-such-host.invalid:9092", Map.of()),
                admin -> target.records(),
                ExactlyOnce.OFF,
                0,
                0,
                0,
                CaptureClock.system());
        assertThatThrownBy(() -> ProduceSession.open(settings, Target.CONTEXT))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("bootstrap");
    }
}
