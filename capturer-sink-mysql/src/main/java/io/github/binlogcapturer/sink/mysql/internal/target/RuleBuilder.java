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

/** Says by the keys and foreign keys of the target which changes conflict. */
final class RuleBuilder {

    private final TargetTable table;
    private final ForeignKeys foreignKeys;

    RuleBuilder(TargetTable table, ForeignKeys foreignKeys) {
        this.table = table;
        this.foreignKeys = foreignKeys;
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
        for (ForeignKey key : foreignKeys.ofParent(table.name())) {
            addReferred(keys, key, parents);
        }
        for (ForeignKey key : foreignKeys.ofChild(table.name())) {
            String name = referredName(key, parents.find(key.parent()));
            keys.add(new ConflictKey(name, parts(key.childColumns()), Role.REFER));
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
        return table.columns().stream()
                .filter(mapping -> mapping.target().name().equalsIgnoreCase(column))
                .findFirst()
                .map(table::keyPart)
                .orElse(KeyPart.unknown());
    }
}
