package io.github.binlogcapturer.format;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.testing.RandomRows;
import io.github.binlogcapturer.spi.CaptureClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.binlogcapturer.format.testing.TestChanges.COMMIT_TS;
import static io.github.binlogcapturer.format.testing.TestChanges.delete;
import static io.github.binlogcapturer.format.testing.TestChanges.insert;
import static io.github.binlogcapturer.format.testing.TestChanges.message;
import static io.github.binlogcapturer.format.testing.TestChanges.transaction;
import static io.github.binlogcapturer.format.testing.TestChanges.update;
import static io.github.binlogcapturer.format.testing.TestChanges.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whole messages of the JSON formats, byte for byte, and what encoders do about failures. */
class JsonMessagesTest {

    private static final TableSchema ITEM = TableSchema.builder(3, new TableName("shop", "item"))
            .version(4)
            .column(new Column(0, "id", 1, ColumnType.UINT64, false, false, true, null))
            .column("name", ColumnType.STRING)
            .column("price", ColumnType.DOUBLE)
            .primaryKey("id")
            .build();
    private static final TableSchema NOTE = TableSchema.builder(4, new TableName("shop", "no\"te"))
            .column("text", ColumnType.STRING)
            .column("day", ColumnType.DATE)
            .build();

    private static final Row NUT = Row.of(ITEM, 7, "nut", null);
    private static final Row BOLT = Row.of(ITEM, 7, "nut", 1.5);
    private static final String POSITION = "\"commitTs\":57000267173068801,\"startTs\":57000267173068800,\"txnId\":77";

    private final MessageBuffer buffer = new MessageBuffer();

    static Stream<MessageFormat> formats() {
        return Stream.of(
                JsonLines.create(),
                CanalJson.create(),
                DebeziumJson.create(),
                DebeziumJson.create().withSchemas(true).withTextValues(true));
    }

    @Test
    void shouldWriteJsonLines() {
        MessageEncoder encoder = JsonLines.create().encoder(buffer);
        Transaction transaction = transaction(update(NUT, BOLT), upsert(NUT), delete(BOLT));

        assertThat(change(encoder, transaction, 0)).isEqualTo("""
                {"type":"update",%s,"index":0,"count":3,"last":false,"db":"shop","table":"item","schemaVersion":4,\
                "before":{"id":7,"name":"nut","price":null},"after":{"id":7,"name":"nut","price":1.5}}""".formatted(POSITION));
        assertThat(change(encoder, transaction, 1)).isEqualTo("""
                {"type":"upsert",%s,"index":1,"count":3,"last":false,"db":"shop","table":"item","schemaVersion":4,\
                "after":{"id":7,"name":"nut","price":null}}""".formatted(POSITION));
        assertThat(change(encoder, transaction, 2)).isEqualTo("""
                {"type":"delete",%s,"index":2,"count":3,"last":true,"db":"shop","table":"item","schemaVersion":4,\
                "before":{"id":7,"name":"nut","price":1.5}}""".formatted(POSITION));
        assertThat(change(encoder, transaction(insert(NUT)), 0)).startsWith("{\"type\":\"insert\",");
    }

    @Test
    void shouldWriteBordersSchemasAndWatermarksAsJsonLines() {
        MessageEncoder encoder = JsonLines.create().encoder(buffer);
        Transaction transaction = transaction(insert(NUT));

        assertThat(encoder.begin(transaction)).isTrue();
        assertThat(taken()).isEqualTo("""
                {"type":"begin",%s,"executeTime":"2026-11-21T07:39:23.325Z","user":"root","count":1}""".formatted(POSITION));
        assertThat(encoder.end(transaction)).isTrue();
        assertThat(taken()).isEqualTo("{\"type\":\"commit\",%s,\"count\":1}".formatted(POSITION));
        assertThat(encoder.watermark(COMMIT_TS)).isTrue();
        assertThat(taken()).isEqualTo("{\"type\":\"watermark\",\"commitTs\":57000267173068801}");
        assertThat(encoder.schema(widened())).isTrue();
        assertThat(taken()).isEqualTo("""
                {"type":"schema","commitTs":57000267173068801,"db":"shop","table":"item","schemaVersion":5,"columns":[\
                {"name":"id","type":"bigint unsigned","nullable":false,"key":true},\
                {"name":"name","type":"varchar","nullable":true,"key":false},\
                {"name":"price","type":"double","nullable":true,"key":false},\
                {"name":"stock","type":"int","nullable":true,"key":false}],\
                "sql":["ALTER TABLE `shop`.`item` ADD COLUMN `stock` int"]}""");
    }

