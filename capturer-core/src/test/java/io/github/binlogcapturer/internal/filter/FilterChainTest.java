package io.github.binlogcapturer.internal.filter;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.filter.ColumnRules.Rule;
import io.github.binlogcapturer.spi.TransactionFilter;
import io.github.binlogcapturer.spi.TransactionTransformer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.internal.filter.FilterFixtures.ORDERS;
import static io.github.binlogcapturer.internal.filter.FilterFixtures.log;
import static io.github.binlogcapturer.internal.filter.FilterFixtures.order;
import static io.github.binlogcapturer.internal.filter.FilterFixtures.transaction;
import static io.github.binlogcapturer.internal.filter.FilterFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FilterChainTest {

    private static final ColumnRules STATE_ONLY =
            new ColumnRules(List.of(Rule.of("shop.orders", List.of("state"))), List.of(), List.of());
    private static final RowChange NOTE_CHANGED = update(order(1, "new", "a"), order(1, "new", "b"));

    @Test
    void shouldPassATransactionAsItIsWithoutRules() {
        Transaction transaction = transaction(NOTE_CHANGED);
        assertThat(chain(List.of(), List.of()).apply(transaction)).isSameAs(transaction);
    }

    @Test
    void shouldDropATransactionWithoutAChangeLeft() {
        FilterChain chain = new FilterChain(null, STATE_ONLY, List.of(), List.of());
        assertThat(chain.apply(transaction(NOTE_CHANGED))).isNull();
        assertThat(chain.apply(transaction())).isNull();
    }

    @Test
    void shouldAskFiltersInOrderUntilOneRefuses() {
        List<String> asked = new ArrayList<>();
        TransactionFilter first = transaction -> asked.add("first");
        TransactionFilter second = transaction -> !asked.add("second");
        TransactionFilter third = transaction -> asked.add("third");
        assertThat(chain(List.of(first, second, third), List.of()).apply(transaction(log("x"))))
                .isNull();
        assertThat(asked).containsExactly("first", "second");
    }

    @Test
    void shouldShowFiltersTheReducedTransaction() {
        List<Transaction> seen = new ArrayList<>();
        FilterChain chain = new FilterChain(null, STATE_ONLY, List.of(seen::add), List.of());
        Transaction passed = chain.apply(transaction(update(order(1, "a", "x"), order(1, "b", "x")), NOTE_CHANGED));
        assertThat(seen).containsExactly(passed);
        assertThat(seen.get(0).changes()).hasSize(1);
    }

    @Test
    void shouldHandEachTransformerTheResultOfTheOneBefore() {
        TransactionTransformer twice = transaction -> {
            List<RowChange> changes = new ArrayList<>(transaction.changes());
            changes.addAll(transaction.changes());
            return transaction.withChanges(changes);
        };
        Transaction result = chain(List.of(), List.of(twice, twice)).apply(transaction(log("x")));
        assertThat(result).isEqualTo(transaction(log("x"), log("x"), log("x"), log("x")));
    }

    @Test
    void shouldDropWhatATransformerDrops() {
        TransactionTransformer empties = transaction -> transaction.withChanges(List.of());
        assertThat(chain(List.of(), List.of(transaction -> null)).apply(transaction(log("x"))))
                .isNull();
        assertThat(chain(List.of(), List.of(empties)).apply(transaction(log("x"))))
                .isNull();
    }

    @Test
    void shouldRefuseATransformerThatChangesThePieces() {
        Piece other = new Piece(new TableName("shop", "bl"), 0, 7, CommitTs.of(10), CommitTs.of(12));
        TransactionTransformer moves = transaction -> new Transaction(
                transaction.txnId(), "", "", List.of(other), transaction.changes(), transaction.sizeBytes());
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> chain(List.of(), List.of(moves)).apply(transaction(log("x"))))
                .withMessageContaining("must keep the pieces")
                .withMessageContaining("FilterChainTest");
    }

    @Test
    void shouldLetExceptionsOfTheUsersCodePass() {
        RuntimeException failure = new UnsupportedOperationException("user");
        TransactionFilter failing = transaction -> {
            throw failure;
        };
        TransactionTransformer failingToo = transaction -> {
            throw failure;
        };
        assertThatThrownBy(() -> chain(List.of(failing), List.of()).apply(transaction(log("x"))))
                .isSameAs(failure);
        assertThatThrownBy(() -> chain(List.of(), List.of(failingToo)).apply(transaction(log("x"))))
                .isSameAs(failure);
    }

    @Test
    void shouldReduceSchemaChanges() {
        FilterChain chain = new FilterChain(null, STATE_ONLY, List.of(), List.of());
        SchemaChange reduced = chain.apply(new SchemaChange(CommitTs.of(5), null, ORDERS));
        assertThat(reduced.before()).isNull();
        assertThat(reduced.after().columns())
                .extracting(column -> column.name())
                .containsExactly("id", "state");
    }

    private static FilterChain chain(List<TransactionFilter> filters, List<TransactionTransformer> transformers) {
        return new FilterChain(null, ColumnRules.none(), filters, transformers);
    }
}
