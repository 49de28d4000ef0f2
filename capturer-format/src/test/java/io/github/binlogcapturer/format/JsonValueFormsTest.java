package io.github.binlogcapturer.format;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.binlogcapturer.format.testing.TestChanges.insert;
import static io.github.binlogcapturer.format.testing.TestChanges.message;
import static io.github.binlogcapturer.format.testing.TestChanges.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Each cell of the table of types and JSON formats. */
class JsonValueFormsTest {

    private static final BigInteger MAX_UINT64 = new BigInteger("18446744073709551615");
    private static final String ESCAPES = "a\"b\\c\n\u0000é\uD83D\uDE00";
    private static final String ESCAPED = "\"a\\\"b\\\\c\\n\\u0000é\uD83D\uDE00\"";

    /** Type, bytes or not, value, then its form in JSON lines, canal-json, debezium-json, and debezium-json with text values. */
    static Stream<Arguments> values() {
        return Stream.of(
                cell(ColumnType.BOOL, true, "true", "'1'", "true", "true"),
                cell(ColumnType.BOOL, false, "false", "'0'", "false", "false"),
                same(ColumnType.INT8, Byte.MIN_VALUE, "-128"),
                same(ColumnType.INT16, Short.MIN_VALUE, "-32768"),
                same(ColumnType.INT32, Integer.MIN_VALUE, "-2147483648"),
                same(ColumnType.INT64, Long.MIN_VALUE, "-9223372036854775808"),
                same(ColumnType.INT64, Long.MAX_VALUE, "9223372036854775807"),
                same(ColumnType.UINT8, 255, "255"),
                same(ColumnType.UINT16, 65535, "65535"),
                same(ColumnType.UINT32, 4294967295L, "4294967295"),
                same(ColumnType.UINT64, 0, "0"),
                same(ColumnType.UINT64, MAX_UINT64, "18446744073709551615"),
                same(ColumnType.FLOAT, 0.1f, "0.1"),
                same(ColumnType.FLOAT, 1e10f, "1.0E10"),
                text(ColumnType.FLOAT, Float.NaN, "'NaN'"),
                same(ColumnType.DOUBLE, 2e-323, "2.0E-323"),
                same(ColumnType.DOUBLE, 0.1 + 0.2, "0.30000000000000004"),
                same(ColumnType.DOUBLE, -0.0, "-0.0"),
                text(ColumnType.DOUBLE, Double.NEGATIVE_INFINITY, "'-Infinity'"),
                text(ColumnType.STRING, ESCAPES, ESCAPED),
                text(ColumnType.STRING, "", "''"),
                text(ColumnType.STRING, "plain", "'plain'"),
                text(ColumnType.STRING, "a\uFFFDb", "'a\uFFFDb'"),
                text(ColumnType.JSON, "{\"a\":1}", "\"{\\\"a\\\":1}\""),
                bytes(ColumnType.STRING, "'\u0000\u0001Aÿ\u0080'", "'AAFB/4A='", 0, 1, 'A', 0xff, 0x80),
                bytes(ColumnType.HLL, "'\u0001é'", "'Aek='", 1, 0xe9),
                bytes(ColumnType.BITMAP, "'\u0003'", "'Aw=='", 3),
                bytes(ColumnType.TDIGEST, "''", "''"),
                temporal(
                        ColumnType.DATETIME,
                        LocalDateTime.of(2026, 2, 3, 4, 5, 6, 7000),
                        "'2026-02-03 04:05:06.000007'",
                        "1770091506000007"),
                temporal(
                        ColumnType.DATETIME,
                        LocalDateTime.of(1000, 1, 1, 0, 0, 0, 1000),
                        "'1000-01-01 00:00:00.000001'",
                        "-30610223999999999"),
                temporal(
                        ColumnType.TIMESTAMP,
                        Instant.parse("2026-02-03T04:05:06Z"),
                        "'2026-02-03 12:05:06'",
                        "'2026-02-03T04:05:06Z'"),
                temporal(ColumnType.DATE, LocalDate.of(2026, 2, 3), "'2026-02-03'", "20487"),
                temporal(ColumnType.DATE, LocalDate.of(1969, 12, 31), "'1969-12-31'", "-1"),
                temporal(ColumnType.TIME, Duration.ofSeconds(-3661), "'-01:01:01'", "-3661000000"),
                temporal(ColumnType.TIME, Duration.ofHours(838), "'838:00:00'", "3016800000000"),
                cell(ColumnType.INT32, null, "null", "null", "null", "null"));
    }

