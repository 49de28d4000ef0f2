package io.github.binlogcapturer.event;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RowDefaultsTest {

    @Test
    void shouldCastDefaultsToTheTypeOfTheirColumn() {
        assertThat(filled(ColumnType.BOOL, "true")).isEqualTo(true);
        assertThat(filled(ColumnType.BOOL, "0")).isEqualTo(false);
        assertThat(filled(ColumnType.INT64, "-7")).isEqualTo(-7L);
        assertThat(filled(ColumnType.INT32, "42.0")).isEqualTo(42);
        assertThat(filled(ColumnType.UINT64, "18446744073709551615")).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(filled(ColumnType.FLOAT, "0.1")).isEqualTo(0.1f);
        assertThat(filled(ColumnType.DOUBLE, " 1.5 ")).isEqualTo(1.5);
        assertThat(filled(ColumnType.STRING, "")).isEqualTo("");
        assertThat(filled(ColumnType.STRING, " dflt ")).isEqualTo(" dflt ");
    }

    @Test
    void shouldCastDatesAndTimes() {
        assertThat(filled(ColumnType.DATETIME, "2026-11-21 07:38:53.043405"))
                .isEqualTo(LocalDateTime.of(2026, 11, 21, 7, 38, 53, 43_405_000));
        assertThat(filled(ColumnType.DATETIME, "2026-11-21")).isEqualTo(LocalDateTime.of(2026, 11, 21, 0, 0));
        assertThat(filled(ColumnType.DATE, "2026-11-21 07:38:53")).isEqualTo(LocalDate.of(2026, 11, 21));
        assertThat(filled(ColumnType.DATE, "0000-00-00")).isEqualTo("0000-00-00");
        assertThat(filled(ColumnType.TIME, "-01:02:03")).isEqualTo(Duration.ofSeconds(-3723));
        assertThat(filled(ColumnType.TIMESTAMP, "2023-11-15 06:13:20.5"))
                .isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(filled(ColumnType.TIMESTAMP, "0000-00-00 00:00:00")).isEqualTo("0000-00-00 00:00:00");
    }

    @Test
    void shouldLeaveColumnsWithoutDefaultAndAggregatesNull() {
        assertThat(filled(ColumnType.STRING, null)).isNull();
        assertThat(filled(ColumnType.HLL, "")).isNull();
    }

    @Test
    void shouldReturnTheSameRowWhereNothingIsAbsent() {
        TableSchema schema = schema(ColumnType.INT32, "42");
        Row complete = Row.of(schema, 1, 7, "x");
        assertThat(complete.withDefaults()).isSameAs(complete);
        Row nullWithoutDefault = Row.of(schema, 1, 7, null);
        assertThat(nullWithoutDefault.withDefaults()).isSameAs(nullWithoutDefault);
    }

    @Test
    void shouldKeepThePresentValues() {
        TableSchema schema = schema(ColumnType.INT32, "42");
        Row filled = Row.of(schema, 300, null, "text").withDefaults();
        assertThat(filled).isEqualTo(Row.of(schema, 300, 42, "text"));
        assertThat(filled).hasSameHashCodeAs(Row.of(schema, 300, 42, "text"));
        assertThat(filled.select(schema.select(Set.of("c")))).hasToString("{id=300, c=42}");
    }

    @Test
    void shouldFillAnEmptyImage() {
        TableSchema schema = schema(ColumnType.STRING, "d");
        assertThat(Row.of(schema, null, null, null).withDefaults()).hasToString("{id=NULL, c=d, last=NULL}");
    }

    @Test
    void shouldNameColumnAndDefaultThatCannotBeCast() {
        for (ColumnType type : new ColumnType[] {
            ColumnType.BOOL, ColumnType.INT8, ColumnType.DOUBLE, ColumnType.DATE, ColumnType.TIME, ColumnType.TIMESTAMP
        }) {
            Row row = Row.of(schema(type, "2026-02-30x"), 1, null, null);
            assertThatExceptionOfType(RowFormatException.class)
                    .isThrownBy(row::withDefaults)
                    .withMessageContaining("Column c of db.t v1")
                    .withMessageContaining("\"2026-02-30x\"")
                    .withMessageContaining(type.toString());
        }
    }

    @Test
    void shouldRefuseADefaultOutOfRange() {
        Row row = Row.of(schema(ColumnType.INT8, "300"), 1, null, null);
        assertThatExceptionOfType(RowFormatException.class).isThrownBy(row::withDefaults);
    }

    @Test
    void shouldNotMindAnUnusableDefaultOfAPresentColumn() {
        Row row = Row.of(schema(ColumnType.INT8, "300"), 1, 5, null);
        assertThat(row.withDefaults()).isSameAs(row);
    }

    private static @Nullable Object filled(ColumnType type, @Nullable String defaultText) {
        return Row.of(schema(type, defaultText), 1, null, "x").withDefaults().value("c");
    }

    private static TableSchema schema(ColumnType type, @Nullable String defaultText) {
        return TableSchema.builder(1, new TableName("db", "t"))
                .column("id", ColumnType.INT32)
                .column(new Column(1, "c", 2, type, false, false, false, defaultText))
                .column("last", ColumnType.STRING)
                .primaryKey("id")
                .build();
    }
}
