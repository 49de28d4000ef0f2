package io.github.binlogcapturer.event;

import java.nio.charset.Charset;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TableSchemaTest {

    private static final TableSchema ORDERS = TableSchema.builder(9, new TableName("shop", "orders"))
            .version(4)
            .charset(Charset.forName("GBK"))
            .zone(ZoneOffset.UTC)
            .column("id", ColumnType.INT64)
            .column("code", ColumnType.STRING)
            .column("region", ColumnType.STRING)
            .column("note", ColumnType.STRING)
            .known(9)
            .primaryKey("region", "id")
            .uniqueKey("by_code", List.of("code"))
            .uniqueKey("by_code_note", List.of("code", "note"))
            .build();

    @Test
    void shouldKeepKeyOrderAndMarkKeyColumns() {
        assertThat(ORDERS.primaryKey()).extracting(Column::name).containsExactly("region", "id");
        assertThat(ORDERS.columns()).extracting(Column::key).containsExactly(true, false, true, false);
    }

    @Test
    void shouldSelectColumnsInTheirOldOrderWithKeyColumns() {
        TableSchema selected = ORDERS.select(Set.of("code"));
        assertThat(selected.columns()).extracting(Column::name).containsExactly("id", "code", "region");
        assertThat(selected.columns()).extracting(Column::index).containsExactly(0, 1, 2);
        assertThat(selected.primaryKey()).extracting(Column::name).containsExactly("region", "id");
        assertThat(selected.primaryKey()).extracting(Column::index).containsExactly(2, 0);
    }

    @Test
    void shouldDropUniqueKeysThatLoseAColumn() {
        assertThat(ORDERS.select(Set.of("code")).uniqueKeys())
                .extracting(UniqueKey::name)
                .containsExactly("by_code");
        assertThat(ORDERS.select(Set.of("code", "note")).uniqueKeys()).hasSize(2);
    }

    @Test
    void shouldKeepVersionCharsetAndZoneOfASelection() {
        TableSchema selected = ORDERS.select(Set.of());
        assertThat(selected).hasToString("shop.orders v4");
        assertThat(selected.tableId()).isEqualTo(9);
        assertThat(selected.charset()).isEqualTo(Charset.forName("GBK"));
        assertThat(selected.zone()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void shouldTellUnselectedFromUnknownFields() {
        TableSchema selected = ORDERS.select(Set.of("code"));
        assertThat(selected.indexOfField(4)).isEqualTo(TableSchema.SKIPPED);
        assertThat(selected.indexOfField(9)).isEqualTo(TableSchema.SKIPPED);
        assertThat(selected.indexOfField(5)).isEqualTo(TableSchema.UNKNOWN);
        assertThat(selected.indexOfField(1000)).isEqualTo(TableSchema.UNKNOWN);
    }

    @Test
    void shouldSelectFromASelection() {
        TableSchema twice = ORDERS.select(Set.of("code", "note")).select(Set.of("note"));
        assertThat(twice.columns()).extracting(Column::name).containsExactly("id", "region", "note");
    }

    @Test
    void shouldKeepDefaultsOfASelection() {
        TableSchema schema = TableSchema.builder(1, new TableName("db", "t"))
                .column("a", ColumnType.INT8)
                .column(new Column(1, "b", 2, ColumnType.INT8, false, true, false, "5"))
                .build();
        assertThat(Row.of(schema.select(Set.of("b")), new Object[] {null})
                        .withDefaults()
                        .value("b"))
                .isEqualTo(5);
    }

    @Test
    void shouldRefuseColumnsThatAreThereTwice() {
        TableSchema.Builder builder = TableSchema.builder(1, new TableName("db", "t"))
                .column("a", ColumnType.INT8)
                .column("a", ColumnType.INT8);
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("a (field 2)");
    }

    @Test
    void shouldRefuseKeysOfUnknownColumns() {
        TableSchema.Builder builder = TableSchema.builder(1, new TableName("db", "t"))
                .column("a", ColumnType.INT8)
                .primaryKey("b");
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("unknown column b");
    }

    @Test
    void shouldRefuseFieldIdsBelowOne() {
        TableSchema.Builder builder = TableSchema.builder(1, new TableName("db", "t"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.known(0));
    }
}
