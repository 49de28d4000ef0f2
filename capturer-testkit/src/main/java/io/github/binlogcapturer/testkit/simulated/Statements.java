package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.testkit.simulated.RowLocks.LockName;
import io.github.binlogcapturer.testkit.simulated.RowLocks.TableId;
import io.github.binlogcapturer.testkit.simulated.TableRows.UniqueValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Executes statements for one transaction: locks, reads, checks keys, writes, and tells which images BaikalDB would log. Rows are read with
 * the schema of after their lock was taken, which knows all that earlier writers wrote. Not thread-safe.
 */
final class Statements {

    private static final String PRIMARY = "PRIMARY";

    private final long txnId;
    private final RowLocks locks;
    private final boolean hideDisplaced;
    private final WrittenRows written = new WrittenRows();

    /**
     * @param hideDisplaced whether a REPLACE hides the rows that it removes for a unique value, as BaikalDB does
     */
    Statements(long txnId, RowLocks locks, boolean hideDisplaced) {
        this.txnId = txnId;
        this.locks = locks;
        this.hideDisplaced = hideDisplaced;
    }

    WrittenRows written() {
        return written;
    }

    /** Reads a row and locks it. */
    @Nullable
    List<@Nullable Object> select(SimulatedTable table, RowInput keyInput) {
        List<@Nullable Object> key = keyInput.key(table.version());
        lock(table, PRIMARY, key);
        ByteString row = written.get(table, key);
        return row == null ? null : RowBytes.asSelected(table.version().schema(), row);
    }

    StatementEffect insert(SimulatedTable table, List<RowInput> rows) {
        StatementEffect.Builder effect = new StatementEffect.Builder(table, StatementEffect.Kind.INSERT);
        for (RowInput input : rows) {
            List<@Nullable Object> key = input.key(table.version());
            lock(table, PRIMARY, key);
            TableVersion version = table.version();
            ByteString row = RowBytes.encode(version.schema(), filled(version, input));
            if (written.get(table, key) != null) {
                throw duplicate(table, PRIMARY, key);
            }
            requireUnique(table, version, key, row);
            written.put(table, key, row);
            effect.logInserted(version, row);
            effect.inserted(version, row);
        }
        return effect.build();
    }

