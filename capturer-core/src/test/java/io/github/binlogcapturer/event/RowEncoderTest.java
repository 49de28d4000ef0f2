package io.github.binlogcapturer.event;

import java.math.BigInteger;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RowEncoderTest {

    @ParameterizedTest
    @CsvSource({
        "INT8, -128, 127",
        "INT16, -32768, 32767",
        "INT32, -2147483648, 2147483647",
        "INT64, -9223372036854775808, 9223372036854775807",
        "UINT8, 0, 255",
        "UINT16, 0, 65535",
        "UINT32, 0, 4294967295",
        "UINT64, 0, 18446744073709551615"
    })
    void shouldTakeExactlyTheRangeOfEveryInteger(ColumnType type, BigInteger min, BigInteger max) {
        assertThat(row(type, min).text(0)).isEqualTo(min.toString());
        assertThat(row(type, max).text(0)).isEqualTo(max.toString());
        assertDoesNotFit(type, min.subtract(BigInteger.ONE));
        assertDoesNotFit(type, max.add(BigInteger.ONE));
    }

    @Test
    void shouldTakeAnyNumberOfTheRightValue() {
        assertThat(row(ColumnType.INT32, 5.0).value(0)).isEqualTo(5);
        assertThat(row(ColumnType.UINT64, (short) 5).value(0)).isEqualTo(BigInteger.valueOf(5));
        assertThat(row(ColumnType.DOUBLE, 5).value(0)).isEqualTo(5.0);
    }

    @Test
    void shouldRefuseWhatIsNoInteger() {
        assertDoesNotFit(ColumnType.INT32, 1.5);
        assertDoesNotFit(ColumnType.INT64, Double.NaN);
        assertDoesNotFit(ColumnType.INT64, "5");
        assertDoesNotFit(ColumnType.BOOL, 1);
    }

    @Test
    void shouldRefuseDatesAndTimesBeyondTheirBits() {
        assertDoesNotFit(ColumnType.DATE, LocalDate.of(10_000, 1, 1));
        assertDoesNotFit(ColumnType.DATE, LocalDate.of(-1, 1, 1));
        assertDoesNotFit(ColumnType.DATETIME, LocalDateTime.of(2026, 1, 1, 0, 0, 0, 1));
        assertDoesNotFit(ColumnType.TIME, Duration.ofHours(1024));
        assertDoesNotFit(ColumnType.TIME, Duration.ofMillis(-1));
        assertDoesNotFit(ColumnType.TIMESTAMP, Instant.EPOCH);
        assertDoesNotFit(ColumnType.TIMESTAMP, Instant.ofEpochSecond(1L << 32));
        assertDoesNotFit(ColumnType.TIMESTAMP, Instant.ofEpochMilli(1));
    }

    @Test
    void shouldTakeTheTextOfDatesThatNoCalendarHas() {
        assertThat(row(ColumnType.DATE, "2026-02-30").value(0)).isEqualTo("2026-02-30");
        assertThat(row(ColumnType.DATETIME, "0000-00-00 00:00:00").value(0)).isEqualTo("0000-00-00 00:00:00");
        assertThat(row(ColumnType.TIMESTAMP, "0000-00-00 00:00:00").value(0)).isEqualTo("0000-00-00 00:00:00");
    }

    @Test
    void shouldRefuseCharactersThatTheCharsetLacks() {
        TableSchema latin = TableSchema.builder(1, new TableName("db", "t"))
                .charset(Charset.forName("ISO-8859-1"))
                .column("c", ColumnType.STRING)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Row.of(latin, "中"))
                .withMessageContaining("ISO-8859-1");
    }

    @Test
    void shouldWriteFieldsByAscendingId() {
        TableSchema schema = TableSchema.builder(1, new TableName("db", "t"))
                .column(new Column(0, "moved", 2, ColumnType.UINT8, false, true, false, null))
                .column(new Column(1, "first", 1, ColumnType.UINT8, false, true, false, null))
                .build();
        assertThat(RowEncoder.encode(schema, new Object[] {9, 5})).containsExactly(0x08, 5, 0x10, 9);
    }

    @Test
    void shouldRefuseMoreOrFewerValuesThanColumns() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Row.of(schema(ColumnType.INT8), 1, 2))
                .withMessageContaining("1 columns, but there are 2 values");
    }

    private static void assertDoesNotFit(ColumnType type, Object value) {
        assertThatIllegalArgumentException()
                .as("%s", type)
                .isThrownBy(() -> row(type, value))
                .withMessageContaining("Column c of db.t v1 is " + type)
                .withMessageContaining(value.toString());
    }

    private static Row row(ColumnType type, Object value) {
        return Row.of(schema(type), value);
    }

    private static TableSchema schema(ColumnType type) {
        return TableSchema.builder(1, new TableName("db", "t"))
                .column("c", type)
                .build();
    }
}
