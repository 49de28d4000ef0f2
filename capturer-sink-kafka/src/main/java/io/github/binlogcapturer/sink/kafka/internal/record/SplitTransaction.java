package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A transaction twice: once with a delete in the place of each update, once with an insert. So an update that goes to two partitions keeps its
 * index in both.
 */
record SplitTransaction(Transaction deletes, Transaction inserts) {

    static SplitTransaction of(Transaction transaction) {
        List<RowChange> deletes = new ArrayList<>(transaction.changes());
        List<RowChange> inserts = new ArrayList<>(transaction.changes());
        for (int i = 0; i < deletes.size(); i++) {
            RowChange change = deletes.get(i);
            if (change.type() == ChangeType.UPDATE) {
                deletes.set(i, new RowChange.Delete(Objects.requireNonNull(change.before()), change.statement()));
                inserts.set(i, new RowChange.Insert(Objects.requireNonNull(change.after()), change.statement()));
            }
        }
        return new SplitTransaction(transaction.withChanges(deletes), transaction.withChanges(inserts));
    }
}
