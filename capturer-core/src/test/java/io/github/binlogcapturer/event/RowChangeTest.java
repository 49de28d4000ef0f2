package io.github.binlogcapturer.event;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowChangeTest {

    private static final TableSchema SCHEMA = TableSchema.builder(1, new TableName("db", "t"))
            .column("id", ColumnType.INT64)
            .column("n", ColumnType.INT64)
            .column("m", ColumnType.INT64)
            .primaryKey("id")
            .build();
    private static final Statement STATEMENT = Statement.unknown();

    @Test
    void shouldTellAnUpsertFromAnUpdate() {
        assertThat(new RowChange.Update(null, row(1, 2), STATEMENT).type()).isEqualTo(ChangeType.UPSERT);
        assertThat(new RowChange.Update(row(1, 1), row(1, 2), STATEMENT).type()).isEqualTo(ChangeType.UPDATE);
    }

    @Test
    void shouldSayWhichColumnsAnUpdateChanges() {
        RowChange update = new RowChange.Update(row(1, 1), row(1, 2), STATEMENT);
        assertThat(update.isUpdated(0)).isFalse();
        assertThat(update.isUpdated(1)).isTrue();
        assertThat(update.isUpdated(2)).isFalse();
    }

    @Test
    void shouldTakeAllColumnsOfALoneImageAsUpdated() {
        assertThat(new RowChange.Insert(row(1, 1), STATEMENT).isUpdated(2)).isTrue();
        assertThat(new RowChange.Delete(row(1, 1), STATEMENT).isUpdated(0)).isTrue();
    }

    @Test
    void shouldShowTheNewestImage() {
        assertThat(new RowChange.Update(row(1, 1), row(1, 2), STATEMENT).image())
                .isEqualTo(row(1, 2));
        assertThat(new RowChange.Delete(row(1, 1), STATEMENT).image()).isEqualTo(row(1, 1));
        assertThat(new RowChange.Delete(row(1, 1), STATEMENT).table()).hasToString("db.t");
    }

    private static Row row(long id, long n) {
        return Row.of(SCHEMA, id, n, null);
    }
}
