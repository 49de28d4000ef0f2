package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.SchemaChangePolicy;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.sink.mysql.ZeroDates;
import io.github.binlogcapturer.sink.mysql.internal.target.MappingSettings;
import io.github.binlogcapturer.sink.mysql.internal.testing.Changes;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetKind;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetLab;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.delete;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.insert;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.transaction;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.upsert;
import static org.assertj.core.api.Assertions.assertThat;

/** Which statements come out of which changes; that they do the right thing is for {@link RandomPlanTest}. */
class BatchPlannerTest {

    private TargetLab lab;
    private TableSchema schema;

    BatchPlannerTest() throws SQLException {
        lab = TargetLab.open(TargetKind.MARIADB);
        schema = schema("t", 1);
    }

    @BeforeEach
    void createTables() throws SQLException {
        lab.run(
                "CREATE TABLE t (id BIGINT PRIMARY KEY, u BIGINT, note VARCHAR(20))",
                "CREATE TABLE unique_u (id BIGINT PRIMARY KEY, u BIGINT UNIQUE, note VARCHAR(20))",
                "CREATE TABLE keyless (id BIGINT, u BIGINT, note VARCHAR(20))");
    }

    @AfterEach
    void close() throws SQLException {
        lab.close();
    }

    private TableSchema schema(String table, int id) {
        return TableSchema.builder(id, new TableName(lab.database(), table))
                .column("id", ColumnType.INT64)
                .column("u", ColumnType.INT64)
                .column("note", ColumnType.STRING)
                .primaryKey("id")
                .build();
    }

    private List<PlannedStatement> plan(PlanMode mode, int maxRows, boolean buckets, RowChange... changes)
            throws SQLException {
        return new BatchPlanner(lab.catalog(MappingSettings.defaults()), lab.facts(), maxRows, buckets)
                .plan(List.of(transaction(77, changes)), mode);
    }

    private List<String> sql(RowChange... changes) throws SQLException {
        return texts(plan(PlanMode.EXACT, 100, false, changes));
    }

    private List<String> texts(List<PlannedStatement> plan) {
        List<String> texts = new ArrayList<>();
        for (PlannedStatement statement : plan) {
            SqlText text = new SqlText(lab.facts());
            statement.appendTo(text);
            texts.add(text.toString().replace("`", "").replace(lab.database() + ".", ""));
        }
        return texts;
    }

    private RowChange update(Object id, Object u, Object note, Object newU, Object newNote) {
        return Changes.update(Row.of(schema, id, u, note), Row.of(schema, id, newU, newNote));
    }

    @Test
    void shouldFoldTheChangesOfARow() throws SQLException {
        assertThat(sql(insert(schema, 1, 1, "a"), update(1, 1, "a", 2, "b"), insert(schema, 2, 2, "c")))
                .containsExactly("INSERT INTO t (id,u,note) VALUES (1,2,'b'),(2,2,'c')");
        assertThat(sql(insert(schema, 1, 1, "a"), delete(schema, 1, 1, "a"))).isEmpty();
        assertThat(sql(update(1, 1, "a", 2, "b"), delete(schema, 1, 2, "b")))
                .containsExactly("DELETE FROM t WHERE id=1");
        assertThat(sql(delete(schema, 1, 1, "a"), insert(schema, 1, 2, "b")))
                .containsExactly("UPDATE t SET u=2,note='b' WHERE id=1");
        assertThat(sql(update(1, 1, "a", 2, "a"), update(1, 2, "a", 1, "a"))).isEmpty();
    }

    @Test
    void shouldUpdateSeveralRowsAtOnce() throws SQLException {
        List<PlannedStatement> plan =
                plan(PlanMode.EXACT, 100, false, update(1, 1, "a", 2, "b"), update(2, 1, "a", 3, "b"));
        assertThat(texts(plan))
                .containsExactly("INSERT INTO t (id,u,note) VALUES (1,2,'b'),(2,3,'b')"
                        + " ON DUPLICATE KEY UPDATE u=VALUES(u),note=VALUES(note)");
        assertThat(plan.get(0).minAffected()).isEqualTo(4);
        assertThat(plan.get(0).countTells()).isTrue();
    }