    @Test
    void shouldWriteCanalJson() {
        MessageEncoder encoder = CanalJson.create().encoder(buffer);
        Transaction transaction = transaction(update(NUT, BOLT), upsert(NUT), delete(BOLT));

        assertThat(change(encoder, transaction, 0)).isEqualTo("""
                {"data":[{"id":"7","name":"nut","price":"1.5"}],"database":"shop","es":1795246763325,"gtid":"",\
                "id":57000267173068801,"isDdl":false,\
                "mysqlType":{"id":"bigint unsigned","name":"varchar","price":"double"},"old":[{"price":null}],\
                "pkNames":["id"],"sql":"","sqlType":{"id":3,"name":12,"price":8},"table":"item","ts":1795246763325,\
                "type":"UPDATE","_binlogcapturer":{%s,"index":0,"count":3,"last":false}}""".formatted(POSITION));
        assertThat(change(encoder, transaction, 1))
                .startsWith("{\"data\":[{\"id\":\"7\",\"name\":\"nut\",\"price\":null}],")
                .contains("\"old\":null,", "\"type\":\"INSERT\"", "\"index\":1,\"count\":3,\"last\":false}");
        assertThat(change(encoder, transaction, 2))
                .startsWith("{\"data\":[{\"id\":\"7\",\"name\":\"nut\",\"price\":\"1.5\"}],")
                .contains("\"old\":null,", "\"type\":\"DELETE\"", "\"index\":2,\"count\":3,\"last\":true}");
        assertThat(change(encoder, transaction(insert(NUT)), 0)).contains("\"old\":null,", "\"type\":\"INSERT\"");
    }

    @Test
    void shouldWriteCanalJsonWithoutPositionsAndKeyAndWithQuotedNames() {
        Row note = Row.of(NOTE, "x", null);

        assertThat(text(message(CanalJson.create().withPositions(false), transaction(insert(note)), 0)))
                .isEqualTo("""
                {"data":[{"text":"x","day":null}],"database":"shop","es":1795246763325,"gtid":"",\
                "id":57000267173068801,"isDdl":false,"mysqlType":{"text":"varchar","day":"date"},"old":null,\
                "pkNames":null,"sql":"","sqlType":{"text":12,"day":91},"table":"no\\"te","ts":1795246763325,\
                "type":"INSERT"}""");
    }

    @Test
    void shouldPackAlikeChangesIntoOneCanalMessage() {
        MessageEncoder encoder = CanalJson.create().encoder(buffer);
        Row renamed = Row.of(ITEM, 7, "bolt", null);
        Transaction transaction = transaction(insert(NUT), update(NUT, BOLT), update(NUT, renamed), delete(NUT));

        assertThat(encoder.changes(transaction, 1, 3)).isTrue();
        assertThat(taken())
                .startsWith("""
                {"data":[{"id":"7","name":"nut","price":"1.5"},{"id":"7","name":"bolt","price":null}],""")
                .contains("\"old\":[{\"name\":\"nut\",\"price\":null},{\"name\":\"nut\",\"price\":null}],")
                .endsWith("\"index\":1,\"count\":4,\"last\":false}}");
        assertThat(encoder.changes(transaction, 3, 4)).isTrue();
        assertThat(taken()).endsWith("\"index\":3,\"count\":4,\"last\":true}}");
        assertThat(encoder.changes(transaction, 0, 2)).isFalse();
        assertThat(encoder.changes(transaction, 2, 2)).isFalse();
        assertThat(buffer.length()).isZero();
    }

    @Test
    void shouldNotPackTablesTogether() {
        MessageEncoder encoder = CanalJson.create().encoder(buffer);

        assertThat(encoder.changes(transaction(insert(NUT), insert(Row.of(NOTE, "x", null))), 0, 2))
                .isFalse();
    }

    @Test
    void shouldWriteSchemaChangesAsCanalDdl() {
        MessageEncoder encoder = CanalJson.create().encoder(buffer);

        assertThat(encoder.schema(widened())).isTrue();
        assertThat(taken()).isEqualTo("""
                {"data":null,"database":"shop","es":1795246763325,"gtid":"","id":57000267173068801,"isDdl":true,\
                "mysqlType":null,"old":null,"pkNames":null,"sql":"ALTER TABLE `shop`.`item` ADD COLUMN `stock` int",\
                "sqlType":null,"table":"item","ts":1795246763325,"type":"ALTER",\
                "_binlogcapturer":{"commitTs":57000267173068801,"schemaVersion":5}}""");
        assertThat(encoder.schema(new SchemaChange(COMMIT_TS, null, ITEM))).isFalse();
        assertThat(buffer.length()).isZero();
    }

