package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.event.Row;
import org.jspecify.annotations.Nullable;

/** A row as a map key: equal to another row of the table with the same primary key. */
final class RowKey {

    private final Row row;
    private final int hash;

    RowKey(Row row) {
        this.row = row;
        this.hash = 31 * Long.hashCode(row.schema().tableId()) + row.keyHash();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowKey that
                && hash == that.hash
                && row.schema().tableId() == that.row.schema().tableId()
                && row.sameKey(that.row);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
