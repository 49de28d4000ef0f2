package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ColumnSelectionTest {

    private static List<String> selected(ColumnSelection selection, String table) {
        TableSchema schema = TableSchema.builder(1, TableName.parse(table))
                .column("id", ColumnType.INT64)
                .column("name", ColumnType.STRING)
                .column("secret_key", ColumnType.STRING)
                .column("Note", ColumnType.STRING)
                .primaryKey("id")
                .build();
        return schema.columns().stream()
                .filter(column -> selection.includes(schema.name(), column))
                .map(column -> column.name())
                .toList();
    }

    @Test
    void shouldTakeAllColumnsByDefault() {
        assertThat(selected(ColumnSelection.all(), "shop.orders")).hasSize(4);
    }

    @Test
    void shouldTakeOnlyNamedColumnsAndTheKey() {
        ColumnSelection selection = ColumnSelection.all().only("shop.orders", "NOTE");
        assertThat(selected(selection, "shop.orders")).containsExactly("id", "Note");
        assertThat(selected(selection, "shop.other")).hasSize(4);
    }

    @Test
    void shouldLeaveOutNamedColumnsButNeverTheKey() {
        ColumnSelection selection = ColumnSelection.all().without("shop.*", "secret*", "id");
        assertThat(selected(selection, "shop.orders")).containsExactly("id", "name", "Note");
    }

    @Test
    void shouldHeedAllRulesThatMatch() {
        ColumnSelection selection =
                ColumnSelection.all().only("shop.*", "n*").without("*.orders", "note");
        assertThat(selected(selection, "shop.orders")).containsExactly("id", "name");
    }
}