    @Test
    void shouldCallARenamedTableARename() {
        MessageEncoder encoder = CanalJson.create().encoder(buffer);
        TableSchema.Builder renamed = TableSchema.builder(3, new TableName("shop", "ware"));
        ITEM.columns().forEach(renamed::column);

        assertThat(encoder.schema(new SchemaChange(
                        COMMIT_TS, ITEM, renamed.primaryKey("id").build())))
                .isTrue();

        assertThat(taken()).contains("RENAME TO `shop`.`ware`\"", "\"table\":\"ware\"", "\"type\":\"RENAME\"");
    }

    @Test
    void shouldTakeTheTimeOfBuildingFromAClockWhereTold() {
        CaptureClock clock = new CaptureClock() {
            @Override
            public Instant now() {
                return Instant.ofEpochMilli(5);
            }

            @Override
            public long nanoTime() {
                return 0;
            }
        };
        Transaction transaction = transaction(insert(NUT));

        assertThat(text(message(CanalJson.create().withClock(clock), transaction, 0)))
                .contains("\"es\":1795246763325,", "\"ts\":5,");
        assertThat(text(message(DebeziumJson.create().withClock(clock), transaction, 0)))
                .contains("\"ts_ms\":1795246763325,\"snapshot\"", "\"op\":\"c\",\"ts_ms\":5}");
    }

    @Test
    void shouldWriteDebeziumJson() {
        MessageEncoder encoder = DebeziumJson.create().withName("prod").encoder(buffer);
        Row note = Row.of(NOTE, "x", null);
        Transaction transaction = transaction(update(NUT, BOLT), insert(note), upsert(NUT), delete(BOLT));

        assertThat(change(encoder, transaction, 0)).isEqualTo("""
                {"before":{"id":7,"name":"nut","price":null},"after":{"id":7,"name":"nut","price":1.5},\
                "source":{"version":"1","connector":"baikaldb","name":"prod","ts_ms":1795246763325,"snapshot":"false",\
                "db":"shop","table":"item","commit_ts":57000267173068801,"start_ts":57000267173068800,"txn_id":77,\
                "event_index":0,"event_count":4},\
                "transaction":{"id":"57000267173068801:57000267173068800","total_order":1,"data_collection_order":1},\
                "op":"u","ts_ms":1795246763325}""");
        assertThat(change(encoder, transaction, 1))
                .startsWith("{\"before\":null,\"after\":{\"text\":\"x\",\"day\":null},")
                .contains("\"total_order\":2,\"data_collection_order\":1},\"op\":\"c\"");
        assertThat(change(encoder, transaction, 2))
                .startsWith("{\"before\":null,\"after\":{\"id\":7,")
                .contains("\"total_order\":3,\"data_collection_order\":2},\"op\":\"c\"");
        assertThat(change(encoder, transaction, 3))
                .startsWith("{\"before\":{\"id\":7,\"name\":\"nut\",\"price\":1.5},\"after\":null,")
                .contains("\"total_order\":4,\"data_collection_order\":3},\"op\":\"d\"");
    }

    @Test
    void shouldCountDebeziumsOrderFromAnyIndexOn() {
        MessageEncoder encoder = DebeziumJson.create().encoder(buffer);
        Transaction transaction = transaction(insert(NUT), insert(Row.of(NOTE, "x", null)), delete(NUT), insert(NUT));

        assertThat(change(encoder, transaction, 2)).contains("\"total_order\":3,\"data_collection_order\":2}");
        assertThat(change(encoder, transaction, 2)).contains("\"total_order\":3,\"data_collection_order\":2}");
        assertThat(change(encoder, transaction, 0)).contains("\"total_order\":1,\"data_collection_order\":1}");
        assertThat(change(encoder, transaction, 3)).contains("\"total_order\":4,\"data_collection_order\":3}");
        assertThat(change(encoder, transaction, 3)).contains("\"total_order\":4,\"data_collection_order\":3}");
    }

