package io.github.binlogcapturer.internal.conflict;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.ConflictRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The conflict keys of transactions: 64-bit hashes by {@link ConflictRules}. Values that a target takes for equal have equal hashes.
 * Not thread-safe.
 */
public final class ConflictKeys {

    private static final int MOST_TABLES = 4096;

    /** Says what makes changes of a table conflict; see {@link io.github.binlogcapturer.spi.ParallelSink#rules}. */
    public interface RuleSource {

        /** Returns the rules of one version of a table. */
        ConflictRules rules(TableSchema table) throws Exception;
    }

    private final RuleSource rules;
    private final ValueHasher values = new ValueHasher();
    /** By identity, as schemas define no equality; the least recently used go first. */
    private final Map<TableSchema, TableKeys> tables = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TableSchema, TableKeys> eldest) {
            return size() > MOST_TABLES;
        }
    };

    private @Nullable TableSchema lastTable;
    private @Nullable TableKeys lastKeys;

    /** Makes a collector that asks for rules as it meets tables. */
    public ConflictKeys(RuleSource rules) {
        this.rules = Objects.requireNonNull(rules, "rules");
    }

    /**
     * Collects the keys of both images of every change. Asks for the rules of a schema that it sees for the first time, and blocks as
     * long as that does. Stops where there are too many: nobody looks at the keys then.
     *
     * @param into is cleared and gets the keys; of no use after an exception
     * @throws Exception what the source of the rules throws
     * @throws IllegalArgumentException if the rules name a column that the table lacks
     */
    public void collect(Transaction transaction, KeySet into) throws Exception {
        into.clear();
        List<RowChange> changes = transaction.changes();
        for (int i = 0; i < changes.size() && !into.isTooLarge(); i++) {
            RowChange change = changes.get(i);
            Row before = change.before();
            Row after = change.after();
            if (before != null) {
                keysOf(before.schema()).collect(before, values, into);
            }
            if (after != null) {
                keysOf(after.schema()).collect(after, values, into);
            }
        }
    }

    /** Forgets all rules, so that it asks again: a changed schema may change those of other tables too, by what refers to what. */
    public void forgetAll() {
        tables.clear();
        lastTable = null;
        lastKeys = null;
    }

    private TableKeys keysOf(TableSchema table) throws Exception {
        TableKeys keys = lastKeys;
        if (keys == null || lastTable != table) {
            keys = tables.get(table);
            if (keys == null) {
                keys = new TableKeys(table, rules.rules(table));
                tables.put(table, keys);
            }
            lastTable = table;
            lastKeys = keys;
        }
        return keys;
    }
}
