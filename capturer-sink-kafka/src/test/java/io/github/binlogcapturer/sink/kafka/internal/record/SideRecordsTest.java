package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.kafka.internal.record.Made.header;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.insert;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.key;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.order;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.records;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.sided;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.transaction;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SideRecordsTest {

    private static final LineFormat WITH_SIDES = new LineFormat(1, false, true);
    private static final TableSchema BEFORE = TableSchema.builder(9, new TableName("shop", "say \"it\""))
            .version(1)
            .column("id", ColumnType.INT64)
            .primaryKey("id")
            .build();
    private static final TableSchema AFTER = TableSchema.builder(9, BEFORE.name())
            .version(2)
            .column("id", ColumnType.INT64)
            .column("note", ColumnType.STRING)
            .primaryKey("id")
            .build();
    private static final SchemaChange CHANGE = new SchemaChange(CommitTs.of(77), BEFORE, AFTER);

    @Test
    void shouldSendChangedSchemasToTheirTopic() throws Exception {
        ProducerRecord<byte[], byte[]> made =
                records(sided(WITH_SIDES), new FixedTopics(1), CHANGE).get(0);

        assertThat(made.topic()).isEqualTo("schemas");
        assertThat(key(made)).isEqualTo("{\"db\":\"shop\",\"table\":\"say \\\"it\\\"\"}");
        assertThat(value(made)).isEqualTo("SCHEMA shop.say \"it\" v2");
        assertThat(header(made, RecordHeaders.TYPE)).isEqualTo("schema");
        assertThat(header(made, RecordHeaders.COMMIT_TS)).isEqualTo("77");
        assertThat(header(made, RecordHeaders.SCHEMA_VERSION)).isEqualTo("2");
    }

    @Test
    void shouldDescribeSchemasWhereTheFormatDoesNot() throws Exception {
        assertThat(value(records(sided(LineFormat.plain()), new FixedTopics(1), CHANGE)
                        .get(0)))
                .startsWith("{\"type\":\"schema\",\"commitTs\":77,\"db\":\"shop\",\"table\":\"say \\\"it\\\"\","
                        + "\"schemaVersion\":2,\"sql\":[\"ALTER TABLE")
                .endsWith(
                        "\"primaryKey\":[\"id\"],\"columns\":[{\"name\":\"id\",\"type\":\"bigint\",\"nullable\":true},"
                                + "{\"name\":\"note\",\"type\":\"varchar\",\"nullable\":true}]}");
    }

    @Test
    void shouldLeaveSchemasOutWithoutATopic() throws Exception {
        assertThat(records(Made.settings(), new FixedTopics(1), CHANGE)).isEmpty();
    }

    @Test
    void shouldPutBeginAndEndAroundATransaction() throws Exception {
        List<ProducerRecord<byte[], byte[]>> made =
                records(sided(WITH_SIDES), new FixedTopics(1), transaction(insert(order(1, "eu", "a"))));

        assertThat(made).extracting(ProducerRecord::topic).containsExactly("transactions", "all", "transactions");
        assertThat(made).extracting(r -> header(r, RecordHeaders.TYPE)).containsExactly("begin", "insert", "end");
        assertThat(key(made.get(0))).isEqualTo("{\"id\":\"2000:1000\"}").isEqualTo(key(made.get(2)));
        assertThat(header(made.get(2), RecordHeaders.EVENT_COUNT)).isEqualTo("1");
        assertThat(value(made.get(2))).isEqualTo("END");
    }

    @Test
    void shouldRefuseATransactionTopicForAFormatWithoutSuchMessages() {
        assertThatThrownBy(() -> records(
                        sided(LineFormat.plain()), new FixedTopics(1), transaction(insert(order(1, "eu", "a")))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("format line", "transactions", "transactionTopic");
    }
}
