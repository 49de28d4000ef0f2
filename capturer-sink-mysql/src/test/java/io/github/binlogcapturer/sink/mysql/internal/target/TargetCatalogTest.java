package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.SchemaChangePolicy;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.sink.mysql.TargetSchemaException;
import io.github.binlogcapturer.sink.mysql.ZeroDates;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetKind;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetLab;
import io.github.binlogcapturer.spi.ConflictKey;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.KeyPart;
import io.github.binlogcapturer.spi.KeyPart.Comparison;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TargetCatalogTest {

    private static final String COLUMNS = "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE FROM information_schema.COLUMNS"
            + " WHERE TABLE_NAME = 't' AND TABLE_SCHEMA = DATABASE() ORDER BY ORDINAL_POSITION";

    private static MappingSettings settings(boolean create, SchemaChangePolicy policy) {
        return new MappingSettings(
                TableRoutes.same(), ColumnSelection.all(), ZeroDates.KEEP, create, policy, true, ZoneOffset.UTC);
    }

    private static TableSchema.Builder schema(TargetLab lab) {
        return TableSchema.builder(1, new TableName(lab.database(), "t"))
                .column(new Column(0, "id", 1, ColumnType.INT64, false, false, false, null))
                .primaryKey("id");
    }

    private static Column column(String name, int fieldId, ColumnType type) {
        return new Column(0, name, fieldId, type, false, true, false, null);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldSayWhichTableIsMissing(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            TargetCatalog catalog = lab.catalog(MappingSettings.defaults());
            assertThatThrownBy(() -> catalog.table(schema(lab).build()))
                    .isInstanceOf(TargetSchemaException.class)
                    .hasMessageContaining("Table " + lab.database() + ".t of the target")
                    .hasMessageContaining("does not exist")
                    .hasMessageContaining("createMissingTables")
                    .hasMessageContaining("CREATE TABLE");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldRefuseEnginesWithoutTransactions(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            for (String engine : List.of("MyISAM", "MEMORY")) {
                lab.run("DROP TABLE IF EXISTS t");
                lab.run("CREATE TABLE t (id BIGINT PRIMARY KEY) ENGINE=" + engine);
                assertThatThrownBy(() -> lab.catalog(MappingSettings.defaults())
                                .table(schema(lab).build()))
                        .isInstanceOf(TargetSchemaException.class)
                        .hasMessageContaining("is stored by " + engine)
                        .hasMessageContaining("ENGINE=InnoDB");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldSayWhichColumnIsMissing(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (ID BIGINT PRIMARY KEY)");
            TableSchema wider = schema(lab).column("note", ColumnType.DATETIME).build();
            assertThat(lab.catalog(MappingSettings.defaults())
                            .table(schema(lab).build())
                            .columns())
                    .hasSize(1);
            assertThatThrownBy(() -> lab.catalog(MappingSettings.defaults()).table(wider))
                    .isInstanceOf(TargetSchemaException.class)
                    .hasMessageContaining("has column note, which table " + lab.database() + ".t of the target lacks")
                    .hasMessageContaining("ADD COLUMN `note` datetime(6)");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldSayWhichColumnGetsNoValue(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (id BIGINT PRIMARY KEY, g BIGINT AS (id + 1), d INT NOT NULL DEFAULT 3, n INT,"
                    + " must INT NOT NULL)");
            assertThatThrownBy(() -> lab.catalog(MappingSettings.defaults())
                            .table(schema(lab).build()))
                    .isInstanceOf(TargetSchemaException.class)
                    .hasMessageContaining("has column must, which is NOT NULL and has no default");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldTellRulesByTheKeysOfTheTarget(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (id BIGINT, a VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,"
                    + " b VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, d DECIMAL(10,2),"
                    + " g BIGINT AS (id + 1) STORED, v VARBINARY(20),"
                    + " UNIQUE KEY k1 (a, b(7)), UNIQUE KEY k2 (g), UNIQUE KEY k3 (v, d))");
            TableSchema source = schema(lab)
                    .column("a", ColumnType.STRING)
                    .column("b", ColumnType.STRING)
                    .column("v", ColumnType.STRING)
                    .column("d", ColumnType.DOUBLE)
                    .build();
            String prefix = lab.database() + ".t.";
            assertThat(lab.catalog(MappingSettings.defaults()).rules(source))
                    .isEqualTo(new ConflictRules(
                            lab.database() + ".t",
                            List.of(
                                    own(
                                            prefix + "k1",
                                            KeyPart.of(1, Comparison.BINARY_TEXT),
                                            new KeyPart(2, Comparison.FOLDED_TEXT, 7)),
                                    own(prefix + "k2", KeyPart.unknown()),
                                    own(prefix + "k3", KeyPart.of(3, Comparison.EXACT), KeyPart.unknown()),
                                    own(lab.database() + ".t by its source's key", KeyPart.of(0, Comparison.EXACT))),
                            false));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldKeepTablesInOrderThatKnowDifferentPartsOfAKey(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (id BIGINT PRIMARY KEY, a INT, b INT NOT NULL DEFAULT 7, UNIQUE KEY u (a, b))");
            MappingSettings settings = new MappingSettings(
                    TableRoutes.builder().route("*.part_?", "{db}.t").build(),
                    ColumnSelection.all(),
                    ZeroDates.KEEP,
                    false,
                    SchemaChangePolicy.REPORT,
                    true,
                    ZoneOffset.UTC);
            TableSchema.Builder full = TableSchema.builder(1, new TableName(lab.database(), "part_1"))
                    .column("id", ColumnType.INT64)
                    .column("a", ColumnType.INT32)
                    .column("b", ColumnType.INT32)
                    .primaryKey("id");
            TableSchema.Builder partial = TableSchema.builder(2, new TableName(lab.database(), "part_2"))
                    .column("id", ColumnType.INT64)
                    .column("a", ColumnType.INT32)
                    .primaryKey("id");
            TargetCatalog catalog = lab.catalog(settings);
            String shared = lab.database() + ".t (all values)";
            assertThat(catalog.rules(full.build()).keys())
                    .contains(new ConflictKey(shared, List.of(KeyPart.unknown()), ConflictKey.Role.REFER));
            assertThat(catalog.rules(partial.build()).keys()).contains(own(shared, KeyPart.unknown()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldTellKeysThatTheRulesDoNotKnow(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (id BIGINT PRIMARY KEY, a INT, UNIQUE KEY u (a))");
            TableSchema schema = schema(lab).column("a", ColumnType.INT32).build();
            TargetCatalog catalog = lab.catalog(MappingSettings.defaults());
            TableName target = schema.name();
            assertThat(catalog.isKnownKey(target, "later")).isTrue();
            catalog.rules(schema);
            lab.run("ALTER TABLE t ADD UNIQUE KEY later (a, id)");
            catalog.refresh();
            catalog.table(schema);
            assertThat(catalog.isKnownKey(target, "u")).isTrue();
            assertThat(catalog.isKnownKey(target, "t.u")).isTrue();
            assertThat(catalog.isKnownKey(target, "later")).isFalse();
        }
    }

    private static ConflictKey own(String name, KeyPart... parts) {
        return new ConflictKey(name, List.of(parts), ConflictKey.Role.OWN);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldCreateTablesWithAllTypesAndKeys(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            TableSchema.Builder builder = schema(lab);
            for (ColumnType type : ColumnType.values()) {
                builder.column("c_" + type, type);
            }
            builder.column(new Column(0, "name", 90, ColumnType.STRING, false, false, false, "it's"))
                    .column(new Column(0, "n", 91, ColumnType.INT32, false, false, false, "-5"))
                    .column(new Column(0, "long_text", 92, ColumnType.STRING, false, false, false, "a\\b"))
                    .uniqueKey("u", List.of("name", "n", "c_TIMESTAMP"));
            TargetTable table =
                    lab.catalog(settings(true, SchemaChangePolicy.REPORT)).table(builder.build());
            assertThat(table.columns())
                    .hasSize(24)
                    .allMatch(column -> column.exact() || column.source().type() == ColumnType.JSON);
            assertThat(table.otherKeys()).hasSize(1).allMatch(MappedKey::known);
            lab.run("INSERT INTO t (id) VALUES (1)");
            assertThat(lab.rows("SELECT name, n FROM t")).containsExactly("it's|-5");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldCreateTheDatabaseToo(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            String other = lab.database() + "_copy";
            MappingSettings settings = new MappingSettings(
                    TableRoutes.builder().route("*.*", "{db}_copy.{table}").build(),
                    ColumnSelection.all(),
                    ZeroDates.KEEP,
                    true,
                    SchemaChangePolicy.REPORT,
                    true,
                    ZoneOffset.UTC);
            assertThat(lab.catalog(settings).table(schema(lab).build()).name()).isEqualTo(new TableName(other, "t"));
            lab.run("DROP DATABASE " + other);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldFollowChangedColumns(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (id BIGINT PRIMARY KEY, old INT, gone INT)");
            TableSchema before = schema(lab)
                    .column(column("old", 2, ColumnType.INT32))
                    .column(column("gone", 3, ColumnType.INT32))
                    .build();
            TableSchema after = schema(lab)
                    .version(2)
                    .column(column("renamed", 2, ColumnType.INT32))
                    .column(column("added", 4, ColumnType.UINT64))
                    .build();
            TargetCatalog catalog = lab.catalog(settings(false, SchemaChangePolicy.APPLY));
            catalog.table(before);
            SchemaChange change = new SchemaChange(CommitTs.of(5), before, after);
            catalog.schemaChanged(change);
            catalog.schemaChanged(change);
            assertThat(catalog.table(after).columns()).hasSize(3);
            assertThat(lab.rows(COLUMNS))
                    .hasSize(3)
                    .anyMatch(row -> row.startsWith("renamed|int"))
                    .anyMatch(row -> row.startsWith("added|bigint"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldAddColumnsThatCameWhileNobodyLooked(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (id BIGINT PRIMARY KEY)", "INSERT INTO t VALUES (1)");
            TableSchema wider = schema(lab)
                    .column(new Column(0, "n", 2, ColumnType.INT32, false, false, false, "7"))
                    .build();
            lab.catalog(settings(false, SchemaChangePolicy.APPLY)).rules(wider);
            assertThat(lab.rows("SELECT * FROM t")).containsExactly("1|7");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldGiveNewTimesTheDefaultOfTheSource(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (id BIGINT PRIMARY KEY)", "INSERT INTO t VALUES (1)");
            String noon = "2026-03-01 12:00:00";
            TableSchema wider = schema(lab)
                    .zone(ZoneOffset.ofHours(8))
                    .column(new Column(0, "a", 2, ColumnType.TIMESTAMP, false, false, false, noon))
                    .column(new Column(0, "b", 3, ColumnType.TIMESTAMP, false, true, false, noon))
                    .column(new Column(0, "c", 4, ColumnType.TIMESTAMP, false, true, false, "0000-00-00 00:00:00"))
                    .build();
            lab.catalog(settings(false, SchemaChangePolicy.APPLY)).table(wider);
            assertThat(lab.rows("SELECT * FROM t")).containsExactly("1|2026-03-01 04:00:00|2026-03-01 04:00:00|null");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldForgetTheValuesOfAColumnThatCameAnew(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (id BIGINT PRIMARY KEY, n INT)", "INSERT INTO t VALUES (1, 5)");
            TableSchema before =
                    schema(lab).column(column("n", 2, ColumnType.INT32)).build();
            TableSchema after = schema(lab)
                    .version(2)
                    .column(column("n", 3, ColumnType.INT32))
                    .build();
            SchemaChange change = new SchemaChange(CommitTs.of(5), before, after);
            lab.catalog(MappingSettings.defaults()).schemaChanged(change);
            assertThat(lab.rows("SELECT * FROM t")).containsExactly("1|5");
            TargetCatalog catalog = lab.catalog(settings(false, SchemaChangePolicy.APPLY));
            catalog.schemaChanged(change);
            assertThat(lab.rows("SELECT * FROM t")).containsExactly("1|null");
            lab.run("UPDATE t SET n = 6");
            catalog.schemaChanged(change);
            assertThat(lab.rows("SELECT * FROM t")).containsExactly("1|6");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldNameTheStatementThatTheTargetRefuses(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (id BIGINT PRIMARY KEY)");
            TableSchema wider = schema(lab)
                    .column(new Column(0, "n", 2, ColumnType.INT32, false, true, false, "many"))
                    .build();
            assertThatThrownBy(() -> lab.catalog(settings(false, SchemaChangePolicy.APPLY))
                            .table(wider))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("ADD COLUMN `n`")
                    .hasMessageContaining("Invalid default");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void shouldLeaveTheTargetAloneWhereChangesAreReported(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (id BIGINT PRIMARY KEY, gone INT)");
            TableSchema before =
                    schema(lab).column(column("gone", 3, ColumnType.INT32)).build();
            TableSchema after = schema(lab).version(2).build();
            TargetCatalog catalog = lab.catalog(MappingSettings.defaults());
            catalog.schemaChanged(new SchemaChange(CommitTs.of(5), before, after));
            assertThat(catalog.table(after).hasMoreColumns()).isTrue();
            assertThat(lab.rows(COLUMNS)).hasSize(2);
        }
    }
}
