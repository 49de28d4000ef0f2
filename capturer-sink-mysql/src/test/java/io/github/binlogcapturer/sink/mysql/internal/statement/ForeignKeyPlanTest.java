package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.internal.target.MappingSettings;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetCatalog;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetKind;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetLab;
import io.github.binlogcapturer.spi.ConflictKey;
import io.github.binlogcapturer.spi.ConflictRules;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.delete;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.insert;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.transaction;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.update;
import static org.assertj.core.api.Assertions.assertThat;

/** Changes of tables with foreign keys, which the server checks. */
class ForeignKeyPlanTest {

    private static TableSchema schema(TargetLab lab, int id, String name, String... columns) {
        TableSchema.Builder schema = TableSchema.builder(id, new TableName(lab.database(), name));
        for (String column : columns) {
            schema.column(column, ColumnType.INT64);
        }
        return schema.primaryKey(columns[0]).build();
    }

    private static void apply(TargetLab lab, TargetCatalog catalog, RowChange... changes) throws SQLException {
        lab.apply(
                new BatchPlanner(catalog, lab.facts(), 100).plan(List.of(transaction(5, changes)), PlanMode.EXACT),
                false);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldDeleteChildrenFirstAndInsertThemLast(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run(
                    "CREATE TABLE p (id BIGINT PRIMARY KEY)",
                    "CREATE TABLE c (id BIGINT PRIMARY KEY, p BIGINT, FOREIGN KEY (p) REFERENCES p (id))");
            TableSchema parent = schema(lab, 1, "p", "id");
            TableSchema child = schema(lab, 2, "c", "id", "p");
            TargetCatalog catalog = lab.catalog(MappingSettings.defaults());
            apply(lab, catalog, insert(child, 1, 10), insert(child, 2, 11), insert(parent, 10), insert(parent, 11));
            // one child goes with its parent, the other changes over to a new one
            apply(
                    lab,
                    catalog,
                    delete(parent, 10),
                    delete(child, 1, 10),
                    delete(parent, 11),
                    update(Row.of(child, 2, 11), Row.of(child, 2, 12)),
                    insert(parent, 12));
            assertThat(lab.rows("SELECT * FROM p")).containsExactly("12");
            assertThat(lab.rows("SELECT * FROM c")).containsExactly("2|12");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldKeepStreamOrderWhereAParentCannotStepOut(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run(
                    "CREATE TABLE a (id BIGINT PRIMARY KEY)",
                    "CREATE TABLE b (id BIGINT PRIMARY KEY, a BIGINT, FOREIGN KEY (a) REFERENCES a (id))",
                    "CREATE TABLE c (id BIGINT PRIMARY KEY, b BIGINT, FOREIGN KEY (b) REFERENCES b (id))");
            TableSchema a = schema(lab, 1, "a", "id");
            TableSchema b = schema(lab, 2, "b", "id", "a");
            TableSchema c = schema(lab, 3, "c", "id", "b");
            TargetCatalog catalog = lab.catalog(MappingSettings.defaults());
            apply(lab, catalog, insert(a, 1), insert(b, 1, 1), insert(c, 1, 1));
            apply(lab, catalog, insert(a, 2), update(Row.of(b, 1, 1), Row.of(b, 1, 2)), delete(a, 1));
            assertThat(lab.rows("SELECT * FROM a")).containsExactly("2");
            assertThat(lab.rows("SELECT * FROM b")).containsExactly("1|2");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldFollowTreesWithinOneTable(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (id BIGINT PRIMARY KEY, up BIGINT, FOREIGN KEY (up) REFERENCES t (id))");
            TableSchema tree = schema(lab, 1, "t", "id", "up");
            TargetCatalog catalog = lab.catalog(MappingSettings.defaults());
            apply(lab, catalog, insert(tree, 5, null), insert(tree, 1, 5), insert(tree, 2, 1), insert(tree, 3, 2));
            apply(lab, catalog, delete(tree, 3, 2), delete(tree, 2, 1), delete(tree, 1, 5));
            assertThat(lab.rows("SELECT id FROM t")).containsExactly("5");
            assertThat(catalog.rules(tree)).isEqualTo(ConflictRules.serial(serialName(lab, "t")));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldTakeRowsThatTheTargetDeletedByItself(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run(
                    "CREATE TABLE p (id BIGINT PRIMARY KEY)",
                    "CREATE TABLE c (id BIGINT PRIMARY KEY, p BIGINT,"
                            + " FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE)");
            TableSchema parent = schema(lab, 1, "p", "id");
            TableSchema child = schema(lab, 2, "c", "id", "p");
            TargetCatalog catalog = lab.catalog(MappingSettings.defaults());
            apply(lab, catalog, insert(parent, 1), insert(child, 1, 1), insert(child, 2, 1));
            apply(lab, catalog, delete(parent, 1), delete(child, 1, 1), delete(child, 2, 1));
            assertThat(lab.rows("SELECT * FROM c")).isEmpty();
            assertThat(catalog.rules(parent)).isEqualTo(catalog.rules(child));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldNameTheParentsKeyInTheRulesOfBothEnds(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run(
                    "CREATE TABLE p (id BIGINT PRIMARY KEY, u BIGINT, n BIGINT, UNIQUE KEY uu (u), KEY (n))",
                    "CREATE TABLE c (id BIGINT PRIMARY KEY, u BIGINT, FOREIGN KEY (u) REFERENCES p (u))");
            TableSchema parent = schema(lab, 1, "p", "id", "u", "n");
            TableSchema child = schema(lab, 2, "c", "id", "u");
            TargetCatalog catalog = lab.catalog(MappingSettings.defaults());
            assertThat(catalog.rules(parent).keys())
                    .extracting(ConflictKey::name)
                    .containsExactly(
                            lab.database() + ".p.PRIMARY",
                            lab.database() + ".p.uu",
                            lab.database() + ".p.uu (all values)");
            assertThat(catalog.rules(child).keys())
                    .extracting(key -> key.name() + " " + key.role())
                    .containsExactly(
                            lab.database() + ".c.PRIMARY OWN",
                            lab.database() + ".p.uu REFER",
                            lab.database() + ".p.uu (all values) REFER");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldFindForeignKeysAcrossDatabases(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            String other = lab.database() + "_z";
            lab.run(
                    "CREATE TABLE p (id BIGINT PRIMARY KEY)",
                    "CREATE DATABASE " + other,
                    "CREATE TABLE " + other + ".c (id BIGINT PRIMARY KEY, p BIGINT, FOREIGN KEY (p) REFERENCES "
                            + lab.database() + ".p (id) ON DELETE CASCADE)");
            TableSchema parent = schema(lab, 1, "p", "id");
            TableSchema child = TableSchema.builder(2, new TableName(other, "c"))
                    .column("id", ColumnType.INT64)
                    .column("p", ColumnType.INT64)
                    .primaryKey("id")
                    .build();
            assertThat(lab.catalog(MappingSettings.defaults()).rules(parent))
                    .isEqualTo(ConflictRules.serial(serialName(lab, "p")))
                    .isEqualTo(lab.catalog(MappingSettings.defaults()).rules(child));
            lab.run("DROP DATABASE " + other);
        }
    }

    private static String serialName(TargetLab lab, String table) {
        return "foreign keys of " + lab.database() + "." + table;
    }
}
