package io.github.binlogcapturer.event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Tells the DDL between two versions of a table. Columns are told apart by their field ids, since a name may come back with another
 * column behind it; hence the order: drops free names, then renames, then the rest.
 */
final class SchemaDifference {

    private final TableSchema before;
    private final TableSchema after;
    private final String alter;
    private final List<String> statements = new ArrayList<>();
    /** Per field id the name that the column has after the statements so far. */
    private final Map<Integer, String> names = new LinkedHashMap<>();

    SchemaDifference(TableSchema before, TableSchema after) {
        this.before = before;
        this.after = after;
        this.alter = "ALTER TABLE " + quoted(after.name()) + " ";
    }

    List<String> statements() {
        if (!before.name().equals(after.name())) {
            statements.add("ALTER TABLE " + quoted(before.name()) + " RENAME TO " + quoted(after.name()));
        }
        dropColumns();
        renameColumns();
        addAndModifyColumns();
        return List.copyOf(statements);
    }

    private void dropColumns() {
        Set<Integer> kept = new HashSet<>();
        after.columns().forEach(column -> kept.add(column.fieldId()));
        for (Column column : before.columns()) {
            if (kept.contains(column.fieldId())) {
                names.put(column.fieldId(), column.name());
            } else {
                statements.add(alter + "DROP COLUMN " + quoted(column.name()));
            }
        }
    }

    private void renameColumns() {
        List<Column> waiting = new ArrayList<>(after.columns());
        waiting.removeIf(column -> column.name().equals(names.getOrDefault(column.fieldId(), column.name())));
        while (!waiting.isEmpty()) {
            if (!waiting.removeIf(this::renameIfFree)) {
                // all wait for each other's name: one steps aside
                Column aside = waiting.get(0);
                rename(aside, freeName(aside.name()));
            }
        }
    }

    private boolean renameIfFree(Column column) {
        if (names.containsValue(column.name())) {
            return false;
        }
        rename(column, column.name());
        return true;
    }

    private void rename(Column column, String name) {
        String old = Objects.requireNonNull(names.put(column.fieldId(), name));
        statements.add(alter + "CHANGE COLUMN " + quoted(old) + " " + quoted(name) + " " + definition(column));
    }

    private String freeName(String wanted) {
        String name = wanted + "_";
        while (names.containsValue(name) || after.hasColumn(name)) {
            name += "_";
        }
        return name;
    }

    private void addAndModifyColumns() {
        Map<Integer, Column> old = new LinkedHashMap<>();
        before.columns().forEach(column -> old.put(column.fieldId(), column));
        for (Column column : after.columns()) {
            Column was = old.get(column.fieldId());
            String described = quoted(column.name()) + " " + definition(column);
            if (was == null) {
                statements.add(alter + "ADD COLUMN " + described);
            } else if (was.name().equals(column.name()) && !definition(was).equals(definition(column))) {
                statements.add(alter + "MODIFY COLUMN " + described);
            }
        }
    }

    private static String definition(Column column) {
        String defaultText = column.defaultText();
        return column.sqlType()
                + (column.nullable() ? "" : " NOT NULL")
                + (defaultText == null ? "" : " DEFAULT " + literal(defaultText));
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String quoted(TableName name) {
        return quoted(name.database()) + "." + quoted(name.table());
    }
}