    @Test
    void shouldWriteDebeziumsTransactionBorders() {
        MessageEncoder encoder = DebeziumJson.create().encoder(buffer);
        Transaction transaction = transaction(insert(NUT), insert(Row.of(NOTE, "x", null)), delete(NUT));

        assertThat(encoder.begin(transaction)).isTrue();
        assertThat(taken()).isEqualTo("""
                {"status":"BEGIN","id":"57000267173068801:57000267173068800","event_count":null,\
                "data_collections":null,"ts_ms":1795246763325}""");
        assertThat(encoder.end(transaction)).isTrue();
        assertThat(taken()).isEqualTo("""
                {"status":"END","id":"57000267173068801:57000267173068800","event_count":3,"data_collections":[\
                {"data_collection":"shop.item","event_count":2},{"data_collection":"shop.no\\"te","event_count":1}],\
                "ts_ms":1795246763325}""");
    }

    @Test
    void shouldLeaveDebeziumsTransactionsOut() {
        MessageEncoder encoder = DebeziumJson.create().withTransactions(false).encoder(buffer);
        Transaction transaction = transaction(insert(NUT));

        assertThat(encoder.begin(transaction)).isFalse();
        assertThat(encoder.end(transaction)).isFalse();
        assertThat(change(encoder, transaction, 0)).contains("},\"transaction\":null,\"op\":\"c\"");
    }

    @Test
    void shouldWrapDebeziumsMessagesIntoConnectsEnvelope() {
        MessageEncoder encoder = DebeziumJson.create().withSchemas(true).encoder(buffer);
        String row = """
                "fields":[{"type":"string","optional":true,"field":"text"},\
                {"type":"int32","optional":true,"name":"io.debezium.time.Date","version":1,"field":"day"}],\
                "optional":true,"name":"baikaldb.shop.no\\"te.Value","field":""";

        assertThat(change(encoder, transaction(insert(Row.of(NOTE, "x", null))), 0))
                .isEqualTo("""
                {"schema":{"type":"struct","fields":[{"type":"struct",%1$s"before"},{"type":"struct",%1$s"after"},\
                {"type":"struct","fields":[{"type":"string","optional":false,"field":"version"},\
                {"type":"string","optional":false,"field":"connector"},{"type":"string","optional":false,"field":"name"},\
                {"type":"int64","optional":false,"field":"ts_ms"},{"type":"string","optional":true,"field":"snapshot"},\
                {"type":"string","optional":false,"field":"db"},{"type":"string","optional":false,"field":"table"},\
                {"type":"int64","optional":false,"field":"commit_ts"},{"type":"int64","optional":false,"field":"start_ts"},\
                {"type":"int64","optional":false,"field":"txn_id"},{"type":"int32","optional":false,"field":"event_index"},\
                {"type":"int32","optional":false,"field":"event_count"}],"optional":false,\
                "name":"io.debezium.connector.baikaldb.Source","version":1,"field":"source"},\
                {"type":"struct","fields":[{"type":"string","optional":false,"field":"id"},\
                {"type":"int64","optional":false,"field":"total_order"},\
                {"type":"int64","optional":false,"field":"data_collection_order"}],"optional":true,"name":"event.block",\
                "version":1,"field":"transaction"},{"type":"string","optional":false,"field":"op"},\
                {"type":"int64","optional":true,"field":"ts_ms"}],"optional":false,\
                "name":"baikaldb.shop.no\\"te.Envelope","version":1},"payload":{"before":null,\
                "after":{"text":"x","day":null},"source":{"version":"1","connector":"baikaldb","name":"baikaldb",\
                "ts_ms":1795246763325,"snapshot":"false","db":"shop","table":"no\\"te","commit_ts":57000267173068801,\
                "start_ts":57000267173068800,"txn_id":77,"event_index":0,"event_count":1},\
                "transaction":{"id":"57000267173068801:57000267173068800","total_order":1,"data_collection_order":1},\
                "op":"c","ts_ms":1795246763325}}""".formatted(row));
    }

