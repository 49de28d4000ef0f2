package io.github.binlogcapturer.event;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The complete row that the specification spells out byte by byte. */
class RowVectorTest {

    static final TableSchema SCHEMA = TableSchema.builder(7, new TableName("db", "vector"))
            .column("i32", ColumnType.INT32)
            .column("s", ColumnType.STRING)
            .column("dt", ColumnType.DATETIME)
            .column("d", ColumnType.DATE)
            .column("t", ColumnType.TIME)
            .column("ts", ColumnType.TIMESTAMP)
            .column("u8", ColumnType.UINT8)
            .column("i64", ColumnType.INT64)
            .column("u64", ColumnType.UINT64)
            .column("f", ColumnType.FLOAT)
            .column("dbl", ColumnType.DOUBLE)
            .column("b", ColumnType.BOOL)
            .column("nothing", ColumnType.STRING)
            .primaryKey("i32")
            .build();

    static final byte[] BYTES = HexFormat.of()
            .parseHex("080d120361626319000000546"
                    + "39db11925ced80c002d7defffff3500f15365"
                    + "38c801400348ffffffffffffffffff01550000c03f5900000000000002c06001");

    private static final @Nullable Object[] VALUES = {
        -7,
        "abc",
        LocalDateTime.of(2023, 11, 14, 22, 13, 20),
        LocalDate.of(2023, 11, 14),
        Duration.ofSeconds(-3723),
        Instant.ofEpochSecond(1_700_000_000),
        200,
        -2L,
        new BigInteger("18446744073709551615"),
        1.5f,
        -2.25,
        true,
        null
    };

    @Test
    void shouldReadEveryValue() {
        Row row = Row.parse(SCHEMA, BYTES, 0, BYTES.length);
        for (int i = 0; i < VALUES.length; i++) {
            assertThat(row.value(i)).as(SCHEMA.columns().get(i).name()).isEqualTo(VALUES[i]);
        }
    }

    @Test
    void shouldReadEveryText() {
        Row row = Row.parse(SCHEMA, BYTES, 0, BYTES.length);
        assertThat(SCHEMA.columns().stream().map(column -> row.text(column.index())))
                .containsExactly(
                        "-7",
                        "abc",
                        "2023-11-14 22:13:20",
                        "2023-11-14",
                        "-01:02:03",
                        "2023-11-15 06:13:20",
                        "200",
                        "-2",
                        "18446744073709551615",
                        "1.5",
                        "-2.25",
                        "1",
                        null);
    }

    @Test
    void shouldWriteTheSameBytes() {
        assertThat(RowEncoder.encode(SCHEMA, VALUES)).isEqualTo(BYTES);
    }

    @Test
    void shouldReadWithinALargerArray() {
        byte[] larger = new byte[BYTES.length + 20];
        System.arraycopy(BYTES, 0, larger, 9, BYTES.length);
        Row row = Row.parse(SCHEMA, larger, 9, BYTES.length);
        assertThat(row)
                .isEqualTo(Row.parse(SCHEMA, BYTES, 0, BYTES.length))
                .hasSameHashCodeAs(Row.parse(SCHEMA, BYTES, 0, BYTES.length));
        assertThat(row.longValue("i64")).isEqualTo(-2);
    }

    @Test
    void shouldReadAShorterRowOrRefuseItAtEveryLength() {
        Row whole = Row.parse(SCHEMA, BYTES, 0, BYTES.length);
        for (int length = 0; length < BYTES.length; length++) {
            try {
                Row cut = Row.parse(SCHEMA, BYTES, 0, length);
                for (Column column : SCHEMA.columns()) {
                    assertThat(cut.value(column.index())).isIn(null, whole.value(column.index()));
                }
            } catch (RowFormatException refused) {
                assertThat(refused).hasMessageContaining("db.vector");
            }
        }
    }
}
