package io.github.binlogcapturer.internal.filter;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.filter.ColumnRules.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.internal.filter.FilterFixtures.LOG;
import static io.github.binlogcapturer.internal.filter.FilterFixtures.ORDERS;
import static io.github.binlogcapturer.internal.filter.FilterFixtures.STATEMENT;
import static io.github.binlogcapturer.internal.filter.FilterFixtures.log;
import static io.github.binlogcapturer.internal.filter.FilterFixtures.order;
import static io.github.binlogcapturer.internal.filter.FilterFixtures.transaction;
import static io.github.binlogcapturer.internal.filter.FilterFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;

class ColumnFilterTest {

    private static final RowChange NOTE_CHANGED = update(order(1, "new", "a"), order(1, "new", "b"));
    private static final RowChange STATE_CHANGED = update(order(1, "new", "a"), order(1, "paid", "a"));

    @Test
    void shouldChangeNothingWithoutRules() {
        Transaction transaction = transaction(NOTE_CHANGED, log("x"));
        assertThat(new ColumnFilter(ColumnRules.none()).apply(transaction)).isSameAs(transaction);
    }

    @Test
    void shouldChangeNothingInTablesWithoutRules() {
        Transaction transaction = transaction(log("x"));
        assertThat(columns("shop.orders", "state").apply(transaction)).isSameAs(transaction);
    }

    @Test
    void shouldDropUpdatesOfUnmonitoredColumns() {
        ColumnFilter filter = monitoring("shop.orders", "state");
        assertThat(filter.apply(transaction(NOTE_CHANGED, STATE_CHANGED)).changes())
                .containsExactly(STATE_CHANGED);
    }

    @Test
    void shouldKeepAllOtherChangesWhileMonitoring() {
        RowChange insert = new RowChange.Insert(order(1, "a", "b"), STATEMENT);
        RowChange upsert = new RowChange.Update(null, order(1, "a", "b"), STATEMENT);
        RowChange delete = new RowChange.Delete(order(1, "a", "b"), STATEMENT);
        Transaction transaction = transaction(insert, upsert, delete);
        assertThat(monitoring("shop.orders", "state").apply(transaction)).isSameAs(transaction);
    }

    @Test
    void shouldTakeNullForAnotherValueThanEmpty() {
        RowChange emptied = update(order(1, "a", "b"), Row.of(ORDERS, 1, null, "b"));
        RowChange filled = update(Row.of(ORDERS, 1, null, "b"), order(1, "", "b"));
        assertThat(monitoring("shop.orders", "state")
                        .apply(transaction(emptied, filled))
                        .changes())
                .hasSize(2);
    }

    @Test
    void shouldReduceBothImagesOfEveryKindOfChange() {
        ColumnFilter filter = columns("shop.orders", "state");
        List<RowChange> changes = filter.apply(transaction(
                        new RowChange.Insert(order(1, "a", "x"), STATEMENT),
                        STATE_CHANGED,
                        new RowChange.Update(null, order(2, "b", "x"), STATEMENT),
                        new RowChange.Delete(order(3, "c", "x"), STATEMENT)))
                .changes();
        assertThat(changes)
                .extracting(change -> change.type() + " " + change.before() + " " + change.after())
                .containsExactly(
                        "INSERT null {id=1, state=a}",
                        "UPDATE {id=1, state=new} {id=1, state=paid}",
                        "UPSERT null {id=2, state=b}",
                        "DELETE {id=3, state=c} null");
    }

    @Test
    void shouldMonitorTheSelectedColumnsWhereNoOthersAreNamed() {
        assertThat(columns("shop.orders", "state")
                        .apply(transaction(NOTE_CHANGED))
                        .changes())
                .isEmpty();
        assertThat(excluding("shop.*", "note").apply(transaction(NOTE_CHANGED)).changes())
                .isEmpty();
    }

    @Test
    void shouldMonitorUnselectedColumnsWhereTheyAreNamed() {
        ColumnFilter filter = new ColumnFilter(new ColumnRules(
                List.of(Rule.of("shop.orders", List.of("state"))),
                List.of(),
                List.of(Rule.of("shop.orders", List.of("note")))));
        List<RowChange> changes =
                filter.apply(transaction(NOTE_CHANGED, STATE_CHANGED)).changes();
        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).after()).hasToString("{id=1, state=new}");
    }

    @Test
    void shouldLeaveOutExcludedColumnsButNeverTheKey() {
        ColumnFilter filter = excluding("*.*", "note", "text", "id");
        List<RowChange> changes =
                filter.apply(transaction(STATE_CHANGED, log("x"))).changes();
        assertThat(changes).extracting(RowChange::after).asString().isEqualTo("[{id=1, state=paid}, {id=1}]");
    }

    @Test
    void shouldJoinAllRulesThatMatchATable() {
        ColumnRules rules = new ColumnRules(
                List.of(Rule.of("shop.*", List.of("note", "text")), Rule.of("shop.orders", List.of("state"))),
                List.of(Rule.of("*.orders", List.of("note"))),
                List.of());
        assertThat(new ColumnFilter(rules).select(ORDERS).columns())
                .extracting(column -> column.name())
                .containsExactly("id", "state");
        assertThat(new ColumnFilter(rules).select(LOG)).isSameAs(LOG);
    }

    @Test
    void shouldReduceASchemaOnlyOnce() {
        ColumnFilter filter = columns("shop.orders", "state");
        List<RowChange> changes =
                filter.apply(transaction(STATE_CHANGED, STATE_CHANGED)).changes();
        assertThat(changes.get(0).schema())
                .isSameAs(changes.get(1).schema())
                .isSameAs(filter.apply(transaction(STATE_CHANGED))
                        .changes()
                        .get(0)
                        .schema());
    }

    @Test
    void shouldFollowANewVersionOfATable() {
        ColumnFilter filter = columns("shop.orders", "state", "extra");
        filter.apply(transaction(STATE_CHANGED));
        TableSchema newer = TableSchema.builder(1, ORDERS.name())
                .version(2)
                .column("id", ColumnType.INT64)
                .column("extra", ColumnType.STRING)
                .primaryKey("id")
                .build();
        RowChange insert = new RowChange.Insert(Row.of(newer, 1, "e"), STATEMENT);
        Transaction transaction = transaction(insert);
        assertThat(filter.apply(transaction)).isSameAs(transaction);
    }

    @Test
    void shouldKeepEveryUpdateWhereANewVersionLostTheMonitoredColumns() {
        ColumnFilter filter = monitoring("shop.orders", "dropped");
        Transaction transaction = transaction(NOTE_CHANGED);
        assertThat(filter.apply(transaction)).isSameAs(transaction);
    }

    private static ColumnFilter columns(String table, String... columns) {
        return new ColumnFilter(new ColumnRules(List.of(Rule.of(table, List.of(columns))), List.of(), List.of()));
    }

    private static ColumnFilter excluding(String table, String... columns) {
        return new ColumnFilter(new ColumnRules(List.of(), List.of(Rule.of(table, List.of(columns))), List.of()));
    }

    private static ColumnFilter monitoring(String table, String... columns) {
        return new ColumnFilter(new ColumnRules(List.of(), List.of(), List.of(Rule.of(table, List.of(columns)))));
    }
}
