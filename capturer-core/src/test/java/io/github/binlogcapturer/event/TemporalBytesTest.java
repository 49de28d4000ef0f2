package io.github.binlogcapturer.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TemporalBytesTest {

    private static final TableSchema TABLE = TableSchema.builder(1, TableName.parse("shop.visits"))
            .zone(ZoneId.of("Europe/Berlin"))
            .column("moment", ColumnType.DATETIME)
            .column("day", ColumnType.DATE)
            .column("length", ColumnType.TIME)
            .column("stored", ColumnType.TIMESTAMP)
            .column("name", ColumnType.STRING)
            .build();

    private final byte[] out = new byte[TemporalBytes.MAX_LENGTH];

    @Test
    void shouldAgreeWithTheTextsForAnyBits() {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            // all bits, and then those of a plausible year
            long bits = random.nextBoolean() ? random.nextLong() : random.nextLong() >>> 3;
            int low = random.nextBoolean() ? (int) bits : (int) bits >>> 12;

            assertThat(ascii(TemporalBytes.dateTime(out, bits)))
                    .as("seed %s", seed)
                    .isEqualTo(Temporals.dateTimeText(bits));
            assertThat(ascii(TemporalBytes.date(out, low))).as("seed %s", seed).isEqualTo(Temporals.dateText(low));
            assertThat(ascii(TemporalBytes.time(out, low))).as("seed %s", seed).isEqualTo(Temporals.timeText(low));
            assertThat(ascii(TemporalBytes.timestamp(out, low, TABLE.zone())))
                    .as("seed %s", seed)
                    .isEqualTo(Temporals.timestampText(low, TABLE.zone()));
        }
    }

    @Test
    void shouldAgreeWithTheTextsAtTheEdges() {
        for (int edge : new int[] {0, -1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(ascii(TemporalBytes.date(out, edge))).isEqualTo(Temporals.dateText(edge));
            assertThat(ascii(TemporalBytes.time(out, edge))).isEqualTo(Temporals.timeText(edge));
            assertThat(ascii(TemporalBytes.timestamp(out, edge, TABLE.zone())))
                    .isEqualTo(Temporals.timestampText(edge, TABLE.zone()));
        }
        for (long edge : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 999_999, 1_000_000, 0xffffff}) {
            assertThat(ascii(TemporalBytes.dateTime(out, edge))).isEqualTo(Temporals.dateTimeText(edge));
        }
    }

    @Test
    void shouldCopyTheTextsOfARow() {
        Row row = Row.of(
                TABLE,
                LocalDateTime.of(2026, 2, 3, 4, 5, 6, 7000),
                LocalDate.of(2026, 2, 3),
                Duration.ofSeconds(-3661),
                Instant.parse("2026-07-03T04:05:06Z"),
                "x");

        for (int column = 0; column < 4; column++) {
            assertThat(ascii(row.copyText(column, out))).isEqualTo(row.text(column));
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> row.copyText(4, out))
                .withMessage("Column name of shop.visits is STRING, so it is no date or time");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> row.copyText(0, new byte[31]));
    }

    @Test
    void shouldCopyNothingForNull() {
        Row row = Row.of(TABLE, null, null, null, null, null);

        for (int column = 0; column < 4; column++) {
            assertThat(row.copyText(column, out)).isZero();
        }
    }

    private String ascii(int length) {
        return new String(out, 0, length, StandardCharsets.US_ASCII);
    }
}
