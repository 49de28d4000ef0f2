package io.github.binlogcapturer.sink.kafka.functional;

import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.KafkaSink;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import io.github.binlogcapturer.sink.kafka.TopicCreation;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.testkit.RecordedCluster;
import io.github.binlogcapturer.testkit.Recordings;
import io.github.binlogcapturer.testkit.functional.Applied;
import io.github.binlogcapturer.testkit.functional.Replays;
import io.github.binlogcapturer.testkit.functional.TableReplica;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a real cluster logged, sent through Kafka and read by others' readers, ends in the tables that the real cluster showed. */
@Timeout(120)
class RecordingsThroughKafkaTest {

    private final KafkaBroker broker = KafkaBroker.shared();

    @ParameterizedTest
    @EnumSource(MessageReader.Kind.class)
    void shouldEndInTheFinalTablesOfConcurrentClients(MessageReader.Kind kind) throws Exception {
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(Recordings.CONCURRENT).start()) {
            requireFinalTables(
                    Recordings.CONCURRENT,
                    kind,
                    cluster,
                    Replays.capture(cluster, "cdc.b1", "cdc.b2", "cdc.b3"),
                    "b1",
                    "b2",
                    "b3");
        }
    }

    @ParameterizedTest
    @EnumSource(
            // it has dates that no calendar has, for which the others have no form
            names = {"CANAL_JSON_BY_FLINK", "DEBEZIUM_JSON_WITH_TEXTS_BY_FLINK", "CANAL_PROTOBUF_BY_CANAL"})
    void shouldEndInTheFinalTablesOfEveryType(MessageReader.Kind kind) throws Exception {
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(Recordings.EVERY_TYPE).start()) {
            requireFinalTables(
                    Recordings.EVERY_TYPE,
                    kind,
                    cluster,
                    Replays.capture(cluster, "cdc.*").binlogTables("cdc.bl_a", "cdc.bl_p"),
                    "alltypes",
                    "autoinc",
                    "cpk",
                    "defaults",
                    "pbbool",
                    "acct",
                    "big");
        }
    }

    private void requireFinalTables(
            String recording,
            MessageReader.Kind kind,
            RecordedCluster cluster,
            BinlogCapturerBuilder capture,
            String... tables)
            throws InterruptedException {
        String prefix = "recorded." + recording + "." + kind.topic() + ".";
        WatchedSink sink = new WatchedSink(KafkaSink.builder()
                .bootstrapServers(broker.bootstrapServers())
                .topics(TopicRouter.template(prefix + "{table}"))
                .createTopics(TopicCreation.of(3, 1))
                .format(kind.format())
                .watermarks(Duration.ofNanos(1))
                .build());
        Applied.upTo(cluster.lastTs(), capture, sink);

        TableReplica replica = new TableReplica();
        Map<String, MessageReader> readers = new HashMap<>();
        int watermarks = 0;
        for (ConsumerRecord<byte[], byte[]> record : TopicReader.read(broker.bootstrapServers(), prefix)) {
            watermarks += RecordHeaders.isWatermark(record.headers()) ? 1 : 0;
            String table = record.topic().substring(prefix.length());
            readers.computeIfAbsent(table, name -> kind.reader(Objects.requireNonNull(sink.schemas.get(name))))
                    .read(record.value())
                    .forEach(replica::apply);
        }
        assertThat(watermarks).as("what the readers had to pass over").isPositive();
        for (String table : tables) {
            assertThat(replica.rows(table)).as("%s by %s", table, kind).isEqualTo(replica.recorded(recording, table));
        }
    }

    /** Passes everything on, and notes the schemas, which somebody who reads the topics would have declared. */
    private static final class WatchedSink implements Sink {

        private final Sink target;
        private final Map<String, TableSchema> schemas = new HashMap<>();

        WatchedSink(Sink target) {
            this.target = target;
        }

        @Override
        public @Nullable CommitTs open(SinkContext context) throws Exception {
            return target.open(context);
        }

        @Override
        public void write(List<BinlogEvent> events) throws Exception {
            for (BinlogEvent event : events) {
                if (event instanceof Transaction transaction) {
                    transaction
                            .changes()
                            .forEach(change -> schemas.put(change.table().table(), change.schema()));
                }
            }
            target.write(events);
        }

        @Override
        public boolean flush(boolean force) throws Exception {
            return target.flush(force);
        }

        @Override
        public void close() throws IOException {
            target.close();
        }
    }
}