    @Test
    void shouldLetARowStepAsideWhoseUniqueValueAnotherTakes() throws SQLException {
        schema = schema("unique_u", 2);
        assertThat(sql(update(1, 1, "a", 2, "a"), update(2, 2, "b", 1, "b")))
                .containsExactly(
                        "UPDATE unique_u SET u=NULL WHERE id IN (1,2)",
                        "UPDATE unique_u SET u=2,note='a' WHERE id=1",
                        "UPDATE unique_u SET u=1,note='b' WHERE id=2");
        assertThat(sql(update(1, 1, "a", 2, "a"), insert(schema, 3, 1, "b")).get(0))
                .isEqualTo("UPDATE unique_u SET u=NULL WHERE id=1");
    }

    @Test
    void shouldFreeUniqueValuesForRowsOfWhichNothingIsKnown() throws SQLException {
        schema = schema("unique_u", 2);
        assertThat(sql(upsert(schema, 1, 1, "a"), upsert(schema, 2, null, "b")))
                .containsExactly(
                        "DELETE FROM unique_u WHERE (u=1 AND NOT (id=1))",
                        "INSERT INTO unique_u (id,u,note) VALUES (1,1,'a'),(2,NULL,'b')"
                                + " ON DUPLICATE KEY UPDATE id=VALUES(id),u=VALUES(u),note=VALUES(note)");
    }

    @Test
    void shouldFindRowsWithoutAKeyByTheSourcesKey() throws SQLException {
        schema = schema("keyless", 3);
        assertThat(sql(insert(schema, 1, 1, "a"), update(1, 1, "a", 2, "b"), delete(schema, 1, 2, "b")))
                .containsExactly(
                        "INSERT INTO keyless (id,u,note) VALUES (1,1,'a')",
                        "UPDATE keyless SET id=1,u=2,note='b' WHERE id <=> 1"
                                + " ORDER BY (u <=> 1) DESC,(note <=> 'a') DESC LIMIT 1",
                        "DELETE FROM keyless WHERE id <=> 1 ORDER BY (u <=> 2) DESC,(note <=> 'b') DESC LIMIT 1");
    }

    @Test
    void shouldCutRowsIntoPowersOfTwo() throws SQLException {
        RowChange[] changes = new RowChange[13];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = insert(schema, i, i, "a");
        }
        assertThat(plan(PlanMode.EXACT, 100, true, changes))
                .extracting(PlannedStatement::rowCount)
                .containsExactly(8, 4, 1);
        assertThat(plan(PlanMode.EXACT, 5, false, changes))
                .extracting(PlannedStatement::rowCount)
                .containsExactly(5, 5, 3);
    }

    @Test
    void shouldCutStatementsThatTheServerWouldNotTake() throws SQLException {
        lab.run("ALTER TABLE t MODIFY note LONGTEXT");
        String large = "x".repeat((int) lab.facts().maxAllowedPacket() / 6);
        assertThat(plan(PlanMode.EXACT, 100, false, insert(schema, 1, 1, large), insert(schema, 2, 2, large)))
                .hasSize(2);
    }

    @Test
    void shouldSplitAndTellWhatIsBehind() throws SQLException {
        RowChange[] changes = {insert(schema, 1, 1, "a"), insert(schema, 2, 2, "b"), insert(schema, 3, 3, "c")};
        PlannedStatement whole = plan(PlanMode.EXACT, 100, false, changes).get(0);
        assertThat(whole.changes()).containsExactly(changes);
        assertThat(whole.commitTs()).isEqualTo(CommitTs.of(77));
        assertThat(whole.describe())
                .contains("INSERT of 3 rows of table " + lab.database() + ".t", "id = 1")
                .doesNotContain("'a'");
        assertThat(whole.split()).extracting(PlannedStatement::rowCount).containsExactly(2, 1);
        assertThat(whole.split().get(1).split()).isEmpty();
    }

    @Test
    void shouldMergeTablesOfOneTarget() throws SQLException {
        MappingSettings settings = new MappingSettings(
                TableRoutes.builder().route("*.part_?", "{db}.t").build(),
                ColumnSelection.all(),
                ZeroDates.KEEP,
                false,
                SchemaChangePolicy.REPORT,
                true,
                ZoneOffset.UTC);
        RowChange one = insert(schema("part_1", 11), 1, 1, "a");
        RowChange other = insert(schema("part_2", 12), 2, 2, "b");
        assertThat(texts(new BatchPlanner(lab.catalog(settings), lab.facts(), 100)
                        .plan(List.of(transaction(5, one, other)), PlanMode.EXACT)))
                .containsExactly("INSERT INTO t (id,u,note) VALUES (1,1,'a'),(2,2,'b')");
    }
}
