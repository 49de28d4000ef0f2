package io.github.binlogcapturer.sink.kafka.functional;

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
import io.github.binlogcapturer.format.SqlText;
import io.github.binlogcapturer.sink.kafka.KafkaSink;
import io.github.binlogcapturer.sink.kafka.Partitioning;
import io.github.binlogcapturer.sink.kafka.TopicCreation;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages as BaikalDB's original capturer sent them: SQL, no key, one topic, in order. */
@Timeout(60)
class AsTheOriginalTest {

    private static final TableSchema ORDERS = TableSchema.builder(1, new TableName("shop", "orders"))
            .column("id", ColumnType.INT64)
            .column("note", ColumnType.STRING)
            .primaryKey("id")
            .build();
    private static final Statement ONE = Statement.unknown();

    @Test
    void shouldSendTheOriginalsMessages() throws Exception {
        String topic = "o" + UUID.randomUUID();
        String servers = KafkaBroker.shared().bootstrapServers();
        KafkaSink sink = KafkaSink.builder()
                .bootstrapServers(servers)
                .topics(TopicRouter.fixed(topic))
                .createTopics(TopicCreation.of(3, 1))
                .format(SqlText.original())
                .partitioning(Partitioning.fixed(0))
                .recordKeys(false)
                .packChanges(true)
                .watermarks(Duration.ZERO)
                .build();
        try {
            sink.open(new SinkContext("shop", "kafka"));
            sink.write(List.of(
                    transaction(10, insert(1, "a"), insert(2, null)),
                    transaction(
                            20,
                            new RowChange.Update(Row.of(ORDERS, 1, "a"), Row.of(ORDERS, 1, "b"), ONE),
                            new RowChange.Delete(Row.of(ORDERS, 2, null), ONE),
                            new RowChange.Delete(Row.of(ORDERS, 1, "b"), ONE)),
                    transaction(30, insert(3, "c"))));
            assertThat(sink.flush(true)).isTrue();
        } finally {
            sink.close();
        }

        List<ConsumerRecord<byte[], byte[]>> records = TopicReader.read(servers, topic);
        assertThat(records)
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactly(
                        "replace into `orders` (`id`,`note`) values (1,'a'),(2,NULL);",
                        "update `orders` set `note`='b' where `id`=1;",
                        "delete from `orders` where (`id`) in ((2),(1));",
                        "replace into `orders` (`id`,`note`) values (3,'c');");
        assertThat(records).allMatch(record -> record.key() == null && record.partition() == 0);
    }

    private static RowChange insert(long id, @Nullable String note) {
        return new RowChange.Insert(Row.of(ORDERS, id, note), ONE);
    }

    private static BinlogEvent transaction(long commitTs, RowChange... changes) {
        Piece piece =
                new Piece(new TableName("shop", "binlog"), 0, 1, CommitTs.of(commitTs - 1), CommitTs.of(commitTs));
        return new Transaction(commitTs, "", "", List.of(piece), List.of(changes), 100);
    }
}
