package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replay has carried, from where it began in this run. What a sink or a checkpoint held already is not in it.
 *
 * @param transactions how many transactions had changes of the wanted tables
 * @param changes how many changes per table, in order of their names, and type
 * @param first the commit ts of the first transaction, or null where there was none
 * @param last the commit ts of the last transaction, or null where there was none
 */
public record ReplayReport(
        long transactions,
        Map<TableName, Map<ChangeType, Long>> changes,
        @Nullable CommitTs first,
        @Nullable CommitTs last) {

    public ReplayReport {
        Map<TableName, Map<ChangeType, Long>> ordered = new LinkedHashMap<>();
        changes.forEach(
                (table, byType) -> ordered.put(table, Collections.unmodifiableMap(new LinkedHashMap<>(byType))));
        changes = Collections.unmodifiableMap(ordered);
    }

    /** Returns how many row changes there were of all tables. */
    public long changeCount() {
        return changes.values().stream()
                .flatMap(byType -> byType.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }
}
