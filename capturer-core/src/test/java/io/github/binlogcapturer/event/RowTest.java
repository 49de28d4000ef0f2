package io.github.binlogcapturer.event;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

class RowTest {

    private static final TableSchema ACCOUNT = TableSchema.builder(5, new TableName("db", "account"))
            .column("id", ColumnType.INT64)
            .column("owner", ColumnType.STRING)
            .column("balance", ColumnType.DOUBLE)
            .primaryKey("id")
            .build();

    @Test
    void shouldReadUnsignedExtremes() {
        TableSchema schema = TableSchema.builder(1, new TableName("db", "t"))
                .column("u32", ColumnType.UINT32)
                .column("u64", ColumnType.UINT64)
                .build();
        Row row = Row.of(schema, 4_294_967_295L, new BigInteger("18446744073709551615"));
        assertThat(row.value("u32")).isEqualTo(4_294_967_295L);
        assertThat(row.value("u64")).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(row.longValue("u64")).isEqualTo(-1);
        assertThat(row.text("u64")).isEqualTo("18446744073709551615");
    }

    @Test
    void shouldCutIntegersToTheWidthOfTheirColumn() {
        TableSchema schema = TableSchema.builder(1, new TableName("db", "t"))
                .column("i8", ColumnType.INT8)
                .build();
        byte[] zigzag300 = {0x08, (byte) 0xd8, 0x04};
        assertThat(Row.parse(schema, zigzag300, 0, 3).value("i8")).isEqualTo(44);
    }

    @Test
    void shouldReadTextInTheCharsetOfTheTable() {
        TableSchema gbk = TableSchema.builder(1, new TableName("db", "t"))
                .charset(Charset.forName("GBK"))
                .column("c", ColumnType.STRING)
                .build();
        byte[] data = HexFormat.of().parseHex("0a04d6d0cec4");
        Row row = Row.parse(gbk, data, 0, data.length);
        assertThat(row.value("c")).isEqualTo("中文");
        assertThat(Row.of(gbk, "中文")).isEqualTo(row);
    }

    @Test
    void shouldKeepTheBytesOfMalformedText() {
        byte[] data = HexFormat.of().parseHex("120361ff62");
        Row row = Row.parse(ACCOUNT, data, 0, data.length);
        assertThat(row.text("owner")).isEqualTo("a\ufffdb");
        assertThat(row.bytes("owner")).isEqualTo(new byte[] {'a', (byte) 0xff, 'b'});
    }

    @Test
    void shouldShowBinaryColumnsAsBytes() {
        TableSchema schema = TableSchema.builder(1, new TableName("db", "t"))
                .column(new Column(0, "b", 1, ColumnType.STRING, true, true, false, null))
                .build();
        Row row = Row.of(schema, new byte[] {0, (byte) 0xff});
        assertThat(row.value("b")).isEqualTo(new byte[] {0, (byte) 0xff});
        assertThat(row.text("b")).isEqualTo("AP8=");
        assertThat(row.officialText(0)).isEqualTo("\0\u00ff");
    }

    @Test
    void shouldRenderTimestampsInTheZoneOfTheTable() {
        TableSchema schema = TableSchema.builder(1, new TableName("db", "t"))
                .zone(ZoneId.of("America/New_York"))
                .column("ts", ColumnType.TIMESTAMP)
                .build();
        Row row = Row.of(schema, Instant.parse("2023-11-14T22:13:20Z"));
        assertThat(row.text("ts")).isEqualTo("2023-11-14 17:13:20");
        assertThat(row.value("ts")).isEqualTo(Instant.parse("2023-11-14T22:13:20Z"));
    }

    @Test
    void shouldReadTimestampsBeyond2038() {
        TableSchema schema = TableSchema.builder(1, new TableName("db", "t"))
                .column("ts", ColumnType.TIMESTAMP)
                .build();
        Instant last = Instant.ofEpochSecond(0xffff_ffffL);
        assertThat(Row.of(schema, last).value("ts")).isEqualTo(last);
        assertThat(Row.of(schema, last).text("ts")).isEqualTo("2106-02-07 14:28:15");
    }

    @Test
    void shouldRoundFloatsInTheOfficialTextOnly() {
        Row row = Row.of(ACCOUNT, 1, "a", 12345678901234.123);
        assertThat(row.text("balance")).isEqualTo("1.2345678901234123E13");
        assertThat(row.officialText(2)).isEqualTo("1.23456789012e+13");
    }

