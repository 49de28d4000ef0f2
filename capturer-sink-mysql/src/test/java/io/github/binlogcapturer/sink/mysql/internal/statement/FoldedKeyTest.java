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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.delete;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.insert;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.transaction;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A unique key whose collation takes for equal what the source keeps apart must not make rows vanish. */
class FoldedKeyTest {

    private static TableSchema prepare(TargetLab lab) throws SQLException {
        lab.run("CREATE TABLE t (id BIGINT PRIMARY KEY, email VARCHAR(50) CHARACTER SET utf8mb4"
                + " COLLATE utf8mb4_general_ci UNIQUE)");
        return TableSchema.builder(1, new TableName(lab.database(), "t"))
                .column("id", ColumnType.INT64)
                .column("email", ColumnType.STRING)
                .primaryKey("id")
                .build();
    }

    private static RowChange update(TableSchema schema, int id, String email, String newEmail) {
        return Changes.update(Row.of(schema, id, email), Row.of(schema, id, newEmail));
    }

    private static void apply(TargetLab lab, PlanMode mode, RowChange... changes) throws SQLException {
        BatchPlanner planner = new BatchPlanner(lab.catalog(MappingSettings.defaults()), lab.facts(), 100);
        for (boolean prepared : new boolean[] {false, true}) {
            lab.apply(planner.plan(List.of(transaction(5, changes)), mode), prepared);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldRefuseARowThatDiffersOnlyByCase(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            TableSchema schema = prepare(lab);
            RowChange one = insert(schema, 1, "Bob@x");
            RowChange two = insert(schema, 2, "bob@x");
            assertThatThrownBy(() -> apply(lab, PlanMode.EXACT, one, two)).hasMessageContaining("Duplicate");
            apply(lab, PlanMode.DISPLACING, one);
            for (PlanMode mode : PlanMode.values()) {
                assertThatThrownBy(() -> apply(lab, mode, two)).hasMessageContaining("Duplicate");
                assertThatThrownBy(() -> apply(lab, mode, upsert(schema, 2, "bob@x")))
                        .hasMessageContaining("Duplicate");
            }
            assertThat(lab.rows("SELECT * FROM t")).containsExactly("1|Bob@x");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldDisplaceARowWithTheVeryValue(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            TableSchema schema = prepare(lab);
            apply(lab, PlanMode.REPEATED, insert(schema, 1, "bob@x"), insert(schema, 2, "bob@x"));
            assertThat(lab.rows("SELECT * FROM t")).containsExactly("2|bob@x");
            apply(lab, PlanMode.DISPLACING, insert(schema, 3, "bob@x"), insert(schema, 4, "é"), insert(schema, 4, "É"));
            assertThat(lab.rows("SELECT * FROM t ORDER BY id")).containsExactly("3|bob@x", "4|É");
        }
    }

    /** What an application before left may be later than what the batch begins with. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldRepeatAMoveOfAValueThatIsWrittenDifferently(TargetKind kind) throws SQLException {
        for (String nullable : List.of("NULL", "NOT NULL")) {
            try (TargetLab lab = TargetLab.open(kind)) {
                TableSchema schema = prepare(lab);
                lab.run("ALTER TABLE t MODIFY email VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci "
                        + nullable);
                List<RowChange> batch = List.of(
                        insert(schema, 1, "Bob@x"),
                        update(schema, 1, "Bob@x", "joe@x"),
                        insert(schema, 2, "bob@x"),
                        update(schema, 1, "joe@x", "ann@x"));
                apply(lab, PlanMode.REPEATED, batch.get(0));
                apply(lab, PlanMode.REPEATED, batch.toArray(new RowChange[0]));
                assertThat(lab.rows("SELECT * FROM t ORDER BY id")).containsExactly("1|ann@x", "2|bob@x");

                // the value that came and went has the batch planned in stream order
                RowChange taker = insert(schema, 3, "joe@x");
                apply(lab, PlanMode.REPEATED, batch.get(0), batch.get(1), batch.get(2), batch.get(3), taker);
                assertThat(lab.rows("SELECT * FROM t ORDER BY id")).containsExactly("1|ann@x", "2|bob@x", "3|joe@x");
            }
        }
    }

    /** A row that changes its key has what comes before it written first, so that the batch itself leaves the early value. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldLetARowStepAsideThatTheBatchItselfHasWritten(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            TableSchema schema = prepare(lab);
            RowChange move = Changes.update(Row.of(schema, 5, "kim@x"), Row.of(schema, 6, "kim@x"));
            apply(
                    lab,
                    PlanMode.REPEATED,
                    insert(schema, 1, "Bob@x"),
                    insert(schema, 5, "kim@x"),
                    move,
                    update(schema, 1, "Bob@x", "joe@x"),
                    insert(schema, 2, "bob@x"),
                    update(schema, 1, "joe@x", "ann@x"));
            assertThat(lab.rows("SELECT * FROM t ORDER BY id")).containsExactly("1|ann@x", "2|bob@x", "6|kim@x");
        }
    }

    /** Of a row that the batch says nothing of it is not known that it may go. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldNotTouchOtherRowsWhenRepeated(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            TableSchema schema = prepare(lab);
            apply(lab, PlanMode.REPEATED, insert(schema, 3, "BOB@x"));
            assertThatThrownBy(() -> apply(
                            lab,
                            PlanMode.REPEATED,
                            insert(schema, 1, "Bob@x"),
                            delete(schema, 1, "Bob@x"),
                            insert(schema, 2, "bob@x")))
                    .hasMessageContaining("Duplicate");
            assertThat(lab.rows("SELECT * FROM t")).containsExactly("3|BOB@x");
        }
    }
}
