package io.github.binlogcapturer.server.original;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowRuleTest {

    private static final long SEED = Long.getLong("seed", 1);

    private static final TableSchema SCHEMA = TableSchema.builder(1, new TableName("shop", "orders"))
            .column("id", ColumnType.INT64)
            .column("big", ColumnType.UINT64)
            .column("paid", ColumnType.BOOL)
            .column("price", ColumnType.DOUBLE)
            .column("state", ColumnType.STRING)
            .column("at", ColumnType.DATETIME)
            .column("note", ColumnType.STRING)
            .column("zero", ColumnType.INT32)
            .primaryKey("id")
            .build();

    private static final Row ROW = Row.of(
            SCHEMA, 3L, new BigInteger("18446744073709551615"), true, 2.5, "späť", "2026-01-31 08:00:00", null, 0);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id == 3",
                "id==3",
                "id != 4",
                "id <> 4",
                "id < 4",
                "id <= 3",
                "id > 2",
                "id >= 3.0",
                "id == 3.0",
                "id is 3",
                "id in (1,2,3)",
                "id in [3]",
                "id not in ()",
                "id not in ('3',)",
                "id != '3'",
                "id < '3'",
                "id > None",
                "big == 18446744073709551615",
                "paid == True",
                "paid == 1",
                "paid is True",
                "price > 2",
                "price == 2.5",
                "state == 'späť'",
                "state == u'sp\\u00e4\\u0165'",
                "state > 'sp'",
                "state in 'xspäťx'",
                "state not in 'abc'",
                "state > [9]",
                "state < (0,)",
                "state > 99",
                "at == '2026-01-31 08:00:00'",
                "at < '2026-02'",
                "note == None",
                "note is None",
                "note < 0",
                "note < 'a'",
                "note not in ('a', 'b')",
                "note in (None,)",
                "gone is None",
                "gone == None",
                "state is not None",
                "zero == 0",
                "zero == False",
                "zero is not None",
                "id not in 'abc3'",
                "price is not 2"
            })
    void shouldHold(String rule) {
        assertThat(RowRule.parse(rule).holds(ROW)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id == '3'",
                "id == 4",
                "id > '3'",
                "id is 3.0",
                "paid is 1",
                "id in ('3',)",
                "id in '3'",
                "note == ''",
                "note > None",
                "state == None",
                "zero is None",
                "gone != None",
                "id in [[3]]",
                "state in ()"
            })
    void shouldNotHold(String rule) {
        assertThat(RowRule.parse(rule).holds(ROW)).isFalse();
    }

    @Test
    void shouldOrderNothingBesideNotANumber() {
        Row row = Row.of(SCHEMA, 1L, null, null, Double.NaN, null, null, null, null);
        assertThat(RowRule.parse("price < 1").holds(row)).isFalse();
        assertThat(RowRule.parse("price >= 1").holds(row)).isFalse();
        assertThat(RowRule.parse("price != 1").holds(row)).isTrue();
        Row infinite = Row.of(SCHEMA, 1L, null, null, Double.POSITIVE_INFINITY, null, null, null, null);
        assertThat(RowRule.parse("price > 1").holds(infinite)).isTrue();
        assertThat(RowRule.parse("price < 'a'").holds(infinite)).isTrue();
    }

    @Test
    void shouldOrderAllValuesInOneWay() {
        Random random = new Random(SEED);
        List<Literal> values = List.of(
                Literal.NONE,
                Literal.integer(-1),
                Literal.bool(true),
                Literal.real(1.5),
                Literal.real(Double.POSITIVE_INFINITY),
                new Literal.Sequence(false, List.of()),
                new Literal.Sequence(false, List.of(Literal.integer(1))),
                Literal.Text.of(""),
                Literal.Text.of("a"),
                new Literal.Sequence(true, List.of(Literal.NONE)));
        for (int i = 0; i < 1000; i++) {
            int a = random.nextInt(values.size());
            int b = random.nextInt(values.size());
            assertThat(Integer.signum(Literal.compare(values.get(a), values.get(b))))
                    .as("seed %d: %s and %s", SEED, values.get(a), values.get(b))
                    .isEqualTo(Integer.signum(Integer.compare(a, b)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "id",
                "id 3",
                "id = 3",
                "id == ",
                "id like 'a'",
                "id == x",
                "id in 3",
                "id not in None",
                "id == 3 or 1"
            })
    void shouldSayWhatIsAllowed(String rule) {
        assertThatThrownBy(() -> RowRule.parse(rule))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("column ");
    }
}
