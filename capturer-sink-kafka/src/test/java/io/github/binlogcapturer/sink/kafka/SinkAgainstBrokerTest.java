package io.github.binlogcapturer.sink.kafka;

import ch.qos.logback.classic.Level;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What the settings of a sink do to a broker. */
@Timeout(120)
class SinkAgainstBrokerTest {

    private static final SinkContext CONTEXT = new SinkContext("shop", "default");
    private static final TableSchema ORDERS = TableSchema.builder(1, new TableName("shop", "orders"))
            .column("id", ColumnType.INT64)
            .column("note", ColumnType.STRING)
            .primaryKey("id")
            .build();

    private final KafkaBroker broker = KafkaBroker.shared();
    private final String topic = "s" + UUID.randomUUID();

    @Test
    void shouldTreatAsOversizedWhatTheProducerItselfWouldRefuse(@TempDir Path folder) throws Exception {
        KafkaSink sink = builder()
                .producerProperty("max.request.size", "100000")
                .oversized(OversizedPolicy.claimCheck(folder))
                .build();
        try {
            sink.open(CONTEXT);
            sink.write(insert(10, "x".repeat(300_000)));

            assertThat(sink.flush(true)).isTrue();
            assertThat(folder.toFile().list()).hasSize(1);
        } finally {
            sink.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGoOnInATopicThatWasDeletedUnderWay(boolean exactlyOnce) throws Exception {
        KafkaSinkBuilder builder = builder().producerProperty("metadata.max.age.ms", "500");
        KafkaSink sink = exactlyOnce ? builder.exactlyOnce(topic).build() : builder.build();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            sink.open(CONTEXT);
            sink.write(insert(10, "before"));
            sink.flush(true);
            admin.deleteTopics(List.of(topic)).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(topic));

            sink.write(insert(20, "behind"));

            assertThat(sink.flush(true)).isTrue();
            assertThat(admin.listTopics().names().get()).contains(topic);
        } finally {
            sink.close();
        }
    }

    @Test
    void shouldEndWhereATopicWasDeletedThatItMayNotCreate() throws Exception {
        KafkaSink sink = KafkaSink.builder()
                .bootstrapServers(broker.bootstrapServers())
                .topics(TopicRouter.fixed(topic))
                .producerProperty("metadata.max.age.ms", "500")
                .clock(new FastClock())
                .build();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            sink.open(CONTEXT);
            sink.write(insert(10, "before"));
            sink.flush(true);
            admin.deleteTopics(List.of(topic)).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(topic));

            assertThatThrownBy(() -> {
                        sink.write(insert(20, "behind"));
                        sink.flush(true);
                    })
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll(topic, "was deleted", "createTopics");
        } finally {
            sink.close();
        }
    }

    @Test
    void shouldLogNoPasswordWhileItWorks() throws Exception {
        String secret = "s3cret-" + UUID.randomUUID();
        String jaas = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"me\" password=\""
                + secret + "\";";
        try (LogCapture own = new LogCapture("io.github.binlogcapturer", Level.INFO);
                LogCapture kafka = new LogCapture("org.apache.kafka", Level.INFO)) {
            KafkaSink sink = builder()
                    .producerProperty("sasl.jaas.config", jaas)
                    .producerProperty("sasl.mechanism", "PLAIN")
                    .producerProperty("ssl.key.password", secret)
                    .producerProperty("my.own.password", secret)
                    .exactlyOnce(topic)
                    .build();
            try {
                sink.open(CONTEXT);
                sink.write(insert(10, "a"));
                sink.flush(true);
            } finally {
                sink.close();
            }

            assertThat(own.messages()).isNotEmpty().noneMatch(message -> message.contains(secret));
            assertThat(kafka.messages())
                    .noneMatch(message -> message.contains(secret))
                    .anyMatch(message -> message.contains("ProducerConfig values"))
                    .anyMatch(message -> message.contains("ConsumerConfig values"))
                    .anyMatch(message -> message.contains("AdminClientConfig values"));
        }
    }

    private KafkaSinkBuilder builder() {
        return KafkaSink.builder()
                .bootstrapServers(broker.bootstrapServers())
                .topics(TopicRouter.fixed(topic))
                .createTopics(TopicCreation.of(1, 1))
                .clock(new FastClock());
    }

    /** Passes ten times as fast, so that less is waited for. */
    private static final class FastClock implements CaptureClock {

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanoTime() {
            return 10 * System.nanoTime();
        }
    }

    private static List<BinlogEvent> insert(long commitTs, String note) {
        Piece piece =
                new Piece(new TableName("shop", "binlog"), 0, 1, CommitTs.of(commitTs - 1), CommitTs.of(commitTs));
        RowChange change = new RowChange.Insert(Row.of(ORDERS, 1L, note), Statement.unknown());
        return List.of(new Transaction(commitTs, "", "", List.of(piece), List.of(change), 100 + note.length()));
    }
}
