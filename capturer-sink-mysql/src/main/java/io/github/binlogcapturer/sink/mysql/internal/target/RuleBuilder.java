package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.spi.ConflictKey;
import io.github.binlogcapturer.spi.ConflictKey.Role;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.KeyPart;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says by the keys and foreign keys of the target which changes conflict.
 *
 * <p>A part that is not known is equal to all values of the same table of the source, but its hash meets none of another table that knows
 * the part. Where tables of the source share a key of the target, there is therefore a second key over all its values: owned by tables
 * that do not know a part, so that they are in order with all, and referred to by the others, which are not in order by it among
 * themselves. What the other tables know need not be known for that.
 */
final class RuleBuilder {

    private static final String ALL_VALUES = " (all values)";

    private final TargetTable table;
    private final ForeignKeys foreignKeys;
    private final boolean merged;

    /**
     * Makes a builder.
     *
     * @param merged whether other tables of the source may go to the same table
     */
    RuleBuilder(TargetTable table, ForeignKeys foreignKeys, boolean merged) {
        this.table = table;
        this.foreignKeys = foreignKeys;
        this.merged = merged;
    }

    /** Finds tables that a foreign key leads to; nothing where one cannot be read. */
    @FunctionalInterface
    interface Parents {
        Optional<TableDescription> find(TableName name) throws SQLException;
    }

    ConflictRules build(Parents parents) throws SQLException {
        String serialGroup = table.serialGroup();
        if (serialGroup != null) {
            return ConflictRules.serial(serialGroup);
        }
        List<ConflictKey> keys = new ArrayList<>();
        boolean allNullable = true;
        for (MappedKey key : table.keys()) {
            keys.add(new ConflictKey(table.name() + "." + key.name(), key.parts(), Role.OWN));
            allNullable &= key.nullable();
        }
        if (table.identity() == null && !table.sourceKey().isEmpty()) {
            // rows are found by it, so changes of rows that share it must not overtake one another
            List<KeyPart> parts = table.sourceKey().stream().map(table::keyPart).toList();
            keys.add(new ConflictKey(table.name() + " by its source's key", parts, Role.OWN));
            allNullable = false;
        }
        if (merged) {
            boolean comparable =
                    table.identity() != null && table.keys().stream().allMatch(MappedKey::isComparable);
            addAllValues(keys, table.name().toString(), comparable);
        }
        for (ForeignKey key : foreignKeys.ofParent(table.name())) {
            addReferred(keys, key, parents);
        }
        for (ForeignKey key : foreignKeys.ofChild(table.name())) {
            String name = referredName(key, parents.find(key.parent()));
            keys.add(new ConflictKey(name, parts(key.childColumns()), Role.REFER));
            addAllValues(keys, name, isComparable(key.childColumns()));
        }
        return new ConflictRules(table.name().toString(), keys, allNullable);
    }

    /** A foreign key may refer to columns that are no whole unique key; what owns their values is then said here. */
    private void addReferred(List<ConflictKey> keys, ForeignKey key, Parents parents) throws SQLException {
        String name = referredName(key, parents.find(key.parent()));
        if (keys.stream()
                .noneMatch(known -> known.role() == Role.OWN && known.name().equals(name))) {
            keys.add(new ConflictKey(name, parts(key.parentColumns()), Role.OWN));
        }
        addAllValues(keys, name, isComparable(key.parentColumns()));
    }

    private static void addAllValues(List<ConflictKey> keys, String name, boolean comparable) {
        ConflictKey key =
                new ConflictKey(name + ALL_VALUES, List.of(KeyPart.unknown()), comparable ? Role.REFER : Role.OWN);
        if (!keys.contains(key)) {
            keys.add(key);
        }
    }

    private static String referredName(ForeignKey key, Optional<TableDescription> parent) {
        return key.parent() + "."
                + parent.flatMap(table -> table.keys().stream()
                                .filter(unique -> isWhole(unique, key.parentColumns()))
                                .findFirst())
                        .map(TargetKey::name)
                        .orElse(key.parentColumns().toString());
    }

    private static boolean isWhole(TargetKey unique, List<String> columns) {
        if (unique.parts().size() != columns.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            TargetKey.Part part = unique.parts().get(i);
            TargetColumn column = part.column();
            if (column == null || part.prefix() > 0 || !column.name().equalsIgnoreCase(columns.get(i))) {
                return false;
            }
        }
        return true;
    }

    private List<KeyPart> parts(List<String> columns) {
        return columns.stream().map(this::part).toList();
    }

    private KeyPart part(String column) {
        return mapping(column).map(table::keyPart).orElse(KeyPart.unknown());
    }

    private boolean isComparable(List<String> columns) {
        return columns.stream()
                .allMatch(column -> part(column).comparison() != KeyPart.Comparison.UNKNOWN
                        && mapping(column).filter(Fits::isOwnType).isPresent());
    }

    private Optional<ColumnMapping> mapping(String column) {
        return table.columns().stream()
                .filter(mapping -> mapping.target().name().equalsIgnoreCase(column))
                .findFirst();
    }
}
