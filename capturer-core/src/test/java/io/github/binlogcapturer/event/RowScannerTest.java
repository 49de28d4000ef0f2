package io.github.binlogcapturer.event;

import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RowScannerTest {

    private static final TableSchema SCHEMA = TableSchema.builder(1, new TableName("db", "t"))
            .column("id", ColumnType.INT32)
            .column("name", ColumnType.STRING)
            .known(3)
            .primaryKey("id")
            .build();

    @Test
    void shouldLeaveColumnsNullInAnEmptyImage() {
        Row row = parse("");
        assertThat(row.isNull("id")).isTrue();
        assertThat(row.value("name")).isNull();
    }

    @Test
    void shouldTakeTheLastOfARepeatedField() {
        assertThat(parse("0802" + "0804").value("id")).isEqualTo(2);
    }

    @Test
    void shouldSkipDroppedFieldsOfEveryForm() {
        Row row = parse("0802" + "18ff01" + "190102030405060708" + "1a03616263" + "1d01020304" + "120161");
        assertThat(row.value("id")).isEqualTo(1);
        assertThat(row.value("name")).isEqualTo("a");
    }

    @Test
    void shouldNameAnUnknownField() {
        assertThatExceptionOfType(UnknownFieldException.class)
                .isThrownBy(() -> parse("0802" + "2002"))
                .satisfies(e -> assertThat(e.fieldId()).isEqualTo(4))
                .withMessageContaining("db.t v1")
                .withMessageContaining("field 4");
    }

    @Test
    void shouldSkipUnselectedColumns() {
        TableSchema selected = SCHEMA.select(Set.of("id"));
        byte[] data = HexFormat.of().parseHex("0802" + "120161");
        Row row = Row.parse(selected, data, 0, data.length);
        assertThat(row).hasToString("{id=1}");
    }

    @Test
    void shouldRefuseAValueOfAnotherWireType() {
        assertThatExceptionOfType(RowFormatException.class)
                .isThrownBy(() -> parse("0a0161"))
                .withMessageContaining("id")
                .withMessageContaining("INT32")
                .withMessageContaining("at byte 1 has wire type 2");
    }

    @Test
    void shouldRefuseFieldZeroAsBrokenRatherThanUnknown() {
        assertThatExceptionOfType(RowFormatException.class)
                .isThrownBy(() -> parse("0001"))
                .isNotInstanceOf(UnknownFieldException.class)
                .withMessageContaining("no tag");
    }

    @Test
    void shouldRefuseATagOfMoreThan32Bits() {
        assertThatExceptionOfType(RowFormatException.class)
                .isThrownBy(() -> parse("88808080101002"))
                .isNotInstanceOf(UnknownFieldException.class);
    }

    @Test
    void shouldRefuseGroupsAndUnknownForms() {
        for (String form : new String[] {"1b", "1c", "1e", "1f"}) {
            assertThatExceptionOfType(RowFormatException.class).isThrownBy(() -> parse(form + "00"));
        }
    }

    @Test
    void shouldRefuseLengthsBeyondTheImage() {
        for (String length : new String[] {"02", "ffffffff07", "ffffffff0f", "ffffffffffffffffff01"}) {
            assertThatExceptionOfType(RowFormatException.class).isThrownBy(() -> parse("12" + length + "61"));
        }
    }

    @Test
    void shouldRefuseAVarintWithoutEnd() {
        assertThatExceptionOfType(RowFormatException.class).isThrownBy(() -> parse("08" + "ff".repeat(11) + "01"));
    }

    @Test
    void shouldNotReadBehindTheImage() {
        byte[] data = HexFormat.of().parseHex("12036162636465");
        assertThatExceptionOfType(RowFormatException.class).isThrownBy(() -> Row.parse(SCHEMA, data, 0, 4));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Row.parse(SCHEMA, data, 3, data.length));
    }

    @Test
    void shouldNeverFailOtherwiseOnRandomBytes() {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = new byte[random.nextInt(24)];
            random.nextBytes(data);
            try {
                assertThat(Row.parse(RowVectorTest.SCHEMA, data, 0, data.length).toString())
                        .isNotNull();
            } catch (RowFormatException refused) {
                assertThat(refused).hasMessageContaining("db.vector");
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + ", bytes " + HexFormat.of().formatHex(data), e);
            }
        }
    }

    private static Row parse(String hex) {
        byte[] data = HexFormat.of().parseHex(hex);
        return Row.parse(SCHEMA, data, 0, data.length);
    }
}
