package io.github.binlogcapturer.internal.conflict;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.spi.ConflictKey;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.KeyPart;
import io.github.binlogcapturer.spi.KeyPart.Comparison;

/** The rules of one table, made ready for hashing. Immutable. */
final class TableKeys {

    private static final String WHOLE_ROW = "\0row";

    private final Key[] keys;
    private final boolean wholeRow;
    private final long rowSeed;
    private final KeyPart[] columns;
    private final long[] columnSeeds;

    /**
     * @throws IllegalArgumentException if a rule names a column that the table lacks
     */
    TableKeys(TableSchema table, ConflictRules rules) {
        this.keys = rules.keys().stream().map(key -> new Key(table, key)).toArray(Key[]::new);
        this.wholeRow = rules.wholeRow();
        this.rowSeed = Mixing.ofText(rules.target() + WHOLE_ROW);
        this.columns = table.columns().stream().map(TableKeys::wholeColumn).toArray(KeyPart[]::new);
        this.columnSeeds = table.columns().stream()
                .mapToLong(column -> Mixing.ofText(column.name()))
                .toArray();
    }

    private static KeyPart wholeColumn(Column column) {
        boolean text = column.type() == ColumnType.STRING && !column.holdsBytes();
        return KeyPart.of(column.index(), text ? Comparison.FOLDED_TEXT : Comparison.EXACT);
    }

    void collect(Row row, ValueHasher values, KeySet into) {
        boolean owns = false;
        for (Key key : keys) {
            if (key.counts(row)) {
                owns |= !key.refers;
                key.collect(row, values, into);
            }
        }
        if (wholeRow || !owns) {
            collectWhole(row, values, into);
        }
    }

    private void collectWhole(Row row, ValueHasher values, KeySet into) {
        into.addOwned(hashWhole(row, values, 0));
        int variants = values.variants();
        for (int i = 1; i < variants; i++) {
            into.addOwned(hashWhole(row, values, values.variant(i)));
        }
    }

    /** A sum over the columns by name: their order may differ between tables of one target, and columns of NULLs come and go. */
    private long hashWhole(Row row, ValueHasher values, int variant) {
        values.begin(variant);
        long sum = 0;
        for (int i = 0; i < columns.length; i++) {
            if (!row.isNull(i)) {
                sum += values.hash(columnSeeds[i], row, columns[i]);
            }
        }
        return Mixing.mix(rowSeed, sum);
    }

    /** One key of the rules. */
    private static final class Key {

        final boolean refers;
        private final long seed;
        private final KeyPart[] parts;

        Key(TableSchema table, ConflictKey key) {
            this.refers = key.role() == ConflictKey.Role.REFER;
            this.seed = Mixing.ofText(key.name());
            this.parts = key.parts().toArray(KeyPart[]::new);
            for (KeyPart part : parts) {
                if (part.column() >= table.columns().size()) {
                    throw new IllegalArgumentException("Conflict key " + key.name() + " names column " + part.column()
                            + ", but " + table + " has " + table.columns().size() + " columns");
                }
            }
        }

        boolean counts(Row row) {
            for (KeyPart part : parts) {
                if (part.comparison() != Comparison.UNKNOWN && row.isNull(part.column())) {
                    return false;
                }
            }
            return true;
        }

        void collect(Row row, ValueHasher values, KeySet into) {
            add(hash(row, values, 0), into);
            int variants = values.variants();
            for (int i = 1; i < variants; i++) {
                add(hash(row, values, values.variant(i)), into);
            }
        }

        private void add(long hash, KeySet into) {
            if (refers) {
                into.addReferred(hash);
            } else {
                into.addOwned(hash);
            }
        }

        private long hash(Row row, ValueHasher values, int variant) {
            values.begin(variant);
            long hash = seed;
            for (KeyPart part : parts) {
                hash = values.hash(hash, row, part);
            }
            return hash;
        }
    }
}
