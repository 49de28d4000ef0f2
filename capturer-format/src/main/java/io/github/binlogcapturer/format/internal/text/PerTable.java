package io.github.binlogcapturer.format.internal.text;

import io.github.binlogcapturer.event.TableSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder prepares for each table, for the schema version seen last, so that old versions do not pile up. Owned by one thread.
 *
 * @param <T> what is prepared
 */
public final class PerTable<T> {

    private record Prepared<T>(TableSchema schema, T value) {}

    private final Function<TableSchema, T> maker;
    private final Map<Long, Prepared<T>> byTableId = new HashMap<>();
    /** Neighbours are mostly of one table. */
    private @Nullable Prepared<T> latest;

    public PerTable(Function<TableSchema, T> maker) {
        this.maker = maker;
    }

    /** Returns what is prepared for a schema, which is made at its first use. */
    public T of(TableSchema schema) {
        Prepared<T> known = latest;
        if (known == null || known.schema != schema) {
            known = find(schema);
            latest = known;
        }
        return known.value;
    }

    private Prepared<T> find(TableSchema schema) {
        Prepared<T> known = byTableId.get(schema.tableId());
        if (known == null || known.schema != schema) {
            known = new Prepared<>(schema, maker.apply(schema));
            byTableId.put(schema.tableId(), known);
        }
        return known;
    }
}
