package io.github.binlogcapturer.event;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RowWriterTest {

    private static final TableSchema ORDERS = TableSchema.builder(7, new TableName("shop", "orders"))
            .column(column("id", 1, ColumnType.INT64, null))
            .column(column("n", 2, ColumnType.INT32, "42"))
            .column(column("note", 900, ColumnType.STRING, "none"))
            .primaryKey("id")
            .build();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldWriteWhatIsReadBackEqual(long seed) {
        Random random = new Random(seed);
        TableSchema schema = RowRoundTripTest.schema(random);
        for (int round = 0; round < 40; round++) {
            Row row = Row.of(schema, values(random, schema));

            assertThat(rewritten(row)).as("seed %s", seed).isEqualTo(row);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void shouldWriteTheColumnsOfASelectionOnly(long seed) {
        Random random = new Random(seed);
        TableSchema schema = RowRoundTripTest.schema(random);
        for (int round = 0; round < 40; round++) {
            Set<String> wanted = schema.columns().stream()
                    .map(Column::name)
                    .filter(name -> random.nextBoolean())
                    .collect(Collectors.toSet());
            Row row = Row.of(schema, values(random, schema)).select(schema.select(wanted));

            assertThat(parse(rebuilt(row.schema()), bytes(row)))
                    .as("seed %s", seed)
                    .isEqualTo(row);
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void shouldWriteARecordedValueAsTheDatabaseDid(RecordedValue recorded) {
        TableSchema schema = TableSchema.builder(1, new TableName("cdc", "alltypes"))
                .column(recorded.column())
                .build();

        assertThat(bytes(parse(schema, recorded.bytes()))).isEqualTo(recorded.bytes());
    }

    @Test
    void shouldWriteDefaultsThatWerePutIn() {
        Row filled = Row.of(ORDERS, 300, null, null).withDefaults();

        assertThat(rewritten(filled)).isEqualTo(filled).hasToString("{id=300, n=42, note=none}");
    }

    @Test
    void shouldLeaveNullsOut() {
        Row row = Row.of(ORDERS, 1, null, "");

        assertThat(bytes(row)).containsExactly(8, 2, 0xa2, 0x38, 0);
        assertThat(rewritten(row)).isEqualTo(row);
        assertThat(Row.of(ORDERS, null, null, null).encodedSize()).isZero();
    }

    @Test
    void shouldWriteFieldsInTheOrderOfColumns() {
        TableSchema turned = TableSchema.builder(7, new TableName("shop", "orders"))
                .column(column("b", 2, ColumnType.INT32, null))
                .column(column("a", 1, ColumnType.INT32, null))
                .build();
        Row row = Row.of(turned, 3, 4);

        assertThat(bytes(row)).containsExactly(16, 6, 8, 8);
        assertThat(rewritten(row)).isEqualTo(row);
    }

    @Test
    void shouldWriteTheLastOfAFieldThatIsThereTwice() {
        byte[] data = {8, 2, 16, 4, 8, 6};
        Row row = parse(ORDERS, data);

        assertThat(bytes(row)).containsExactly(8, 6, 16, 4);
    }

    @Test
    void shouldReplaceATagInALongerForm() {
        byte[] data = {(byte) 0x88, 0, 2, 16, 4};

        assertThat(bytes(parse(ORDERS, data))).containsExactly(8, 2, 16, 4);
    }

    @Test
    void shouldReachTheHighestFieldIds() {
        for (int fieldId : new int[] {15, 16, 2047, 2048, 262_143, 262_144, 33_554_432, (1 << 29) - 1}) {
            TableSchema schema = TableSchema.builder(1, new TableName("d", "t"))
                    .column(column("c", fieldId, ColumnType.STRING, "x"))
                    .build();
            if (fieldId < 1 << 22) {
                assertThat(rewritten(Row.of(schema, "abc"))).isEqualTo(Row.of(schema, "abc"));
            }
            // the tag's own form, without a table of all field ids
            ByteArrayOutputStream tag = new ByteArrayOutputStream();
            for (long rest = ((long) fieldId << 3) | 2; ; rest >>>= 7) {
                tag.write(rest > 0x7f ? (int) (rest & 0x7f) | 0x80 : (int) rest);
                if (rest <= 0x7f) {
                    break;
                }
            }
            byte[] target = new byte[10];
            int end = new RowWriter(schema.columns()).write(new byte[] {99, 1, 'a'}, new int[] {1}, target, 0);
            assertThat(Arrays.copyOf(target, end - 2)).isEqualTo(tag.toByteArray());
        }
    }

    @Test
    void shouldWriteAtAPlaceAndRefuseTooSmallAnArray() {
        Row row = Row.of(ORDERS, 1, 2, "note");
        byte[] target = new byte[row.encodedSize() + 3];

        assertThat(row.writeTo(target, 3)).isEqualTo(target.length);
        assertThat(Row.parse(ORDERS, target, 3, row.encodedSize())).isEqualTo(row);
        for (int at = 4; at <= target.length; at++) {
            int tooFar = at;
            assertThat(row.tryWriteTo(target, at)).isEqualTo(-1);
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> row.writeTo(target, tooFar));
        }
    }

    @Test
    void shouldCopyTheBytesOfAStatement() {
        Statement statement = Statement.of("select 'ü'");
        byte[] target = new byte[statement.byteCount() + 1];
        statement.copyBytes(target, 1);

        assertThat(new Statement(target, 1, statement.byteCount(), 0)).isEqualTo(statement);
    }

    private static List<RecordedValue> recorded() {
        return RecordedValue.all().stream()
                .filter(recorded -> !recorded.isCutOff())
                .toList();
    }

    private static Column column(String name, int fieldId, ColumnType type, @Nullable String defaultText) {
        return new Column(0, name, fieldId, type, false, true, false, defaultText);
    }

    private static @Nullable Object[] values(Random random, TableSchema schema) {
        return schema.columns().stream()
                .map(column -> random.nextInt(5) == 0 ? null : RowRoundTripTest.value(random, column))
                .toArray();
    }

    /** Returns the schema made of its visible parts, without the fields that a selection skips. */
    private static TableSchema rebuilt(TableSchema schema) {
        TableSchema.Builder builder = TableSchema.builder(schema.tableId(), schema.name());
        schema.columns().forEach(builder::column);
        return builder.build();
    }

    private static Row rewritten(Row row) {
        return parse(row.schema(), bytes(row));
    }

    private static Row parse(TableSchema schema, byte[] bytes) {
        return Row.parse(schema, bytes, 0, bytes.length);
    }

    private static byte[] bytes(Row row) {
        byte[] bytes = new byte[row.encodedSize()];
        assertThat(row.writeTo(bytes, 0)).isEqualTo(bytes.length);
        return bytes;
    }
}
