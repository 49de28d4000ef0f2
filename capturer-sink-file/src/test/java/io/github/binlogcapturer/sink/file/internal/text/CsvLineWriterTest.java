package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
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

class CsvLineWriterTest {

    private final MessageBuffer buffer = new MessageBuffer();
    private final LineWriter lines = TextKind.CSV.writer(buffer);

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
                arguments(ColumnType.FLOAT, Float.NEGATIVE_INFINITY, "-Infinity"),
                arguments(ColumnType.DOUBLE, -1.5e300, "-1.5E300"),
                arguments(ColumnType.DOUBLE, Double.NaN, "NaN"),
                arguments(ColumnType.STRING, "it's \\ \"x\", é😀", "\"it's \\\\ \\\"x\\\", é😀\""),
                arguments(ColumnType.STRING, "\n\r\u0000\u001a\t", "\"\\n\\r\\0\\Z\t\""),
                arguments(ColumnType.STRING, "", "\"\""),
                arguments(ColumnType.STRING, "\\N", "\"\\\\N\""),
                arguments(ColumnType.STRING, "NULL", "\"NULL\""),
                arguments(ColumnType.JSON, "{\"a\":1}", "\"{\\\"a\\\":1}\""),
                arguments(ColumnType.HLL, new byte[] {1, 2}, "\"0102\""),
                arguments(ColumnType.BITMAP, new byte[] {(byte) 0xab}, "\"ab\""),
                arguments(ColumnType.TDIGEST, new byte[0], "\"\""),
                arguments(
                        ColumnType.DATETIME, LocalDateTime.of(2026, 2, 3, 4, 5, 6, 7000), "2026-02-03 04:05:06.000007"),
                arguments(ColumnType.TIMESTAMP, Instant.parse("2026-02-03T04:05:06Z"), "2026-02-03 12:05:06"),
                arguments(ColumnType.DATE, LocalDate.of(2026, 2, 3), "2026-02-03"),
                arguments(ColumnType.TIME, Duration.ofSeconds(-3661), "-01:01:01"),
                arguments(ColumnType.INT32, null, "\\N"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldWriteEveryTypeExactly(ColumnType type, @Nullable Object value, String expected) throws IOException {
        assertThat(csv(true, insert(single(type), value)))
                .isEqualTo("insert,5,4,50,0,1,1,\"d\",\"t\",1," + expected + "\n");
    }

    @Test
    void shouldWriteBinaryColumnsInHex() throws IOException {
        assertThat(csv(true, insert(singleBinary(), (Object) new byte[] {0, (byte) 0xab})))
                .isEqualTo("insert,5,4,50,0,1,1,\"d\",\"b\",1,\"00ab\"\n");
    }

    @Test
    void shouldWriteTheNewestImage() throws IOException {
        assertThat(csv(
                        true,
                        insert(ORDERS, 1, 1, "a"),
                        update(order(1, 1, "a"), order(1, 2, null)),
                        upsert(ORDERS, 2, 2, "b"),
                        delete(ORDERS, 1, 2, null)))
                .isEqualTo("""
                        insert,5,4,50,0,4,0,"shop","orders",3,1,1,"a"
                        update,5,4,50,1,4,0,"shop","orders",3,1,2,\\N
                        upsert,5,4,50,2,4,0,"shop","orders",3,2,2,"b"
                        delete,5,4,50,3,4,1,"shop","orders",3,1,2,\\N
                        """);
    }

    @Test
    void shouldCompleteACommitTsWithItsLastTransactionOnly() throws IOException {
        assertThat(csv(false, insert(ORDERS, 1, 1, "a"))).contains(",0,1,0,\"shop\"");
    }

    @Test
    void shouldWriteWhatHasNoRows() throws IOException {
        csv(false);
        csv(true);
        lines.schema(widened(9));
        lines.heartbeat(heartbeat(10));

        assertThat(written()).isEqualTo("""
                        transaction,5,4,50,\\N,0,0,\\N,\\N,\\N
                        transaction,5,4,50,\\N,0,1,\\N,\\N,\\N
                        schema,9,\\N,\\N,\\N,\\N,0,"shop","orders",4,"ALTER TABLE `shop`.`orders` ADD COLUMN `extra` int"
                        heartbeat,10,\\N,\\N,\\N,\\N,1,\\N,\\N,\\N
                        """);
    }

    @Test
    void shouldRefuseTextThatIsNone() {
        assertThatThrownBy(() -> csv(true, insert(single(ColumnType.STRING), (Object) new byte[] {'a', (byte) 0xff})))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("Column c", "d.t", "commit ts 5", "JSON_LINES");
    }

    private String csv(boolean complete, RowChange... changes) throws IOException {
        Transaction transaction = transaction(5, changes);
        lines.begin(transaction, complete);
        for (int i = 0; i < changes.length; i++) {
            lines.change(transaction, i);
        }
        lines.commit(transaction, complete);
        return written();
    }

    private String written() {
        return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
    }
}
