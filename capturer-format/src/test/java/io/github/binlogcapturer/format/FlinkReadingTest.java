package io.github.binlogcapturer.format;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.testing.FlinkReaders;
import io.github.binlogcapturer.format.testing.FlinkRow;
import io.github.binlogcapturer.format.testing.RandomRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.binlogcapturer.format.testing.TestChanges.delete;
import static io.github.binlogcapturer.format.testing.TestChanges.insert;
import static io.github.binlogcapturer.format.testing.TestChanges.transaction;
import static io.github.binlogcapturer.format.testing.TestChanges.update;
import static io.github.binlogcapturer.format.testing.TestChanges.upsert;
import static org.assertj.core.api.Assertions.assertThat;

/** Flink's own deserialisers read back what we write, value for value. */
class FlinkReadingTest {

    private static final int ROUNDS = 400;
    private static final TableSchema TABLE = RandomRows.TABLE;

    private final long seed = Long.getLong("seed", 1);
    private final Random random = new Random(seed);
    private final RandomRows rows = new RandomRows(seed);
    private final MessageBuffer buffer = new MessageBuffer();

    @Test
    void shouldReadCanalJsonExactly() {
        check(CanalJson.create(), UnaryOperator.identity(), FlinkReaders.canalJson(TABLE));
    }

    @Test
    void shouldReadCanalJsonWithTextTemporalsExactly() {
        check(
                CanalJson.create().withPositions(false),
                UnaryOperator.identity(),
                FlinkReaders.canalJsonWithTextTemporals(TABLE));
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void shouldReadDebeziumJsonExactly(boolean schemas, boolean texts) {
        // where a table has a DECIMAL, Flink reads all numbers as BigDecimal, which has no negative zero
        check(
                DebeziumJson.create().withSchemas(schemas).withTextValues(texts),
                text -> text.equals("-0.0") ? "0.0" : text,
                FlinkReaders.debeziumJson(TABLE, schemas, texts));
    }

    @Test
    void shouldReadManyCanalRowsOfOneMessageExactly() {
        FlinkReaders reader = FlinkReaders.canalJson(TABLE);
        MessageEncoder encoder = CanalJson.create().encoder(buffer);
        for (int round = 0; round < ROUNDS / 4; round++) {
            int kind = random.nextInt(4);
            RowChange[] changes = new RowChange[1 + random.nextInt(6)];
            List<FlinkRow> expected = new ArrayList<>();
            for (int i = 0; i < changes.length; i++) {
                changes[i] = change(kind, i);
                expected.addAll(expected(changes[i]));
            }
            buffer.clear();

            assertThat(encoder.changes(transaction(changes), 0, changes.length)).isTrue();

            assertThat(reader.read(buffer.toByteArray())).as("seed %s", seed).isEqualTo(expected);
        }
    }

    @Test
    void shouldPassOverNullAsOfWatermarksAndTombstones() {
        assertThat(FlinkReaders.canalJson(TABLE).read(null)).isEmpty();
        assertThat(FlinkReaders.debeziumJson(TABLE, false, false).read(null)).isEmpty();
        assertThat(FlinkReaders.debeziumJson(TABLE, true, true).read(null)).isEmpty();
    }

    private void check(MessageFormat format, UnaryOperator<String> reading, FlinkReaders reader) {
        MessageEncoder encoder = format.encoder(buffer);
        for (int round = 0; round < ROUNDS; round++) {
            RowChange change = change(random.nextInt(4), round);
            Transaction transaction = transaction(change);
            buffer.clear();

            encoder.change(transaction, 0);

            assertThat(read(reader, reading))
                    .as("seed %s, message %s", seed, new String(buffer.toByteArray(), StandardCharsets.UTF_8))
                    .isEqualTo(as(expected(change), reading));
        }
    }

    private List<FlinkRow> read(FlinkReaders reader, UnaryOperator<String> reading) {
        return as(reader.read(buffer.toByteArray()), reading);
    }

    private static List<FlinkRow> as(List<FlinkRow> rows, UnaryOperator<String> reading) {
        List<FlinkRow> mapped = new ArrayList<>();
        for (FlinkRow row : rows) {
            List<@Nullable String> columns = new ArrayList<>();
            row.columns().forEach(text -> columns.add(text == null ? null : reading.apply(text)));
            mapped.add(new FlinkRow(row.kind(), columns));
        }
        return mapped;
    }

    private RowChange change(int kind, long id) {
        Row row = rows.next(id);
        return switch (kind) {
            case 0 -> insert(row);
            case 1 -> update(row, rows.next(id, row));
            case 2 -> upsert(row);
            default -> delete(row);
        };
    }

    private static List<FlinkRow> expected(RowChange change) {
        return switch (change.type()) {
            case INSERT, UPSERT -> List.of(row("+I", change.image()));
            case UPDATE -> List.of(row("-U", change.before()), row("+U", change.image()));
            case DELETE -> List.of(row("-D", change.image()));
        };
    }

    private static FlinkRow row(String kind, @Nullable Row row) {
        List<@Nullable String> texts = new ArrayList<>();
        for (Column column : TABLE.columns()) {
            texts.add(row == null ? null : row.text(column.index()));
        }
        return new FlinkRow(kind, texts);
    }
}
