package io.github.binlogcapturer.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaChangeTest {

    private static final TableName T = new TableName("db", "t");

    @Test
    void shouldTellAddedChangedAndDroppedColumns() {
        TableSchema before = schema(T, column("a", 1, ColumnType.INT32), column("b", 2, ColumnType.STRING));
        TableSchema after = schema(T, column("a", 1, ColumnType.INT64), column("c", 3, ColumnType.DATE));
        assertThat(sql(before, after))
                .containsExactly(
                        "ALTER TABLE `db`.`t` DROP COLUMN `b`",
                        "ALTER TABLE `db`.`t` MODIFY COLUMN `a` bigint",
                        "ALTER TABLE `db`.`t` ADD COLUMN `c` date");
    }

    @Test
    void shouldRenameTheTableBeforeItNamesItAnew() {
        TableSchema before = schema(T, column("a", 1, ColumnType.INT32), column("b", 2, ColumnType.INT32));
        TableSchema after = schema(new TableName("db", "t2"), column("a", 1, ColumnType.INT32));
        assertThat(sql(before, after))
                .containsExactly("ALTER TABLE `db`.`t` RENAME TO `db`.`t2`", "ALTER TABLE `db`.`t2` DROP COLUMN `b`");
    }

    @Test
    void shouldDropAColumnBeforeItsNameComesBack() {
        TableSchema before = schema(T, column("b", 2, ColumnType.INT32));
        TableSchema after = schema(T, column("b", 3, ColumnType.STRING));
        assertThat(sql(before, after))
                .containsExactly("ALTER TABLE `db`.`t` DROP COLUMN `b`", "ALTER TABLE `db`.`t` ADD COLUMN `b` varchar");
    }

    @Test
    void shouldRenameAColumnBeforeItsOldNameComesBack() {
        TableSchema before = schema(T, column("a", 1, ColumnType.INT32));
        TableSchema after = schema(T, column("a", 2, ColumnType.DATE), column("old", 1, ColumnType.INT32));
        assertThat(sql(before, after))
                .containsExactly(
                        "ALTER TABLE `db`.`t` CHANGE COLUMN `a` `old` int", "ALTER TABLE `db`.`t` ADD COLUMN `a` date");
    }

    @Test
    void shouldPassRenamesAlongAChain() {
        TableSchema before = schema(T, column("a", 1, ColumnType.INT8), column("b", 2, ColumnType.INT8));
        TableSchema after = schema(T, column("b", 1, ColumnType.INT8), column("c", 2, ColumnType.INT8));
        assertThat(sql(before, after))
                .containsExactly(
                        "ALTER TABLE `db`.`t` CHANGE COLUMN `b` `c` tinyint",
                        "ALTER TABLE `db`.`t` CHANGE COLUMN `a` `b` tinyint");
    }

    @Test
    void shouldSwapNamesByWayOfAThird() {
        TableSchema before = schema(T, column("a", 1, ColumnType.INT8), column("b", 2, ColumnType.DATE));
        TableSchema after = schema(T, column("b", 1, ColumnType.INT8), column("a", 2, ColumnType.DATE));
        assertThat(sql(before, after))
                .containsExactly(
                        "ALTER TABLE `db`.`t` CHANGE COLUMN `a` `b_` tinyint",
                        "ALTER TABLE `db`.`t` CHANGE COLUMN `b` `a` date",
                        "ALTER TABLE `db`.`t` CHANGE COLUMN `b_` `b` tinyint");
    }

    @Test
    void shouldQuoteNamesAndDefaults() {
        TableSchema before = schema(T);
        TableSchema after = schema(T, column("we`ird", 1, ColumnType.STRING, false, "it's \\ it"));
        assertThat(sql(before, after))
                .containsExactly("ALTER TABLE `db`.`t` ADD COLUMN `we``ird` varchar NOT NULL DEFAULT 'it''s \\\\ it'");
    }

    @Test
    void shouldTellChangesOfDefaultAndNullability() {
        TableSchema before = schema(T, column("a", 1, ColumnType.INT8, false, "1"));
        TableSchema after = schema(T, column("a", 1, ColumnType.INT8, true, null));
        assertThat(sql(before, after)).containsExactly("ALTER TABLE `db`.`t` MODIFY COLUMN `a` tinyint");
    }

    @Test
    void shouldBeEmptyWhereNoColumnChanged() {
        TableSchema schema = schema(T, column("a", 1, ColumnType.INT8));
        assertThat(sql(schema, schema(T, column("a", 1, ColumnType.INT8)))).isEmpty();
        assertThat(sql(null, schema)).isEmpty();
    }

    private static List<String> sql(@Nullable TableSchema before, TableSchema after) {
        return new SchemaChange(CommitTs.of(1), before, after).sql();
    }

    private static TableSchema schema(TableName name, Column... columns) {
        TableSchema.Builder builder = TableSchema.builder(1, name);
        for (Column column : columns) {
            builder.column(column);
        }
        return builder.build();
    }

    private static Column column(String name, int fieldId, ColumnType type) {
        return column(name, fieldId, type, true, null);
    }

    private static Column column(
            String name, int fieldId, ColumnType type, boolean nullable, @Nullable String defaultText) {
        return new Column(0, name, fieldId, type, false, nullable, false, defaultText);
    }
}
