package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an encoder worked out for a schema, kept for each table's newest one. Owned by one thread. */
final class PerSchema<T> {

    private record Known<T>(TableSchema schema, T value) {}

    private final Function<TableSchema, T> describe;
    private final Map<TableName, Known<T>> byTable = new HashMap<>();
    private @Nullable Known<T> last;

    PerSchema(Function<TableSchema, T> describe) {
        this.describe = describe;
    }

    T of(TableSchema schema) {
        Known<T> known = last;
        if (known == null || known.schema != schema) {
            known = find(schema);
            last = known;
        }
        return known.value;
    }

    private Known<T> find(TableSchema schema) {
        Known<T> known = byTable.get(schema.name());
        if (known == null || known.schema != schema) {
            known = new Known<>(schema, Objects.requireNonNull(describe.apply(schema)));
            byTable.put(schema.name(), known);
        }
        return known;
    }
}
