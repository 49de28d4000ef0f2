package io.github.binlogcapturer.sink.mysql.internal.verify;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds for each column of the left table its counterpart. */
final class TablePairing {

    private final TableName left;
    private final TableName right;
    private final TableShape leftShape;
    private final TableShape rightShape;
    private final Map<String, ColumnShape> rightColumns = new HashMap<>();

    TablePairing(TableName left, TableName right, TableShape leftShape, TableShape rightShape) {
        this.left = left;
        this.right = right;
        this.leftShape = leftShape;
        this.rightShape = rightShape;
        rightShape.columns().forEach(column -> rightColumns.put(lower(column.name()), column));
    }

    /** Returns the pair; throws if a selected column has no counterpart. */
    TablePair pair(ColumnSelection selection) throws IncomparableException {
        List<ColumnPair> key = key();
        List<ColumnPair> columns = new ArrayList<>(key);
        List<String> missing = new ArrayList<>();
        for (ColumnShape column : leftShape.columns()) {
            boolean paired = key.stream().anyMatch(pair -> pair.left().equals(column));
            if (paired || !isSelected(selection, column)) {
                continue;
            }
            ColumnShape counterpart = rightColumns.get(lower(column.name()));
            if (counterpart == null) {
                missing.add(column.name());
            } else {
                columns.add(new ColumnPair(column, counterpart));
            }
        }
        if (!missing.isEmpty()) {
            throw new IncomparableException("The table " + right + " of the right side has no column "
                    + String.join(", ", missing) + "; add it there, or leave it out by columns(...)");
        }
        return new TablePair(left, right, List.copyOf(columns), key.size());
    }

    /** Returns the notes on columns of the right side that are not compared, and on keys that cannot be used. */
    List<String> notes(TablePair pair) {
        List<String> notes = new ArrayList<>();
        if (!pair.isOrdered()) {
            notes.add(
                    pair.keySize() == 0
                            ? "There is no common primary key to go by, so rows are counted by hash"
                            : "The primary key has another order on the two sides, so rows are counted by hash");
        }
        pair.unsummable()
                .forEach(column -> notes.add("Column " + column.left().name() + " is "
                        + column.left().type() + " on the left and "
                        + column.right().type()
                        + " on the right, so all rows are read"));
        Set<String> compared = new HashSet<>();
        leftShape.columns().forEach(column -> compared.add(lower(column.name())));
        rightShape.columns().stream()
                .filter(column -> !compared.contains(lower(column.name())))
                .forEach(column ->
                        notes.add("Column " + column.name() + " is on the right side only, and not compared"));
        return notes;
    }

    /** The key of the left side, if the right side has the same one and rows can be told by it. */
    private List<ColumnPair> key() {
        Set<String> rightKey = new HashSet<>();
        rightShape.key().forEach(name -> rightKey.add(lower(name)));
        List<ColumnPair> key = new ArrayList<>();
        for (String name : leftShape.key()) {
            ColumnShape counterpart = rightColumns.get(lower(name));
            if (counterpart != null && rightKey.remove(lower(name))) {
                key.add(new ColumnPair(leftColumn(name), counterpart));
            }
        }
        boolean usable = key.size() == leftShape.key().size()
                && rightKey.isEmpty()
                && key.stream().allMatch(ColumnPair::isIdentity);
        return usable ? key : List.of();
    }

    private ColumnShape leftColumn(String name) {
        return leftShape.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
    }

    private boolean isSelected(ColumnSelection selection, ColumnShape column) {
        boolean key = leftShape.key().stream().anyMatch(column.name()::equalsIgnoreCase);
        @Nullable String noDefault = null;
        return selection.includes(
                left, new Column(0, column.name(), 1, ColumnType.STRING, false, true, key, noDefault));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
