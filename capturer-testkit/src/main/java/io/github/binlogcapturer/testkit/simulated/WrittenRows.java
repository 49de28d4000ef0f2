package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.UniqueKey;
import io.github.binlogcapturer.testkit.simulated.TableRows.UniqueValue;
import io.github.binlogcapturer.testkit.simulated.TableRows.Write;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows that a transaction has written and nobody else sees yet, over those that are committed. Not thread-safe. */
final class WrittenRows {

    /** What a row was within this transaction before it was written; null if it was not written before. */
    private record Step(
            SimulatedTable table,
            List<@Nullable Object> key,
            @Nullable Write before) {}

    private final Map<SimulatedTable, Map<List<@Nullable Object>, Write>> written = new LinkedHashMap<>();
    private final Deque<Step> steps = new ArrayDeque<>();

    @Nullable
    ByteString get(SimulatedTable table, List<@Nullable Object> key) {
        Write own = written.getOrDefault(table, Map.of()).get(key);
        return own != null ? own.row() : table.rows().get(key);
    }

    void put(SimulatedTable table, List<@Nullable Object> key, ByteString row) {
        write(table, key, new Write(row));
    }

    void remove(SimulatedTable table, List<@Nullable Object> key) {
        write(table, key, new Write(null));
    }

    private void write(SimulatedTable table, List<@Nullable Object> key, Write row) {
        Map<List<@Nullable Object>, Write> rows = written.computeIfAbsent(table, any -> new LinkedHashMap<>());
        steps.addLast(new Step(table, key, rows.put(key, row)));
    }

    /** Returns the key of the row that has a unique value, or null where none has it. */
    @Nullable
    List<@Nullable Object> keyOf(SimulatedTable table, UniqueValue value) {
        Map<List<@Nullable Object>, Write> own = written.getOrDefault(table, Map.of());
        for (Map.Entry<List<@Nullable Object>, Write> write : own.entrySet()) {
            ByteString row = write.getValue().row();
            if (row != null && uniqueValues(table, row).contains(value)) {
                return write.getKey();
            }
        }
        List<@Nullable Object> committed = table.rows().keyOf(value);
        return committed == null || own.containsKey(committed) ? null : committed;
    }

    /** Returns a row's unique values; one with a NULL in it is no value, as NULLs do not equal each other. */
    static List<UniqueValue> uniqueValues(SimulatedTable table, ByteString row) {
        TableVersion version = table.version();
        if (version.schema().uniqueKeys().isEmpty()) {
            return List.of();
        }
        return uniqueValues(version, RowBytes.asSelected(version.schema(), row));
    }

    static List<UniqueValue> uniqueValues(TableVersion version, List<@Nullable Object> values) {
        List<UniqueValue> found = new ArrayList<>();
        for (UniqueKey key : version.schema().uniqueKeys()) {
            List<Column> columns = key.columns();
            List<@Nullable Object> picked = TableVersion.pick(columns, values);
            if (picked.stream().noneMatch(Objects::isNull)) {
                found.add(new UniqueValue(key.name(), picked));
            }
        }
        return Collections.unmodifiableList(found);
    }

    /** Returns a mark to which {@link #backTo} goes back. */
    int mark() {
        return steps.size();
    }

    void backTo(int mark) {
        while (steps.size() > mark) {
            Step step = steps.removeLast();
            Map<List<@Nullable Object>, Write> rows = Objects.requireNonNull(written.get(step.table));
            if (step.before == null) {
                rows.remove(step.key);
            } else {
                rows.put(step.key, step.before);
            }
        }
    }

    /** Makes the rows visible to all. */
    void apply() {
        written.forEach((table, rows) -> table.rows().apply(rows, row -> uniqueValues(table, row)));
    }
}