    @Test
    void shouldWrapDebeziumsKeysAndBordersIntoConnectsEnvelope() {
        MessageEncoder encoder = DebeziumJson.create().withSchemas(true).encoder(buffer);

        assertThat(encoder.key(NUT)).isTrue();
        assertThat(taken()).isEqualTo("""
                {"schema":{"type":"struct","fields":[{"type":"bytes","optional":false,\
                "name":"org.apache.kafka.connect.data.Decimal","version":1,"parameters":{"scale":"0"},"field":"id"}],\
                "optional":false,"name":"baikaldb.shop.item.Key"},"payload":{"id":"Bw=="}}""");
        assertThat(encoder.begin(transaction(insert(NUT)))).isTrue();
        assertThat(taken())
                .startsWith("{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"string\",\"optional\":false,")
                .contains(
                        "\"name\":\"io.debezium.connector.common.TransactionMetadataValue\",\"version\":1},\"payload\":{\"status\":\"BEGIN\",");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldHaveNoKeyWhereTheTableHasNone(MessageFormat format) {
        assertThat(format.encoder(buffer).key(Row.of(NOTE, "x", null))).isFalse();
        assertThat(buffer.length()).isZero();
    }

    @Test
    void shouldWriteKeysInKeyOrder() {
        TableSchema table = TableSchema.builder(5, new TableName("shop", "line"))
                .column("a", ColumnType.INT32)
                .column("b", ColumnType.STRING)
                .column("c", ColumnType.INT8)
                .primaryKey("c", "a")
                .build();
        Row row = Row.of(table, 1, "x", 2);

        for (MessageFormat format :
                new MessageFormat[] {JsonLines.create(), CanalJson.create(), DebeziumJson.create()}) {
            assertThat(format.encoder(buffer).key(row)).isTrue();
            assertThat(taken()).isEqualTo("{\"c\":2,\"a\":1}");
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldRepeatItsBytes(MessageFormat format) {
        RandomRows rows = new RandomRows(1);
        Transaction transaction = transaction(insert(rows.next(1)), delete(rows.next(2)));

        assertThat(message(format, transaction, 1)).isEqualTo(message(format, transaction, 1));
    }

    @Test
    void shouldNameThePlaceOfAValueWithoutAFormAndStayUsable() {
        Row bad = Row.of(ITEM, 8, new byte[] {(byte) 0xff}, null);
        Transaction transaction = transaction(insert(bad), insert(NUT));
        for (MessageFormat format : new MessageFormat[] {CanalJson.create(), DebeziumJson.create()}) {
            MessageEncoder encoder = format.encoder(buffer);
            String expected = change(encoder, transaction, 1);

            assertThatThrownBy(() -> encoder.change(transaction, 0))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(
                            "Column name of table shop.item has a value without a form in " + format.name()
                                    + " in change 0 of the transaction with commit ts 57000267173068801 (2026-11-21T07:39:23.325Z+1): "
                                    + "its bytes are not valid UTF-8");
            buffer.clear();

            assertThat(change(encoder, transaction, 1)).isEqualTo(expected);
        }
    }

    @Test
    void shouldFailOnImpossibleDatesInDebeziumsNumbers() {
        MessageEncoder encoder = DebeziumJson.create().encoder(buffer);
        TableSchema table = TableSchema.builder(6, new TableName("shop", "days"))
                .column("day", ColumnType.DATE)
                .primaryKey("day")
                .build();
        Row row = Row.of(table, "0000-00-00");

        assertThatThrownBy(() -> encoder.change(transaction(insert(row)), 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Column day of table shop.days")
                .hasMessageContaining("0000-00-00 is no day of the calendar");
        buffer.clear();
        assertThatThrownBy(() -> encoder.key(row))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "Column day of table shop.days has a value without a form in debezium-json in the key of a row: ");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldStayWholeWithLargeValues(MessageFormat format) {
        String large = "x\"é".repeat(100_000);
        Transaction transaction = transaction(insert(Row.of(ITEM, 1, large, null)), insert(NUT));
        MessageEncoder encoder = format.encoder(buffer);

        assertThat(change(encoder, transaction, 0)).contains(large.replace("\"", "\\\""));
        assertThat(change(encoder, transaction, 1)).isEqualTo(text(message(format, transaction, 1)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldFollowNewVersionsOfASchema(MessageFormat format) {
        MessageEncoder encoder = format.encoder(buffer);
        Transaction transaction =
                transaction(insert(NUT), insert(Row.of(widened().after(), 9, "new", 1.0, 12)), insert(BOLT));

        assertThat(change(encoder, transaction, 0)).doesNotContain("stock");
        assertThat(change(encoder, transaction, 1)).contains("\"stock\"");
        assertThat(change(encoder, transaction, 2)).doesNotContain("stock");
    }

    private static SchemaChange widened() {
        TableSchema.Builder wider =
                TableSchema.builder(3, new TableName("shop", "item")).version(5);
        ITEM.columns().forEach(wider::column);
        TableSchema after =
                wider.column("stock", ColumnType.INT32).primaryKey("id").build();
        return new SchemaChange(COMMIT_TS, ITEM, after);
    }

    private String change(MessageEncoder encoder, Transaction transaction, int index) {
        encoder.change(transaction, index);
        return taken();
    }

    private String taken() {
        String text = text(buffer.toByteArray());
        buffer.clear();
        return text;
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }
}
