package io.github.binlogcapturer.format;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.testing.RandomChanges;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Executes what SqlText writes on a real server. */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIf("hasServer")
class SqlTextOnMariaDbTest {

    private SqlTarget target;
    private int tables;

    static boolean hasServer() {
        return MariaDbServer.isAvailable();
    }

    @BeforeAll
    void connect() throws SQLException {
        target = new SqlTarget();
    }

    @AfterAll
    void close() throws SQLException {
        target.close();
    }

    static Stream<Arguments> histories() {
        long seed = RandomChanges.seed();
        return Stream.of(SqlText.create(), SqlText.original())
                .flatMap(format -> Stream.of(true, false)
                        .flatMap(keyed ->
                                Stream.of(seed, seed + 1, seed + 2).map(each -> arguments(format, keyed, each))));
    }

    @ParameterizedTest(name = "{0}, keyed {1}, seed {2}")
    @MethodSource("histories")
    void shouldEndInTheRowsOfTheSource(SqlText format, boolean keyed, long seed) throws SQLException {
        TableSchema schema = keyed
                ? RandomChanges.keyed(target.database(), newTable(), RandomChanges.charset(seed))
                : RandomChanges.keyless(target.database(), newTable(), RandomChanges.charset(seed));
        target.createTable(schema);
        RandomChanges source = new RandomChanges(seed, schema);

        for (int i = 0; i < 40; i++) {
            replay(format, source.transaction());
        }

        assertThat(target.rows(schema)).as("seed %s", seed).isEqualTo(SqlTarget.expected(schema, source.rows()));
    }

    @ParameterizedTest
    @EnumSource(ColumnType.class)
    void shouldFindRowsByAKeyOfAnyType(ColumnType type) throws SQLException {
        for (SqlText format : List.of(SqlText.create(), SqlText.original())) {
            TableSchema single = keyedBy(type, "k");
            TableSchema pair = keyedBy(type, "n", "k");
            findRows(format, single);
            findRows(format, pair);
        }
    }

    private void findRows(SqlText format, TableSchema schema) throws SQLException {
        target.createTable(schema);
        RandomChanges source = new RandomChanges(1, schema);
        List<Row> rows = distinctKeys(source);
        List<RowChange> changes = new ArrayList<>();
        rows.forEach(row -> changes.add(new RowChange.Insert(row, Statement.unknown())));
        List<Row> edited = rows.stream()
                .map(row -> Row.of(schema, row.value(0), row.value(1), "edited"))
                .toList();
        for (int i = 0; i < rows.size(); i++) {
            changes.add(new RowChange.Update(rows.get(i), edited.get(i), Statement.unknown()));
        }
        replay(format, source.transaction(changes));
        assertThat(target.rows(schema)).isEqualTo(SqlTarget.expected(schema, edited));

        List<RowChange> deletes = new ArrayList<>();
        edited.subList(1, edited.size()).forEach(row -> deletes.add(new RowChange.Delete(row, Statement.unknown())));
        replay(format, source.transaction(deletes));
        assertThat(target.rows(schema)).isEqualTo(SqlTarget.expected(schema, edited.subList(0, 1)));
    }

    private TableSchema keyedBy(ColumnType type, String... key) {
        return TableSchema.builder(5, new TableName(target.database(), newTable()))
                .column("id", ColumnType.INT32)
                .column(new Column(0, "k", 2, type, false, false, false, null))
                .column("note", ColumnType.STRING)
                .primaryKey(Stream.of(key)
                        .map(name -> name.equals("n") ? "id" : name)
                        .toList())
                .build();
    }

    /** Draws rows until there are a few keys that the target tells apart as well. */
    private static List<Row> distinctKeys(RandomChanges source) {
        List<Row> rows = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Row row = source.row(i);
            String text = row.text("k");
            boolean fits = text != null && text.getBytes(StandardCharsets.UTF_8).length < 200 && !seen.contains(text);
            if (fits) {
                seen.add(text);
                rows.add(row);
            }
        }
        return rows;
    }

    /** Executes a transaction, joined where the format joins; each single statement has to concern one row. */
    private void replay(SqlText format, Transaction transaction) throws SQLException {
        MessageBuffer buffer = new MessageBuffer();
        MessageEncoder encoder = format.encoder(buffer);
        int count = transaction.changes().size();
        for (int at = 0; at < count; ) {
            buffer.clear();
            int end = Math.min(count, at + 5);
            while (end > at && !encoder.changes(transaction, at, end)) {
                end--;
            }
            if (end == at) {
                end = at + 1;
                encoder.change(transaction, at);
            }
            int affected = target.execute(new String(buffer.toByteArray(), StandardCharsets.UTF_8));
            assertThat(affected).isGreaterThanOrEqualTo(end - at);
            at = end;
        }
    }

    private String newTable() {
        return "t" + tables++;
    }
}
