package io.github.binlogcapturer.sink.file.internal.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
import static org.junit.jupiter.params.provider.Arguments.arguments;

class JsonLineWriterTest {

    private final MessageBuffer buffer = new MessageBuffer();
    private final LineWriter lines = TextKind.JSON_LINES.writer(buffer);

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(ColumnType.BOOL, true, "true"),
                arguments(ColumnType.BOOL, false, "false"),
                arguments(ColumnType.INT8, Byte.MIN_VALUE, "-128"),
                arguments(ColumnType.INT16, Short.MIN_VALUE, "-32768"),
                arguments(ColumnType.INT32, Integer.MIN_VALUE, "-2147483648"),
                arguments(ColumnType.INT64, Long.MIN_VALUE, "-9223372036854775808"),
                arguments(ColumnType.UINT8, 255, "255"),
                arguments(ColumnType.UINT16, 65535, "65535"),
                arguments(ColumnType.UINT32, 4294967295L, "4294967295"),
                arguments(ColumnType.UINT64, 12, "12"),
                arguments(ColumnType.UINT64, new BigInteger("18446744073709551615"), "18446744073709551615"),
                arguments(ColumnType.FLOAT, 0.1f, "0.1"),
                arguments(ColumnType.FLOAT, Float.NaN, "\"NaN\""),
                arguments(ColumnType.DOUBLE, 2e-323, "2.0E-323"),
                arguments(ColumnType.DOUBLE, 0.1 + 0.2, "0.30000000000000004"),
                arguments(ColumnType.DOUBLE, Double.NEGATIVE_INFINITY, "\"-Infinity\""),
                arguments(ColumnType.STRING, "a\"b\\c\n\u0000é😀", "\"a\\\"b\\\\c\\n\\u0000é😀\""),
                arguments(ColumnType.STRING, "", "\"\""),
                arguments(ColumnType.STRING, "a\uFFFDb", "\"a\uFFFDb\""),
                arguments(ColumnType.STRING, new byte[] {'a', (byte) 0xff}, "{\"$base64\":\"Yf8=\"}"),
                arguments(ColumnType.JSON, "{\"a\":1}", "\"{\\\"a\\\":1}\""),
                arguments(ColumnType.HLL, new byte[] {1, 2}, "\"AQI=\""),
                arguments(ColumnType.BITMAP, new byte[] {3}, "\"Aw==\""),
                arguments(ColumnType.TDIGEST, new byte[0], "\"\""),
                arguments(
                        ColumnType.DATETIME,
                        LocalDateTime.of(2026, 2, 3, 4, 5, 6, 7000),
                        "\"2026-02-03 04:05:06.000007\""),
                arguments(ColumnType.TIMESTAMP, Instant.parse("2026-02-03T04:05:06Z"), "\"2026-02-03 12:05:06\""),
                arguments(ColumnType.DATE, LocalDate.of(2026, 2, 3), "\"2026-02-03\""),
                arguments(ColumnType.TIME, Duration.ofSeconds(-3661), "\"-01:01:01\""),
                arguments(ColumnType.INT32, null, "null"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldWriteEveryTypeExactly(ColumnType type, @Nullable Object value, String expected) throws IOException {
        lines.change(transaction(5, insert(single(type), value)), 0);

        assertThat(written())
                .isEqualTo("{\"type\":\"insert\",\"index\":0,\"db\":\"d\",\"table\":\"t\",\"schemaVersion\":1,"
                        + "\"after\":{\"c\":" + expected + "}}\n");
    }

    @Test
    void shouldWriteBinaryColumnsAsBase64() throws IOException {
        lines.change(transaction(5, insert(singleBinary(), (Object) "hi".getBytes(StandardCharsets.UTF_8))), 0);

        assertThat(written()).contains("\"after\":{\"c\":\"aGk=\"}");
    }

    @Test
    void shouldReadTextInTheTablesCharset() throws IOException {
        TableSchema gbk = TableSchema.builder(1, new TableName("d", "t"))
                .charset(Charset.forName("GBK"))
                .column("ok", ColumnType.STRING)
                .column("torn", ColumnType.STRING)
                .build();

        lines.change(transaction(5, insert(gbk, "中文", new byte[] {(byte) 0xd6})), 0);

        assertThat(written()).contains("\"after\":{\"ok\":\"中文\",\"torn\":{\"$base64\":\"1g==\"}}");
    }

    @Test
    void shouldWriteTheImagesThatExist() throws IOException {
        Transaction transaction = transaction(
                5,
                insert(ORDERS, 1, 1, "a"),
                update(order(1, 1, "a"), order(1, 2, null)),
                upsert(ORDERS, 2, 2, "b"),
                delete(ORDERS, 1, 2, null));

        for (int i = 0; i < 4; i++) {
            lines.change(transaction, i);
        }

        assertThat(written().lines().map(line -> line.replaceAll("\"db\".*\"schemaVersion\":3,", "")))
                .containsExactly(
                        "{\"type\":\"insert\",\"index\":0,\"after\":{\"id\":1,\"n\":1,\"note\":\"a\"}}",
                        "{\"type\":\"update\",\"index\":1,\"before\":{\"id\":1,\"n\":1,\"note\":\"a\"},"
                                + "\"after\":{\"id\":1,\"n\":2,\"note\":null}}",
                        "{\"type\":\"upsert\",\"index\":2,\"after\":{\"id\":2,\"n\":2,\"note\":\"b\"}}",
                        "{\"type\":\"delete\",\"index\":3,\"before\":{\"id\":1,\"n\":2,\"note\":null}}");
    }

    @Test
    void shouldWriteTransactionBoundaries() throws IOException {
        Transaction transaction = transaction(262144000, insert(ORDERS, 1, 1, "a"));

        lines.begin(transaction, true);
        lines.commit(transaction, false);

        assertThat(written()).isEqualTo("""
                        {"type":"begin","commitTs":262144000,"startTs":262143999,"txnId":2621440000,\
                        "executeTime":"2019-12-31T16:00:01Z","user":"app","changes":1}
                        {"type":"commit","commitTs":262144000,"changes":1,"complete":false}
                        """);
    }

    @Test
    void shouldWriteSchemaChangesAndHeartbeats() throws IOException {
        lines.schema(widened(9));
        lines.heartbeat(heartbeat(10));

        assertThat(written()).isEqualTo("""
                        {"type":"schema","commitTs":9,"db":"shop","table":"orders","version":4,\
                        "sql":["ALTER TABLE `shop`.`orders` ADD COLUMN `extra` int"]}
                        {"type":"heartbeat","commitTs":10}
                        """);
    }

    @Test
    void shouldKeepEveryDoubleExactly() throws IOException {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                buffer.clear();
                lines.change(transaction(5, insert(single(ColumnType.DOUBLE), value)), 0);
                assertThat(Double.parseDouble(lastValue())).as("seed %d", seed).isEqualTo(value);
            }
        }
    }

    @Test
    void shouldWriteWhatAParserReadsBack() throws IOException {
        String note = "\u0001\u001f\u007f\u2028'\"\\/\r\n\t";
        Row row = order(Long.MAX_VALUE, Integer.MIN_VALUE, note);

        lines.change(transaction(5, update(row, row)), 0);

        ArrayList<String> strings = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(buffer.toByteArray())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    strings.add(parser.getText());
                }
            }
        }
        assertThat(strings)
                .containsSubsequence("update", "9223372036854775807", "-2147483648", note)
                .endsWith("9223372036854775807", "-2147483648", note);
    }

    private String lastValue() throws IOException {
        String value = "";
        try (JsonParser parser = new JsonFactory().createParser(buffer.toByteArray())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                value = token.isScalarValue() ? parser.getText() : value;
            }
        }
        return value;
    }

    private String written() {
        return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
    }
}
