package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leaves the changes out of a log that are of other tables than those wanted, as a cluster does not even send them. Owned by one thread. */
final class LogTables {

    private final @Nullable TableFilter wanted;
    private final Map<TableName, Boolean> known = new HashMap<>();

    /** @param wanted which tables count, or null for all */
    LogTables(@Nullable TableFilter wanted) {
        this.wanted = wanted;
    }

    /** Returns the transaction with the changes of the wanted tables, perhaps none; the same one where that leaves nothing out. */
    Transaction select(Transaction transaction) {
        if (transaction.changes().stream().allMatch(this::isWanted)) {
            return transaction;
        }
        List<RowChange> kept = new ArrayList<>();
        for (RowChange change : transaction.changes()) {
            if (isWanted(change)) {
                kept.add(change);
            }
        }
        return transaction.withChanges(kept);
    }

    /** A table may come to the wanted ones, or leave them, by its name. */
    boolean isWanted(SchemaChange change) {
        TableSchema before = change.before();
        return isWanted(change.after().name()) || (before != null && isWanted(before.name()));
    }

    private boolean isWanted(RowChange change) {
        return isWanted(change.table());
    }

    private boolean isWanted(TableName table) {
        TableFilter filter = wanted;
        return filter == null || known.computeIfAbsent(table, filter::matches);
    }
}
