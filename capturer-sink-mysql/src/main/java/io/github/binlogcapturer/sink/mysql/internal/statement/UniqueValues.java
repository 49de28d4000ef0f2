package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.sink.mysql.internal.target.MappedKey;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which row holds which value of each unique key beside the identity. */
final class UniqueValues {

    private final List<Map<Object, FoldedRow>> rows = new ArrayList<>();

    private final boolean exact;

    /** Makes one by what the target takes for equal. */
    UniqueValues(int keys) {
        this(keys, false);
    }

    /**
     * Makes one.
     *
     * @param exact whether values are equal only where the source takes them for equal: only then one has displaced the other
     */
    UniqueValues(int keys, boolean exact) {
        this.exact = exact;
        for (int i = 0; i < keys; i++) {
            rows.add(new HashMap<>());
        }
    }

    /** Notes the values that rows have in the end and did not have before. */
    void takenBy(List<? extends Collection<FoldedRow>> groups) {
        for (Collection<FoldedRow> group : groups) {
            for (FoldedRow row : group) {
                for (int key = 0; key < rows.size(); key++) {
                    Object after = after(row, key);
                    if (after != null && !after.equals(before(row, key))) {
                        rows.get(key).put(after, row);
                    }
                }
            }
        }
    }

    /**
     * Returns whether two rows have the same value in the end, or one has what another had in between. Then the later has displaced the
     * earlier, or may have.
     */
    boolean collide(Collection<FoldedRow> holders) {
        if (holdAfter(holders)) {
            return true;
        }
        for (FoldedRow row : holders) {
            for (FoldedRow image : row.passed()) {
                if (holdersOf(image).stream().anyMatch(holder -> holder != row)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean holdAfter(Collection<FoldedRow> holders) {
        for (FoldedRow row : holders) {
            for (int key = 0; key < rows.size(); key++) {
                Object after = row.isGone() ? null : after(row, key);
                if (after != null && rows.get(key).put(after, row) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Notes the values that rows have before. */
    void holdBefore(Collection<FoldedRow> holders) {
        for (FoldedRow row : holders) {
            for (int key = 0; key < rows.size(); key++) {
                Object before = before(row, key);
                if (before != null) {
                    rows.get(key).put(before, row);
                }
            }
        }
    }

    /** Returns whether somebody was noted with the value that a row has in a key; no one is for NULL. */
    boolean holds(FoldedRow row, int key) {
        Object value = after(row, key);
        return value == null || rows.get(key).containsKey(value);
    }

    /** Notes the values that rows have before and not in the end. */
    void heldBefore(Collection<FoldedRow> holders) {
        for (FoldedRow row : holders) {
            for (int key = 0; key < rows.size(); key++) {
                Object before = before(row, key);
                if (before != null && !before.equals(after(row, key))) {
                    rows.get(key).put(before, row);
                }
            }
        }
    }

    /** Returns the rows that give up a value which another row takes, each with the numbers of the keys. */
    Map<FoldedRow, List<Integer>> vacatedBy(Collection<FoldedRow> holders) {
        Map<FoldedRow, List<Integer>> found = new LinkedHashMap<>();
        for (FoldedRow row : holders) {
            for (int key = 0; key < rows.size(); key++) {
                Object before = rows.get(key).isEmpty() ? null : before(row, key);
                boolean taken = before != null && !before.equals(after(row, key));
                FoldedRow taker = taken ? rows.get(key).get(before) : null;
                if (taker != null && taker != row) {
                    found.computeIfAbsent(row, unseen -> new ArrayList<>()).add(key);
                }
            }
        }
        return found;
    }

    /** Returns the other rows that hold the values which a row has in the end. */
    List<FoldedRow> holdersOf(FoldedRow row) {
        List<FoldedRow> holders = new ArrayList<>();
        for (int key = 0; key < rows.size(); key++) {
            Object after = after(row, key);
            FoldedRow holder = after == null ? null : rows.get(key).get(after);
            if (holder != null && holder != row) {
                holders.add(holder);
            }
        }
        return holders;
    }

    private @Nullable Object after(FoldedRow row, int key) {
        return value(row.table(), row.image(), key);
    }

    private @Nullable Object before(FoldedRow row, int key) {
        Row before = row.before;
        return before == null ? null : value(row.beforeTable, before, key);
    }

    private @Nullable Object value(TargetTable table, Row row, int key) {
        MappedKey unique = table.otherKeys().get(key);
        return exact ? KeyValues.exactOf(unique, row) : KeyValues.of(unique, row);
    }
}
