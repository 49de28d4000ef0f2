package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.internal.target.MappingSettings;
import io.github.binlogcapturer.sink.mysql.internal.testing.Changes;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetKind;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetLab;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.delete;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.insert;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.transaction;
import static org.assertj.core.api.Assertions.assertThat;

/** Tables without any key, whose rows are found by what the target may have rounded. */
class KeylessOnServerTest {

    private static TableSchema schema(TargetLab lab) {
        return TableSchema.builder(4, new TableName(lab.database(), "t"))
                .column("f", ColumnType.FLOAT)
                .column("d", ColumnType.DOUBLE)
                .column("at", ColumnType.DATETIME)
                .column("doc", ColumnType.JSON)
                .column("name", ColumnType.STRING)
                .build();
    }

    private static void apply(TargetLab lab, boolean prepared, RowChange... changes) throws SQLException {
        lab.apply(
                new BatchPlanner(lab.catalog(MappingSettings.defaults()), lab.facts(), 10)
                        .plan(List.of(transaction(5, changes)), PlanMode.EXACT),
                prepared);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindOneOfTheRowsThatAreEqual(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (f FLOAT, d DECIMAL(10,2), at DATETIME, doc JSON, name VARCHAR(20))"
                    + " CHARSET utf8mb4");
            TableSchema schema = schema(lab);
            @Nullable Object[] row = {1.1f, 2.345, "2026-01-02 03:04:05.600000", "{\"b\": 1,  \"a\":2}", "x"};
            @Nullable Object[] upper = {1.1f, 2.345, "2026-01-02 03:04:05.600000", "{\"b\": 1,  \"a\":2}", "X"};
            @Nullable Object[] other = {1.2f, 2.345, "2026-01-02 03:04:05.600000", "{\"b\": 1,  \"a\":3}", "x"};
            @Nullable Object[] nothing = {null, null, null, null, null};
            for (boolean prepared : List.of(false, true)) {
                apply(
                        lab,
                        prepared,
                        insert(schema, upper),
                        insert(schema, other),
                        insert(schema, row),
                        insert(schema, row),
                        insert(schema, nothing));
                apply(
                        lab,
                        prepared,
                        delete(schema, row),
                        Changes.update(Row.of(schema, row), Row.of(schema, nothing)),
                        delete(schema, nothing));
                assertThat(lab.rows("SELECT name, ROUND(f, 1) FROM t ORDER BY f, name"))
                        .containsExactlyInAnyOrder("X|1.1", "x|1.2", "null|null");
                lab.run("DELETE FROM t");
            }
        }
    }
}
