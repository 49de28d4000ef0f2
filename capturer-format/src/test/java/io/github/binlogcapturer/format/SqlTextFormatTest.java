package io.github.binlogcapturer.format;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.testing.RandomChanges;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.binlogcapturer.format.testing.TestChanges.ORDERS;
import static io.github.binlogcapturer.format.testing.TestChanges.delete;
import static io.github.binlogcapturer.format.testing.TestChanges.insert;
import static io.github.binlogcapturer.format.testing.TestChanges.order;
import static io.github.binlogcapturer.format.testing.TestChanges.update;
import static io.github.binlogcapturer.format.testing.TestChanges.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class SqlTextFormatTest {

    private static final TableSchema PAIRS = TableSchema.builder(9, new TableName("shop", "pairs"))
            .column("a", ColumnType.INT32)
            .column("b", ColumnType.STRING)
            .column("c", ColumnType.INT32)
            .primaryKey("b", "a")
            .build();

    private static final TableSchema KEYLESS = TableSchema.builder(8, new TableName("shop", "log"))
            .column("a", ColumnType.INT32)
            .column("b", ColumnType.STRING)
            .build();

    private final RandomChanges source = new RandomChanges(1, ORDERS);

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
                arguments(ColumnType.FLOAT, -0.0f, "-0E0"),
                arguments(ColumnType.DOUBLE, -1.5e300, "-1.5E300"),
                arguments(ColumnType.DOUBLE, 2e-3, "0.002"),
                arguments(ColumnType.DOUBLE, 0d, "0.0"),
                arguments(ColumnType.DOUBLE, -0d, "-0E0"),
                arguments(ColumnType.STRING, "it's \\ \"x\" é😀", "'it\\'s \\\\ \"x\" é😀'"),
                arguments(ColumnType.STRING, "\n\r\u0000\u001a\t", "'\\n\\r\\0\\Z\t'"),
                arguments(ColumnType.STRING, "", "''"),
                arguments(ColumnType.STRING, new byte[] {'a', (byte) 0xff}, "x'61ff'"),
                arguments(ColumnType.JSON, "{\"a\":\"\\n\"}", "'{\"a\":\"\\\\n\"}'"),
                arguments(ColumnType.HLL, new byte[] {1, (byte) 0xab}, "x'01ab'"),
                arguments(ColumnType.BITMAP, new byte[] {3}, "x'03'"),
                arguments(ColumnType.TDIGEST, new byte[0], "x''"),
                arguments(
                        ColumnType.DATETIME,
                        LocalDateTime.of(2026, 2, 3, 4, 5, 6, 7000),
                        "'2026-02-03 04:05:06.000007'"),
                arguments(ColumnType.TIMESTAMP, Instant.parse("2026-02-03T04:05:06Z"), "'2026-02-03 12:05:06'"),
                arguments(ColumnType.DATE, LocalDate.of(2026, 2, 3), "'2026-02-03'"),
                arguments(ColumnType.DATE, "0000-00-00", "'0000-00-00'"),
                arguments(ColumnType.TIME, Duration.ofSeconds(-3661), "'-01:01:01'"),
                arguments(ColumnType.INT32, null, "NULL"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldWriteEveryTypeAsALiteral(ColumnType type, @Nullable Object value, String expected) {
        TableSchema single = TableSchema.builder(1, new TableName("d", "t"))
                .column("c", type)
                .build();

        assertThat(create(insert(Row.of(single, value))))
                .isEqualTo("INSERT INTO `d`.`t` (`c`) VALUES (" + expected + ");");
        assertThat(original(insert(Row.of(single, value))))
                .isEqualTo("replace into `t` (`c`) values (" + expected + ");");
    }

    @Test
    void shouldWriteBinaryColumnsInHex() {
        TableSchema binary = TableSchema.builder(10, new TableName("d", "b"))
                .column(new Column(0, "c", 1, ColumnType.STRING, true, true, false, null))
                .build();

        assertThat(create(insert(Row.of(binary, (Object) new byte[] {0, (byte) 0xab, 'a'}))))
                .isEqualTo("INSERT INTO `d`.`b` (`c`) VALUES (x'00ab61');");
    }

    @Test
    void shouldMakeUtf8OfGbkText() {
        TableSchema gbk = TableSchema.builder(1, new TableName("d", "t"))
                .charset(Charset.forName("GBK"))
                .column("c", ColumnType.STRING)
                .build();

        assertThat(create(insert(Row.of(gbk, "中'文")))).endsWith("VALUES ('中\\'文');");
        assertThat(create(insert(Row.of(gbk, (Object) new byte[] {(byte) 0xff, 1}))))
                .endsWith("VALUES (x'ff01');");
    }

    @Test
    void shouldWriteNewRowsInFull() {
        assertThat(create(insert(order(1, null, "a"))))
                .isEqualTo("INSERT INTO `shop`.`orders` (`id`,`n`,`note`) VALUES (1,NULL,'a');");
        assertThat(create(upsert(order(1, null, "a"))))
                .isEqualTo("REPLACE INTO `shop`.`orders` (`id`,`n`,`note`) VALUES (1,NULL,'a');");
    }

    @Test
    void shouldReplaceEveryNewRowInTheOriginalsShape() {
        String expected = "replace into `orders` (`id`,`n`,`note`) values (1,NULL,'a');";

        assertThat(original(insert(order(1, null, "a")))).isEqualTo(expected);
        assertThat(original(upsert(order(1, null, "a")))).isEqualTo(expected);
    }

    @Test
    void shouldSetOnlyWhatChanged() {
        RowChange change = update(order(1, 1, "a"), order(1, 2, null));

        assertThat(create(change)).isEqualTo("UPDATE `shop`.`orders` SET `n`=2,`note`=NULL WHERE `id`=1;");
        assertThat(original(change)).isEqualTo("update `orders` set `n`=2,`note`=NULL where `id`=1;");
    }

    @Test
    void shouldWriteAHarmlessStatementWhereNothingChanged() {
        RowChange change = update(order(1, 1, "a"), order(1, 1, "a"));

        assertThat(create(change)).isEqualTo("UPDATE `shop`.`orders` SET `id`=`id` WHERE `id`=1;");
        assertThat(original(change)).isEqualTo("update `orders` set `id`=`id` where `id`=1;");
    }

    @Test
    void shouldFindRowsByTheirKey() {
        assertThat(create(delete(order(1, 1, "a")))).isEqualTo("DELETE FROM `shop`.`orders` WHERE `id`=1;");
        assertThat(original(delete(order(1, 1, "a")))).isEqualTo("delete from `orders` where (`id`) in ((1));");
        assertThat(create(delete(Row.of(PAIRS, 1, "x", 2))))
                .isEqualTo("DELETE FROM `shop`.`pairs` WHERE `b`='x' AND `a`=1;");
        assertThat(original(delete(Row.of(PAIRS, 1, "x", 2))))
                .isEqualTo("delete from `pairs` where (`b`,`a`) in (('x',1));");
    }

    @Test
    void shouldFindOneRowByAllColumnsWithoutAKey() {
        RowChange delete = delete(Row.of(KEYLESS, 1, null));
        RowChange update = update(Row.of(KEYLESS, 1, null), Row.of(KEYLESS, 1, "x"));

        assertThat(create(delete)).isEqualTo("DELETE FROM `shop`.`log` WHERE `a`<=>1 AND `b`<=>NULL LIMIT 1;");
        assertThat(original(delete)).isEqualTo("delete from `log` where `a`<=>1 and `b`<=>NULL limit 1;");
        assertThat(create(update)).isEqualTo("UPDATE `shop`.`log` SET `b`='x' WHERE `a`<=>1 AND `b`<=>NULL LIMIT 1;");
        assertThat(original(update)).isEqualTo("update `log` set `b`='x' where `a`<=>1 and `b`<=>NULL limit 1;");
    }

    @Test
    void shouldCompareAFloatWithAllItsDigits() {
        TableSchema floats = TableSchema.builder(1, new TableName("d", "t"))
                .column("c", ColumnType.FLOAT)
                .build();

        assertThat(create(update(Row.of(floats, 0.1f), Row.of(floats, 0.2f))))
                .isEqualTo("UPDATE `d`.`t` SET `c`=0.2 WHERE `c`<=>0.10000000149011612 LIMIT 1;");
    }

    @Test
    void shouldQualifyTablesAsAsked() {
        RowChange change = delete(order(1, 1, "a"));

        assertThat(sql(SqlText.create().qualified(false), change)).isEqualTo("DELETE FROM `orders` WHERE `id`=1;");
        assertThat(sql(SqlText.original().qualified(true), change))
                .isEqualTo("delete from `shop`.`orders` where (`id`) in ((1));");
    }

    @Test
    void shouldDoubleBackquotesInNames() {
        TableSchema odd = TableSchema.builder(1, new TableName("d", "a`b"))
                .column("C`d", ColumnType.INT32)
                .build();

        assertThat(create(insert(Row.of(odd, 1)))).isEqualTo("INSERT INTO `d`.`a``b` (`C``d`) VALUES (1);");
        assertThat(original(insert(Row.of(odd, 1)))).isEqualTo("replace into `a``b` (`C``d`) values (1);");
    }

    @Test
    void shouldFollowASchemasVersion() {
        TableSchema wider = TableSchema.builder(7, ORDERS.name())
                .version(2)
                .column("id", ColumnType.INT64)
                .column("extra", ColumnType.INT32)
                .primaryKey("id")
                .build();
        MessageBuffer buffer = new MessageBuffer();
        MessageEncoder encoder = SqlText.create().encoder(buffer);

        encoder.change(source.transaction(List.of(insert(order(1, 1, "a")))), 0);
        buffer.clear();
        encoder.change(source.transaction(List.of(insert(Row.of(wider, 1, 2)))), 0);

        assertThat(text(buffer)).isEqualTo("INSERT INTO `shop`.`orders` (`id`,`extra`) VALUES (1,2);");
    }

    @Test
    void shouldJoinNewRowsOfOneTable() {
        Transaction transaction = source.transaction(
                List.of(insert(order(1, 1, "a")), upsert(order(2, 2, ")")), insert(order(3, null, null))));

        assertThat(joined(transaction, 0, 3))
                .isEqualTo("replace into `orders` (`id`,`n`,`note`) values (1,1,'a'),(2,2,')'),(3,NULL,NULL);");
        assertThat(joined(transaction, 1, 2)).isEqualTo("replace into `orders` (`id`,`n`,`note`) values (2,2,')');");
    }

    @Test
    void shouldJoinDeletesOfOneTable() {
        Transaction transaction =
                source.transaction(List.of(delete(Row.of(PAIRS, 1, "x", 2)), delete(Row.of(PAIRS, 2, "y", 2))));

        assertThat(joined(transaction, 0, 2)).isEqualTo("delete from `pairs` where (`b`,`a`) in (('x',1),('y',2));");
    }

    @Test
    void shouldNotJoinWhatOneStatementCannotHold() {
        Transaction mixed = source.transaction(List.of(
                insert(order(1, 1, "a")),
                insert(Row.of(PAIRS, 1, "x", 2)),
                delete(Row.of(PAIRS, 1, "x", 2)),
                update(order(1, 1, "a"), order(1, 1, "b")),
                delete(Row.of(KEYLESS, 1, "b"))));

        for (int from = 0; from < 4; from++) {
            assertThat(joined(mixed, from, from + 2)).isEmpty();
        }
        assertThat(joined(mixed, 3, 4)).isEmpty();
        assertThat(joined(mixed, 4, 5)).isEmpty();
        assertThat(joined(mixed, 1, 1)).isEmpty();
    }

    @Test
    void shouldWriteOneStatementAMessageByDefault() {
        MessageBuffer buffer = new MessageBuffer();
        Transaction transaction = source.transaction(List.of(insert(order(1, 1, "a")), insert(order(2, 1, "a"))));

        assertThat(SqlText.create().encoder(buffer).changes(transaction, 0, 2)).isFalse();
        assertThat(buffer.length()).isZero();
    }

    @Test
    void shouldWriteTransactionBorders() {
        MessageBuffer buffer = new MessageBuffer();
        MessageEncoder encoder = SqlText.create().encoder(buffer);
        Transaction transaction = source.transaction(List.of());

        assertThat(encoder.begin(transaction)).isTrue();
        assertThat(encoder.end(transaction)).isTrue();
        assertThat(encoder.watermark(CommitTs.of(5))).isFalse();
        assertThat(encoder.schema(new SchemaChange(CommitTs.of(5), KEYLESS, ORDERS)))
                .isFalse();

        assertThat(text(buffer)).isEqualTo("BEGIN;COMMIT;");
    }

    @Test
    void shouldWriteTheKeyThatAllFormatsHave() {
        MessageBuffer buffer = new MessageBuffer();
        MessageEncoder encoder = SqlText.original().encoder(buffer);

        assertThat(encoder.key(Row.of(PAIRS, 1, "x", 2))).isTrue();
        assertThat(text(buffer)).isEqualTo("{\"b\":\"x\",\"a\":1}");
        assertThat(encoder.key(Row.of(KEYLESS, 1, "x"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void shouldRefuseNumbersWithoutALiteralAndNameThePlace(double value) {
        TableSchema numbers = TableSchema.builder(1, new TableName("d", "t"))
                .column("c", ColumnType.DOUBLE)
                .column("f", ColumnType.FLOAT)
                .build();

        assertThatThrownBy(() -> create(insert(Row.of(numbers, value, null))))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(
                        "Column c of table d.t", "no literal for " + value, "change 0", "commit ts 1000000001 ");
        assertThatThrownBy(() -> create(insert(Row.of(numbers, null, (float) value))))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("Column f of table d.t", "no literal for " + value);
    }

    @Test
    void shouldNameTheRowThatBreaksAJoin() {
        TableSchema numbers = TableSchema.builder(1, new TableName("d", "t"))
                .column("c", ColumnType.DOUBLE)
                .build();
        Transaction transaction =
                source.transaction(List.of(insert(Row.of(numbers, 1d)), insert(Row.of(numbers, Double.NaN))));

        assertThatThrownBy(() -> joined(transaction, 0, 2))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("Column c", "change 1");
    }

    @Test
    void shouldRefuseNamesWithALineBreak() {
        TableSchema odd = TableSchema.builder(1, new TableName("d", "t"))
                .column("a\nb", ColumnType.INT32)
                .build();

        assertThatThrownBy(() -> create(insert(Row.of(odd, 1))))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("d.t", "line break");
    }

    @Test
    void shouldRefuseAnUpdateBetweenDifferentColumns() {
        RowChange change = update(Row.of(KEYLESS, 1, "a"), order(1, 1, "a"));

        assertThatThrownBy(() -> create(change))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("different columns");
    }

    private String create(RowChange change) {
        return sql(SqlText.create(), change);
    }

    private String original(RowChange change) {
        return sql(SqlText.original(), change);
    }

    private String sql(SqlText format, RowChange change) {
        MessageBuffer buffer = new MessageBuffer();
        format.encoder(buffer).change(source.transaction(List.of(change)), 0);
        return text(buffer);
    }

    /** Returns the packed message, empty where there is none. */
    private static String joined(Transaction transaction, int from, int to) {
        MessageBuffer buffer = new MessageBuffer();
        boolean written = SqlText.original().encoder(buffer).changes(transaction, from, to);
        assertThat(buffer.length() > 0).isEqualTo(written);
        return text(buffer);
    }

    private static String text(MessageBuffer buffer) {
        return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
    }
}
