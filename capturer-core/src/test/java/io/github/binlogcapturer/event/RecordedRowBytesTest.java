package io.github.binlogcapturer.event;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecordedRowBytesTest {

    private static final TableName ALL_TYPES = new TableName("cdc", "alltypes");

    @ParameterizedTest
    @MethodSource("integers")
    void shouldReadIntegers(RecordedValue recorded) {
        assertThat(parse(recorded).text(0)).isEqualTo(recorded.expected());
        assertThat(parse(recorded).officialText(0)).isEqualTo(recorded.expected());
        assertThat(parse(recorded).value(0)).hasToString(recorded.expected());
    }

    @ParameterizedTest
    @MethodSource("floats")
    void shouldReadFloatingPointNumbers(RecordedValue recorded) {
        Number value = (Number) Objects.requireNonNull(parse(recorded).value(0));
        assertThat(value.doubleValue()).isEqualTo(Double.parseDouble(recorded.expected()));
    }

    @ParameterizedTest
    @MethodSource("strings")
    void shouldReadBytes(RecordedValue recorded) {
        byte[] bytes = Objects.requireNonNull(parse(recorded).bytes(0));
        byte[] expected = recorded.expectedBytes();
        assertThat(Arrays.copyOf(bytes, expected.length)).isEqualTo(expected);
        assertThat(bytes).hasSize(recorded.expectedLength());
    }

    @ParameterizedTest
    @MethodSource("temporals")
    void shouldReadDatesAndTimes(RecordedValue recorded) {
        String expected = recorded.expectedText().replace(".000000", "");
        assertThat(parse(recorded).text(0)).isEqualTo(expected);
        assertThat(parse(recorded).officialText(0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("timestamps")
    void shouldReadTimestamps(RecordedValue recorded) {
        String[] words = recorded.expectedText().split(" ", 3);
        boolean zero = words[1].equals("0");
        assertThat(parse(recorded).text(0)).isEqualTo(zero ? "0000-00-00 00:00:00" : words[2]);
    }

    @Test
    void shouldRefuseTheValueThatTheRecordingCutOff() {
        List<RecordedValue> cut =
                RecordedValue.all().stream().filter(RecordedValue::isCutOff).toList();
        assertThat(cut).hasSize(1);
        assertThatExceptionOfType(RowFormatException.class).isThrownBy(() -> parse(cut.get(0)));
    }

    @Test
    void shouldCoverEveryLineOfTheRecording() {
        long covered = Stream.of(integers(), floats(), strings(), temporals(), timestamps())
                .mapToLong(Stream::count)
                .sum();
        assertThat(covered + 1).isEqualTo(RecordedValue.all().size()).isEqualTo(92);
    }

    @ParameterizedTest
    @MethodSource("complete")
    void shouldWriteTheSameBytes(RecordedValue recorded) {
        Row read = parse(recorded);
        Row written = Row.of(read.schema(), read.value(0));
        assertThat(written).isEqualTo(read);
        assertThat(RowEncoder.encode(read.schema(), new Object[] {read.value(0)}))
                .isEqualTo(recorded.bytes());
    }

    private static Row parse(RecordedValue recorded) {
        TableSchema schema = TableSchema.builder(1, ALL_TYPES)
                .zone(ZoneOffset.UTC)
                .column(recorded.column())
                .build();
        return Row.parse(schema, recorded.bytes(), 0, recorded.bytes().length);
    }

    private static Stream<RecordedValue> integers() {
        return complete().filter(recorded -> recorded.column().type().isInteger());
    }

    private static Stream<RecordedValue> floats() {
        return of(ColumnType.FLOAT, ColumnType.DOUBLE);
    }

    private static Stream<RecordedValue> strings() {
        return of(ColumnType.STRING, ColumnType.HLL, ColumnType.BITMAP, ColumnType.TDIGEST);
    }

    private static Stream<RecordedValue> temporals() {
        return of(ColumnType.DATE, ColumnType.TIME, ColumnType.DATETIME);
    }

    private static Stream<RecordedValue> timestamps() {
        return of(ColumnType.TIMESTAMP);
    }

    private static Stream<RecordedValue> of(ColumnType... types) {
        return complete()
                .filter(recorded ->
                        Arrays.asList(types).contains(recorded.column().type()));
    }

    private static Stream<RecordedValue> complete() {
        return RecordedValue.all().stream().filter(recorded -> !recorded.isCutOff());
    }
}
