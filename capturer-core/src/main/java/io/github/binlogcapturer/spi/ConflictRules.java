package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.UniqueKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What makes two changes conflict at a target: they must be applied in order exactly if a key of one equals a key of the other. Rules are
 * given for a table of the source and speak of the table it goes to, after routing and with the target's keys and collations.
 *
 * <p>Wrong rules are either too fine, which lets dependent changes overtake each other, or too coarse, which costs speed only. When in
 * doubt, coarser.
 *
 * @param target the table that changes go to, a name for messages; two tables of the source may have the same
 * @param keys the keys of every image; empty means that only {@code wholeRow} counts
 * @param wholeRow whether the whole row is a key too: for tables without a key, and those whose only keys may be NULL. An image that
 *     yields no key at all, for NULLs, takes it in any case
 */
public record ConflictRules(String target, List<ConflictKey> keys, boolean wholeRow) {

    public ConflictRules {
        Objects.requireNonNull(target, "target");
        keys = List.copyOf(keys);
        if (keys.isEmpty() && !wholeRow) {
            throw new IllegalArgumentException("Table " + target + " has neither keys nor counts whole rows");
        }
    }

    /** Returns rules by which all changes of a table conflict: for a target that cannot be read. */
    public static ConflictRules serial(String target) {
        return new ConflictRules(
                target, List.of(new ConflictKey(target, List.of(KeyPart.unknown()), ConflictKey.Role.OWN)), false);
    }

    /** Returns rules by the source's own keys, texts compared as coarsely as any collation does. */
    public static ConflictRules ofSource(TableSchema table) {
        List<ConflictKey> keys = new ArrayList<>();
        boolean never = true;
        if (!table.primaryKey().isEmpty()) {
            keys.add(ofSource(table, "PRIMARY", table.primaryKey()));
            never = false;
        }
        for (UniqueKey key : table.uniqueKeys()) {
            keys.add(ofSource(table, key.name(), key.columns()));
            never &= key.columns().stream().anyMatch(Column::nullable);
        }
        return new ConflictRules(table.name().toString(), keys, never);
    }

    private static ConflictKey ofSource(TableSchema table, String name, List<Column> columns) {
        List<KeyPart> parts = columns.stream()
                .map(column -> KeyPart.of(column.index(), comparisonOf(column)))
                .toList();
        return new ConflictKey(table.name() + "." + name, parts, ConflictKey.Role.OWN);
    }

    private static KeyPart.Comparison comparisonOf(Column column) {
        boolean text = column.type() == ColumnType.STRING && !column.holdsBytes();
        return text ? KeyPart.Comparison.FOLDED_TEXT : KeyPart.Comparison.EXACT;
    }
}
