package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowBytesTest {

    private static final TableName NAME = new TableName("db", "t");

    /** The vector of the specification, 8.3. */
    @Test
    void shouldWriteARowAsBaikalDbDoes() {
        TableSchema schema = TableSchema.builder(1, NAME)
                .column("a", ColumnType.INT32)
                .column("b", ColumnType.STRING)
                .column("c", ColumnType.DATETIME)
                .column("d", ColumnType.DATE)
                .column("e", ColumnType.TIME)
                .column("f", ColumnType.TIMESTAMP)
                .column("g", ColumnType.UINT8)
                .column("h", ColumnType.INT64)
                .column("i", ColumnType.UINT64)
                .column("j", ColumnType.FLOAT)
                .column("k", ColumnType.DOUBLE)
                .column("l", ColumnType.BOOL)
                .column("m", ColumnType.STRING)
                .build();

        ByteString bytes = RowBytes.encode(
                schema,
                Images.row(
                        -7,
                        "abc",
                        LocalDateTime.of(2023, 11, 14, 22, 13, 20),
                        LocalDate.of(2023, 11, 14),
                        Duration.ofSeconds(-3723),
                        Instant.ofEpochSecond(1_700_000_000),
                        200,
                        -2L,
                        BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
                        1.5f,
                        -2.25,
                        true,
                        null));

        assertThat(HexFormat.of().formatHex(bytes.toByteArray()))
                .isEqualTo("080d1203616263190000005463" + "9db11925ced80c002d7defffff3500f1536538c8014003"
                        + "48ffffffffffffffffff01550000c03f5900000000000002c06001");
    }

    @Test
    void shouldKeepDatesThatNoCalendarHas() {
        TableSchema schema = TableSchema.builder(1, NAME)
                .column("a", ColumnType.DATE)
                .column("b", ColumnType.DATETIME)
                .column("c", ColumnType.TIMESTAMP)
                .column("d", ColumnType.TIME)
                .build();
        List<@Nullable Object> values =
                Images.row("2026-02-30", "0000-00-00 00:00:00", "0000-00-00 00:00:00", "-01:02:03");

        List<@Nullable Object> read = RowBytes.asLogged(schema, RowBytes.encode(schema, values));

        assertThat(read)
                .containsExactly("2026-02-30", "0000-00-00 00:00:00", "0000-00-00 00:00:00", Duration.ofSeconds(-3723));
        assertThat(RowBytes.asLogged(schema, RowBytes.encode(schema, read))).isEqualTo(read);
    }

    @Test
    void shouldKeepTheMicrosecondsOfATextAndOfADateTime() {
        TableSchema schema = TableSchema.builder(1, NAME)
                .column("a", ColumnType.DATETIME)
                .column("b", ColumnType.DATETIME)
                .build();
        LocalDateTime moment = LocalDateTime.of(2024, 2, 29, 1, 2, 3, 120_000_000);

        ByteString bytes = RowBytes.encode(schema, List.of("2024-02-29 01:02:03.12", moment));

        assertThat(RowBytes.asLogged(schema, bytes)).containsExactly(moment, moment);
    }

    @Test
    void shouldWrapIntegersThatAreTooLarge() {
        TableSchema schema =
                TableSchema.builder(1, NAME).column("a", ColumnType.INT8).build();

        assertThat(RowBytes.asLogged(schema, RowBytes.encode(schema, List.of(300))))
                .containsExactly(44);
    }

    @Test
    void shouldNameTheColumnThatCannotHoldAValue() {
        TableSchema schema =
                TableSchema.builder(1, NAME).column("born", ColumnType.DATE).build();

        assertThatThrownBy(() -> RowBytes.encode(schema, List.of(17)))
                .isInstanceOf(StatementFailedException.class)
                .hasMessage("Column born of db.t is DATE and cannot hold the Integer 17");
    }
}