    @Test
    void shouldCompareValuesThroughDifferentSelections() {
        TableSchema selected = ACCOUNT.select(Set.of("balance"));
        Row full = Row.of(ACCOUNT, 1, "a", 2.5);
        Row reduced = full.select(selected);
        assertThat(reduced.sameValue(1, full)).isTrue();
        assertThat(full.sameValue(2, reduced)).isTrue();
        assertThat(full.sameValue(1, reduced)).isFalse();
        assertThat(full.sameKey(reduced)).isTrue();
    }

    @Test
    void shouldGiveFixedWidthsAndBytesWithoutObjects() {
        Row row = Row.of(ACCOUNT, -3, "Ada", 2.5);
        byte[] target = new byte[4];
        row.copyBytes(1, target);
        assertThat(target).isEqualTo(new byte[] {'A', 'd', 'a', 0});
        assertThat(row.byteCount(1)).isEqualTo(3);
        assertThat(row.isAscii(1)).isTrue();
        assertThat(Row.of(ACCOUNT, 1, "a long name with an ä", 0).isAscii(1)).isFalse();
        assertThat(row.bits(0)).isEqualTo(-3);
        assertThat(row.bits(2)).isEqualTo(Double.doubleToRawLongBits(2.5));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> row.bits(1))
                .withMessageContaining("owner");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Row.of(ACCOUNT, null, "", 0).bits(0))
                .withMessageContaining("NULL");
    }

    @Test
    void shouldTellNullFromEmpty() {
        Row empty = Row.of(ACCOUNT, 1, "", 0);
        Row absent = Row.of(ACCOUNT, 1, null, null);
        assertThat(empty.sameValue(1, absent)).isFalse();
        assertThat(absent.sameValue(1, absent)).isTrue();
        assertThat(empty).isNotEqualTo(absent);
    }

    @Test
    void shouldCompareKeysAlone() {
        Row before = Row.of(ACCOUNT, 1, "a", 1);
        Row after = Row.of(ACCOUNT, 1, "b", 2);
        assertThat(before.sameKey(after)).isTrue();
        assertThat(before.keyHash()).isEqualTo(after.keyHash());
        assertThat(before).isNotEqualTo(after);
    }

    @Test
    void shouldCompareAllColumnsWhereThereIsNoKey() {
        TableSchema keyless = TableSchema.builder(5, new TableName("db", "log"))
                .column("a", ColumnType.INT8)
                .column("b", ColumnType.INT8)
                .build();
        assertThat(Row.of(keyless, 1, 2).sameKey(Row.of(keyless, 1, 3))).isFalse();
        assertThat(Row.of(keyless, 1, null).keyHash())
                .isEqualTo(Row.of(keyless, 1, null).keyHash());
    }

    @Test
    void shouldRefuseAForeignSelection() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Row.of(ACCOUNT, 1, "a", 1).select(RowVectorTest.SCHEMA))
                .withMessageContaining("no selection");
    }

    @Test
    void shouldSayWhyAColumnHasNoIntegerOrBytes() {
        Row row = Row.of(ACCOUNT, null, "a", 1);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> row.longValue("id"))
                .withMessageContaining("NULL");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> row.longValue("owner"))
                .withMessageContaining("STRING");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> row.bytes("id"))
                .withMessageContaining("bytes");
    }

    @Test
    void shouldNameTheColumnsOfTheTableWhereOneIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Row.of(ACCOUNT, 1, "a", 1).value("nome"))
                .withMessageContaining("nome")
                .withMessageContaining("[id, owner, balance]");
    }

    @Test
    void shouldShortenLongValuesInToString() {
        assertThat(Row.of(ACCOUNT, 1, "x".repeat(100), null))
                .hasToString("{id=1, owner=" + "x".repeat(64) + "…, balance=NULL}");
    }

    @Test
    void shouldAllocateOnlyOffsetsAndRowWhileParsing() {
        assumeThat(ManagementFactory.getThreadMXBean()).isInstanceOf(com.sun.management.ThreadMXBean.class);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 20_000;
        parseVector(rounds);
        long start = threads.getCurrentThreadAllocatedBytes();
        parseVector(rounds);
        long perRow = (threads.getCurrentThreadAllocatedBytes() - start) / rounds;
        // 13 offsets with an array header, and a row of three references
        assertThat(perRow).isBetween(1L, 16L + 4 * 13 + 8 + 40);
    }

    private static void parseVector(int rounds) {
        byte[] data = RowVectorTest.BYTES;
        for (int i = 0; i < rounds; i++) {
            Row row = Row.parse(RowVectorTest.SCHEMA, data, 0, data.length);
            if (row.isNull(0)) {
                throw new AssertionError("The row lost its first column");
            }
        }
    }
}
