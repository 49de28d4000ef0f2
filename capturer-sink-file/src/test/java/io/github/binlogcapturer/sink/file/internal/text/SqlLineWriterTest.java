package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.file.Samples;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.binlogcapturer.sink.file.Samples.KEYLESS;
import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.delete;
import static io.github.binlogcapturer.sink.file.Samples.heartbeat;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.order;
import static io.github.binlogcapturer.sink.file.Samples.single;
import static io.github.binlogcapturer.sink.file.Samples.singleBinary;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static io.github.binlogcapturer.sink.file.Samples.update;
import static io.github.binlogcapturer.sink.file.Samples.upsert;
import static io.github.binlogcapturer.sink.file.Samples.widened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class SqlLineWriterTest {

    private final MessageBuffer buffer = new MessageBuffer();
    private final LineWriter lines = TextKind.SQL_LINES.writer(buffer);

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(ColumnType.BOOL, true, "1"),
                arguments(ColumnType.INT8, -128, "-128"),
                arguments(ColumnType.INT16, -32768, "-32768"),
                arguments(ColumnType.INT32, Integer.MIN_VALUE, "-2147483648"),
                arguments(ColumnType.INT64, Long.MIN_VALUE, "-9223372036854775808"),
                arguments(ColumnType.UINT8, 255, "255"),
                arguments(ColumnType.UINT16, 65535, "65535"),
                arguments(ColumnType.UINT32, 4294967295L, "4294967295"),
                arguments(ColumnType.UINT64, new BigInteger("18446744073709551615"), "18446744073709551615"),
                arguments(ColumnType.FLOAT, 0.1f, "0.1"),
                arguments(ColumnType.DOUBLE, -1.5e300, "-1.5E300"),
                arguments(ColumnType.STRING, "it's \\ \"x\" é😀", "'it\\'s \\\\ \"x\" é😀'"),
                arguments(ColumnType.STRING, "\n\r\u0000\u001a\t", "'\\n\\r\\0\\Z\t'"),
                arguments(ColumnType.STRING, "", "''"),
                arguments(ColumnType.STRING, new byte[] {'a', (byte) 0xff}, "x'61ff'"),
                arguments(ColumnType.JSON, "{\"a\":\"\\n\"}", "'{\"a\":\"\\\\n\"}'"),
                arguments(ColumnType.HLL, new byte[] {1, 2}, "x'0102'"),
                arguments(ColumnType.BITMAP, new byte[] {3}, "x'03'"),
                arguments(ColumnType.TDIGEST, new byte[0], "x''"),
                arguments(
                        ColumnType.DATETIME,
                        LocalDateTime.of(2026, 2, 3, 4, 5, 6, 7000),
                        "'2026-02-03 04:05:06.000007'"),
                arguments(ColumnType.TIMESTAMP, Instant.parse("2026-02-03T04:05:06Z"), "'2026-02-03 12:05:06'"),
                arguments(ColumnType.DATE, LocalDate.of(2026, 2, 3), "'2026-02-03'"),
                arguments(ColumnType.TIME, Duration.ofSeconds(-3661), "'-01:01:01'"),
                arguments(ColumnType.INT32, null, "NULL"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldWriteEveryTypeAsALiteral(ColumnType type, @Nullable Object value, String expected) throws IOException {
        assertThat(sql(insert(single(type), value)))
                .isEqualTo("INSERT INTO `d`.`t` (`c`) VALUES (" + expected + ");\n");
    }

    @Test
    void shouldWriteBinaryColumnsInHex() throws IOException {
        assertThat(sql(insert(singleBinary(), (Object) new byte[] {0, (byte) 0xab})))
                .isEqualTo("INSERT INTO `d`.`b` (`c`) VALUES (x'00ab');\n");
    }

    @Test
    void shouldWriteNewRowsInFull() throws IOException {
        assertThat(sql(insert(ORDERS, 1, null, "a")))
                .isEqualTo("INSERT INTO `shop`.`orders` (`id`,`n`,`note`) VALUES (1,NULL,'a');\n");
        assertThat(sql(upsert(ORDERS, 1, null, "a")))
                .isEqualTo("REPLACE INTO `shop`.`orders` (`id`,`n`,`note`) VALUES (1,NULL,'a');\n");
    }

    @Test
    void shouldSetOnlyWhatChanged() throws IOException {
        assertThat(sql(update(order(1, 1, "a"), order(1, 2, null))))
                .isEqualTo("UPDATE `shop`.`orders` SET `n`=2,`note`=NULL WHERE `id`=1;\n");
    }

    @Test
    void shouldWriteAHarmlessStatementWhereNothingChanged() throws IOException {
        assertThat(sql(update(order(1, 1, "a"), order(1, 1, "a"))))
                .isEqualTo("UPDATE `shop`.`orders` SET `id`=`id` WHERE `id`=1;\n");
    }

    @Test
    void shouldFindRowsByTheirKey() throws IOException {
        assertThat(sql(delete(ORDERS, 1, 1, "a"))).isEqualTo("DELETE FROM `shop`.`orders` WHERE `id`=1;\n");
    }

    @Test
    void shouldFindOneRowByAllColumnsWithoutAKey() throws IOException {
        assertThat(sql(delete(KEYLESS, 1, null)))
                .isEqualTo("DELETE FROM `shop`.`log` WHERE `a`<=>1 AND `b`<=>NULL LIMIT 1;\n");
        assertThat(sql(update(Row.of(KEYLESS, 1, null), Row.of(KEYLESS, 1, "x"))))
                .isEqualTo("UPDATE `shop`.`log` SET `b`='x' WHERE `a`<=>1 AND `b`<=>NULL LIMIT 1;\n");
    }

    @Test
    void shouldDoubleBackquotesInNames() throws IOException {
        TableSchema odd = TableSchema.builder(1, new TableName("d", "a`b"))
                .column("c`d", ColumnType.INT32)
                .build();

        assertThat(sql(insert(odd, 1))).isEqualTo("INSERT INTO `d`.`a``b` (`c``d`) VALUES (1);\n");
    }

    @Test
    void shouldFollowASchemasVersion() throws IOException {
        sql(insert(ORDERS, 1, 1, "a"));

        assertThat(sql(insert(Samples.WIDER_ORDERS, 1, 1, "a", 2))).contains("`extra`) VALUES (1,1,'a',2)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void shouldRefuseNumbersWithoutALiteralAndNameThePlace(double value) {
        assertThatThrownBy(() -> sql(insert(single(ColumnType.DOUBLE), value)))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll("Column c is " + value, "d.t v1", "change 0", "commit ts 5 ", "JSON_LINES");
        assertThatThrownBy(() -> sql(insert(single(ColumnType.FLOAT), (float) value)))
                .isInstanceOf(SinkException.class);
    }

    @Test
    void shouldRefuseNamesWithALineBreak() {
        TableSchema odd = TableSchema.builder(1, new TableName("d", "t"))
                .column("a\nb", ColumnType.INT32)
                .build();

        assertThatThrownBy(() -> sql(insert(odd, 1)))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll("d.t", "line break");
    }

    @Test
    void shouldRefuseAnUpdateBetweenDifferentColumns() {
        RowChange change = update(order(1, 1, "a"), Row.of(Samples.WIDER_ORDERS, 1, 1, "a", 1));

        assertThatThrownBy(() -> sql(change))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("different columns");
    }

    @Test
    void shouldWriteTransactionBoundaries() throws IOException {
        Transaction transaction = transaction(5, insert(ORDERS, 1, 1, "a"));

        lines.begin(transaction, true);
        lines.commit(transaction, true);

        assertThat(written()).isEqualTo("""
                        BEGIN; -- commit_ts=5 start_ts=4 txn_id=50
                        COMMIT; -- commit_ts=5 changes=1 complete=true
                        """);
    }

    @Test
    void shouldWriteSchemaChangesAndHeartbeatsAsComments() throws IOException {
        lines.schema(widened(9));
        lines.heartbeat(heartbeat(10));

        assertThat(written()).isEqualTo("""
                        -- schema commit_ts=9 version=4 table=`shop`.`orders` sql=ALTER TABLE `shop`.`orders` ADD COLUMN \
                        `extra` int;
                        -- heartbeat commit_ts=10
                        """);
    }

    @Test
    void shouldKeepASchemaChangeInOneLine() throws IOException {
        TableSchema broken = TableSchema.builder(7, new TableName("shop", "orders"))
                .column(new Column(0, "id", 1, ColumnType.STRING, false, true, false, "a\nb'\\"))
                .build();
        TableSchema empty =
                TableSchema.builder(7, new TableName("shop", "orders")).build();

        lines.schema(new SchemaChange(CommitTs.of(9), empty, broken));

        assertThat(written()).hasLineCount(1).contains("DEFAULT 'a\\nb''\\\\';");
    }

    private String sql(RowChange change) throws IOException {
        buffer.clear();
        lines.change(transaction(5, change), 0);
        return written();
    }

    private String written() {
        return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
    }
}
