package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the changes of each table within a transaction. Asked for one change after the other it looks at each once; it begins anew when asked
 * for an earlier one. Owned by one thread.
 */
final class TableOrder {

    private final Map<TableName, int[]> counts = new LinkedHashMap<>();
    private @Nullable Transaction transaction;
    private int counted;

    /** Returns the place, from 1, of a change among those of its table. */
    @SuppressWarnings("ReferenceEquality") // to compare all rows of two transactions would cost more than to count anew
    int of(Transaction asked, int index) {
        if (asked.changes().size() == 1) {
            return 1;
        }
        if (transaction != asked || index < counted) {
            counts.clear();
            transaction = asked;
            counted = 0;
        }
        List<RowChange> changes = asked.changes();
        int[] count = {0};
        while (counted <= index) {
            count = counts.computeIfAbsent(changes.get(counted++).table(), table -> new int[1]);
            count[0]++;
        }
        return count[0];
    }

    /** Returns how many changes of each table a transaction has, in the order in which the tables come. */
    static Map<TableName, Integer> counts(Transaction transaction) {
        Map<TableName, Integer> counts = new LinkedHashMap<>();
        transaction.changes().forEach(change -> counts.merge(change.table(), 1, Integer::sum));
        return counts;
    }

    /** Forgets the transaction, so that it does not stay in memory with its encoder. */
    void clear() {
        transaction = null;
        counts.clear();
    }
}