    private static Arguments cell(
            ColumnType type, @Nullable Object value, String lines, String canal, String debezium, String texts) {
        return arguments(type, false, value, json(lines), json(canal), json(debezium), json(texts));
    }

    private static Arguments same(ColumnType type, Object value, String digits) {
        return cell(type, value, digits, "'" + digits + "'", digits, digits);
    }

    private static Arguments text(ColumnType type, Object value, String text) {
        return cell(type, value, text, text, text, text);
    }

    private static Arguments temporal(ColumnType type, Object value, String text, String debezium) {
        return cell(type, value, text, text, debezium, text);
    }

    private static Arguments bytes(ColumnType type, String latin1, String base64, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        String escaped =
                latin1.replace("\u0000", "\\u0000").replace("\u0001", "\\u0001").replace("\u0003", "\\u0003");
        return arguments(type, true, bytes, json(base64), json(escaped), json(base64), json(base64));
    }

    private static String json(String quotedByApostrophes) {
        return quotedByApostrophes.replace('\'', '"');
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldWriteEachValueInEachForm(
            ColumnType type,
            boolean binary,
            @Nullable Object value,
            String lines,
            String canal,
            String debezium,
            String debeziumTexts) {
        Row row = Row.of(table(type, binary, StandardCharsets.UTF_8), value);

        assertThat(inLines(row)).isEqualTo(lines);
        assertThat(inCanal(CanalJson.create(), row)).isEqualTo(canal);
        assertThat(inDebezium(DebeziumJson.create(), row)).isEqualTo(debezium);
        assertThat(inDebezium(DebeziumJson.create().withTextValues(true), row)).isEqualTo(debeziumTexts);
    }

    @Test
    void shouldWriteUint64AsDecimalOrTextWhereDebeziumHasSchemas() {
        Row row = Row.of(table(ColumnType.UINT64, false, StandardCharsets.UTF_8), MAX_UINT64);
        DebeziumJson format = DebeziumJson.create().withSchemas(true);

        assertThat(inDebezium(format, row)).isEqualTo("\"AP//////////\"");
        assertThat(inDebezium(format.withTextValues(true), row)).isEqualTo("\"18446744073709551615\"");
    }

    @Test
    void shouldWriteTextOfOtherCharsetsAsUtf8() {
        Row row = Row.of(table(ColumnType.STRING, false, Charset.forName("GBK")), "中文 mixed");

        assertThat(inLines(row)).isEqualTo("\"中文 mixed\"");
        assertThat(inCanal(CanalJson.create(), row)).isEqualTo("\"中文 mixed\"");
        assertThat(inDebezium(DebeziumJson.create(), row)).isEqualTo("\"中文 mixed\"");
    }

    @Test
    void shouldKeepBytesThatAreNoTextAsBase64InJsonLines() {
        assertThat(inLines(badText(StandardCharsets.UTF_8))).isEqualTo("{\"$base64\":\"Yf8=\"}");
        assertThat(inLines(badText(Charset.forName("GBK")))).isEqualTo("{\"$base64\":\"Yf8=\"}");
    }

    @Test
    void shouldReplaceBytesThatAreNoTextWhereTold() {
        Row row = badText(StandardCharsets.UTF_8);

        assertThat(inCanal(CanalJson.create().withReplacedBadText(true), row)).isEqualTo("\"a\uFFFD\"");
        assertThat(inDebezium(DebeziumJson.create().withReplacedBadText(true), row))
                .isEqualTo("\"a\uFFFD\"");
    }

    @ParameterizedTest
    @MethodSource("impossibleDates")
    void shouldKeepImpossibleDatesAsText(ColumnType type, String text) {
        Row row = Row.of(table(type, false, StandardCharsets.UTF_8), text);

        assertThat(inLines(row)).isEqualTo('"' + text + '"');
        assertThat(inCanal(CanalJson.create(), row)).isEqualTo('"' + text + '"');
        assertThat(inDebezium(DebeziumJson.create().withTextValues(true), row)).isEqualTo('"' + text + '"');
    }

    @ParameterizedTest
    @MethodSource("impossibleDates")
    void shouldWriteImpossibleDatesAsNullOrEpochWhereDebeziumIsTold(
            ColumnType type, String text, String epoch, String epochText) {
        Row nullable = Row.of(table(type, false, StandardCharsets.UTF_8), text);
        Row required = Row.of(
                TableSchema.builder(1, new TableName("shop", "t"))
                        .column(new Column(0, "v", 1, type, false, false, false, null))
                        .build(),
                text);
        DebeziumJson format = DebeziumJson.create().withImpossibleDatesAsNull(true);

        assertThat(inDebezium(format, nullable)).isEqualTo("null");
        assertThat(inDebezium(format.withTextValues(true), nullable)).isEqualTo("null");
        assertThat(inDebezium(format, required)).isEqualTo(epoch);
        assertThat(inDebezium(format.withTextValues(true), required)).isEqualTo(epochText);
    }

    static Stream<Arguments> impossibleDates() {
        return Stream.of(
                arguments(ColumnType.DATE, "0000-00-00", "0", "\"1970-01-01\""),
                arguments(ColumnType.DATE, "2026-02-30", "0", "\"1970-01-01\""),
                arguments(ColumnType.DATETIME, "0000-00-00 00:00:00", "0", "\"1970-01-01 00:00:00\""),
                arguments(
                        ColumnType.TIMESTAMP,
                        "0000-00-00 00:00:00",
                        "\"1970-01-01T00:00:00Z\"",
                        "\"1970-01-01 00:00:00\""));
    }

    /** Only BaikalDB can write them. The last one is the largest that its form of date-times can hold. */
    @ParameterizedTest
    @CsvSource({
        "10000, 1, 1, 10000-01-01 23:35:30.000007, 253402385730000007",
        "20164, 11, 30, 20164-11-30 23:35:30.000007, 574176123330000007"
    })
    void shouldWriteYearsOfFiveDigits(int year, int month, int day, String text, String micros) {
        long date = ((year * 13L + month) << 5) | day;
        long clock = (23L << 36) | (35L << 30) | (30L << 24) | 7;
        byte[] wire = ByteBuffer.allocate(9)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x09)
                .putLong((date << 41) | clock)
                .array();
        Row row = Row.parse(table(ColumnType.DATETIME, false, StandardCharsets.UTF_8), wire, 0, wire.length);

        assertThat(inDebezium(DebeziumJson.create(), row)).isEqualTo(micros);
        assertThat(inDebezium(DebeziumJson.create().withTextValues(true), row)).isEqualTo('"' + text + '"');
        assertThat(inLines(row)).isEqualTo('"' + text + '"');
    }

    private static Row badText(Charset charset) {
        return Row.of(table(ColumnType.STRING, false, charset), (Object) new byte[] {'a', (byte) 0xff});
    }

    private static TableSchema table(ColumnType type, boolean binary, Charset charset) {
        return TableSchema.builder(1, new TableName("shop", "t"))
                .charset(charset)
                .column(new Column(0, "v", 1, type, binary, true, false, null))
                .build();
    }

    private static String inLines(Row row) {
        return between(JsonLines.create(), row, "\"after\":{\"v\":", "}}");
    }

    private static String inCanal(CanalJson format, Row row) {
        return between(format, row, "{\"data\":[{\"v\":", "}],\"database\"");
    }

    private static String inDebezium(DebeziumJson format, Row row) {
        return between(format, row, "\"before\":null,\"after\":{\"v\":", "},\"source\"");
    }

    private static String between(MessageFormat format, Row row, String left, String right) {
        Transaction transaction = transaction(insert(row));
        String text = new String(message(format, transaction, 0), StandardCharsets.UTF_8);
        assertThat(text).contains(left, right);
        int from = text.indexOf(left) + left.length();
        return text.substring(from, text.lastIndexOf(right));
    }
}
