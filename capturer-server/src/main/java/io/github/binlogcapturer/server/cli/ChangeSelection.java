package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.server.original.RowRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which changes are shown.
 *
 * @param types empty for all
 * @param rules all have to hold, on the new image or on the old one; a table without the column is none that they hold for
 */
record ChangeSelection(TableFilter tables, Set<ChangeType> types, List<RowRule> rules) {

    ChangeSelection {
        types = Set.copyOf(types);
        rules = List.copyOf(rules);
    }

    boolean includes(TableName table) {
        return tables.matches(table);
    }

    /** Returns the transaction with what is shown of it, or empty where nothing is. */
    Optional<Transaction> of(Transaction transaction) {
        List<RowChange> shown =
                transaction.changes().stream().filter(this::isShown).toList();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(shown.size() == transaction.changes().size() ? transaction : transaction.withChanges(shown));
    }

    private boolean isShown(RowChange change) {
        if (!tables.matches(change.table()) || (!types.isEmpty() && !types.contains(change.type()))) {
            return false;
        }
        Row before = change.before();
        Row after = change.after();
        return rules.isEmpty() || (after != null && hold(after)) || (before != null && hold(before));
    }

    private boolean hold(Row row) {
        return rules.stream().allMatch(rule -> rule.holds(row));
    }
}