    /** Updates the rows that are there, and passes over the others. */
    StatementEffect update(SimulatedTable table, List<RowInput> keys, List<RowInput> values) {
        StatementEffect.Builder effect = new StatementEffect.Builder(table, StatementEffect.Kind.UPDATE);
        Set<List<@Nullable Object>> seen = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            List<@Nullable Object> key = keys.get(i).key(table.version());
            if (!seen.add(key)) {
                throw new StatementFailedException("An UPDATE changes each row once, but " + key + " is there twice");
            }
            lock(table, PRIMARY, key);
            ByteString before = written.get(table, key);
            if (before != null) {
                update(table, key, before, values.get(i), effect);
            }
        }
        return effect.build();
    }

    private void update(
            SimulatedTable table,
            List<@Nullable Object> key,
            ByteString before,
            RowInput values,
            StatementEffect.Builder effect) {
        TableVersion version = table.version();
        List<@Nullable Object> old = RowBytes.asSelected(version.schema(), before);
        List<@Nullable Object> wanted = values.over(version, old);
        requireNotNull(version, wanted);
        // what a store has read or written has the defaults in it
        ByteString oldImage = RowBytes.encode(version.schema(), old);
        ByteString newImage = materialised(version, RowBytes.encode(version.schema(), wanted));
        List<@Nullable Object> newKey = version.key(RowBytes.asLogged(version.schema(), newImage));
        lockUnique(table, WrittenRows.uniqueValues(version, old));
        if (!newKey.equals(key)) {
            lock(table, PRIMARY, newKey);
            if (written.get(table, newKey) != null) {
                throw duplicate(table, PRIMARY, newKey);
            }
        }
        written.remove(table, key);
        requireUnique(table, version, newKey, newImage);
        written.put(table, newKey, newImage);
        effect.logDeleted(version, oldImage);
        effect.logInserted(version, newImage);
        effect.updated(version, oldImage, newImage);
    }

    StatementEffect delete(SimulatedTable table, List<RowInput> keys) {
        StatementEffect.Builder effect = new StatementEffect.Builder(table, StatementEffect.Kind.DELETE);
        for (RowInput input : keys) {
            List<@Nullable Object> key = input.key(table.version());
            lock(table, PRIMARY, key);
            ByteString row = written.get(table, key);
            if (row != null) {
                TableVersion version = table.version();
                ByteString image = materialised(version, row);
                lockUnique(table, WrittenRows.uniqueValues(table, row));
                written.remove(table, key);
                effect.logDeleted(version, image);
                effect.deleted(version, image);
            }
        }
        return effect.build();
    }

    StatementEffect replace(SimulatedTable table, List<RowInput> rows) {
        StatementEffect.Builder effect = new StatementEffect.Builder(table, StatementEffect.Kind.REPLACE);
        for (RowInput input : rows) {
            List<@Nullable Object> key = input.key(table.version());
            lock(table, PRIMARY, key);
            TableVersion version = table.version();
            ByteString row = materialised(version, RowBytes.encode(version.schema(), filled(version, input)));
            ByteString old = written.get(table, key);
            ByteString oldImage = old == null ? null : materialised(version, old);
            if (old != null && oldImage != null) {
                lockUnique(table, WrittenRows.uniqueValues(table, old));
                written.remove(table, key);
                effect.logDeleted(version, oldImage);
            }
            displaceUnique(table, row, effect);
            written.put(table, key, row);
            effect.logInserted(version, row);
            if (oldImage == null) {
                effect.inserted(version, row);
            } else {
                effect.updated(version, oldImage, row);
            }
        }
        return effect.build();
    }

    /** Removes the rows under other keys that have the new row's unique values. */
    private void displaceUnique(SimulatedTable table, ByteString row, StatementEffect.Builder effect) {
        List<UniqueValue> values = WrittenRows.uniqueValues(table, row);
        lockUnique(table, values);
        for (UniqueValue value : values) {
            List<@Nullable Object> key = written.keyOf(table, value);
            ByteString displaced = lockedRow(table, key);
            if (key != null && displaced != null) {
                TableVersion current = table.version();
                ByteString image = materialised(current, displaced);
                lockUnique(table, WrittenRows.uniqueValues(table, displaced));
                written.remove(table, key);
                if (!hideDisplaced) {
                    effect.logDeleted(current, image);
                }
                effect.deleted(current, image);
            }
        }
    }

    private @Nullable ByteString lockedRow(SimulatedTable table, @Nullable List<@Nullable Object> key) {
        if (key == null) {
            return null;
        }
        lock(table, PRIMARY, key);
        return written.get(table, key);
    }

    private void requireUnique(SimulatedTable table, TableVersion version, List<@Nullable Object> key, ByteString row) {
        List<UniqueValue> values = WrittenRows.uniqueValues(version, RowBytes.asSelected(version.schema(), row));
        lockUnique(table, values);
        for (UniqueValue value : values) {
            List<@Nullable Object> holder = written.keyOf(table, value);
            if (holder != null && !holder.equals(key)) {
                throw duplicate(table, value.index(), value.values());
            }
        }
    }

    private void lockUnique(SimulatedTable table, List<UniqueValue> values) {
        values.forEach(value -> lock(table, value.index(), value.values()));
    }

    private void lock(SimulatedTable table, String index, List<@Nullable Object> values) {
        TableId id = new TableId(table.tableId(), table.name().toString());
        locks.lock(txnId, new LockName(id, index, values));
    }

    private static StatementFailedException duplicate(
            SimulatedTable table, String index, List<@Nullable Object> values) {
        return new StatementFailedException("Duplicate entry " + values + " for key " + index + " of " + table);
    }

    private static ByteString materialised(TableVersion version, ByteString row) {
        return RowBytes.encode(version.schema(), RowBytes.asSelected(version.schema(), row));
    }

    /** What a SQL node makes of an INSERT's values: missing columns get their default, or zero if they may not be NULL. */
    private static List<@Nullable Object> filled(TableVersion version, RowInput input) {
        List<Column> columns = version.schema().columns();
        List<@Nullable Object> defaults = RowBytes.asSelected(version.schema(), ByteString.EMPTY);
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        for (Column column : columns) {
            Object value = defaults.get(column.index());
            if (input.names(column)) {
                value = input.value(column);
            } else if (value == null && !column.nullable()) {
                value = zero(column.type());
            }
            values.add(value);
        }
        requireNotNull(version, values);
        return Collections.unmodifiableList(values);
    }

    private static void requireNotNull(TableVersion version, List<@Nullable Object> values) {
        for (Column column : version.schema().columns()) {
            if (values.get(column.index()) == null && !column.nullable() && column.defaultText() == null) {
                throw new StatementFailedException(
                        "Column " + column.name() + " of " + version.schema().name() + " cannot be NULL");
            }
        }
    }

    private static @Nullable Object zero(ColumnType type) {
        return switch (type) {
            case STRING, JSON -> "";
            case DATETIME, TIMESTAMP -> "0000-00-00 00:00:00";
            case DATE -> "0000-00-00";
            case TIME -> "00:00:00";
            case HLL, BITMAP, TDIGEST -> new byte[0];
            default -> 0;
        };
    }
}
