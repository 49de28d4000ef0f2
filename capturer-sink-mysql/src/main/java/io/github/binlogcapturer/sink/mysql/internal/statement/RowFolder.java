package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.sink.mysql.internal.statement.FoldedRow.Start;
import io.github.binlogcapturer.sink.mysql.internal.target.MappedKey;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Folds the changes of each row of one table of the target into one. Two keys that the target may take for equal, but that are written
 * differently, are not folded: the second is refused, and so is a change that contradicts the ones before, such as the insertion of a
 * row that is there. The caller then begins anew behind what it has, so that the target judges.
 */
final class RowFolder {

    private final PlanMode mode;
    /** In the order of their last changes. */
    private final Map<Object, FoldedRow> rows = new LinkedHashMap<>(16, 0.75f, true);

    RowFolder(PlanMode mode) {
        this.mode = mode;
    }

    Collection<FoldedRow> rows() {
        return rows.values();
    }

    /** Folds a change in; returns false, having done nothing, where it must come behind what is there. */
    boolean add(Pending pending) {
        RowChange change = pending.change();
        Row before = change.before();
        Row after = change.after();
        if (before == null) {
            return put(pending, Objects.requireNonNull(after), mode == PlanMode.EXACT && isInsert(change));
        }
        if (after == null) {
            return remove(pending, before);
        }
        if (sameIdentity(pending, before, after)) {
            return update(pending, before, after);
        }
        return move(pending, before, after);
    }

    private static boolean isInsert(RowChange change) {
        return change instanceof RowChange.Insert;
    }

    private boolean put(Pending pending, Row after, boolean mustBeNew) {
        Object key = key(pending.table(), after);
        FoldedRow known = rows.get(key);
        if (known == null) {
            Start start = mustBeNew ? Start.ABSENT : Start.UNKNOWN;
            rows.put(key, new FoldedRow(start, pending, null));
            return true;
        }
        if (!isSame(known, pending.table(), after) || (mustBeNew && !known.isGone())) {
            return false;
        }
        known.becomes(pending);
        return true;
    }

    private boolean update(Pending pending, Row before, Row after) {
        Object key = key(pending.table(), after);
        FoldedRow known = rows.get(key);
        if (known == null) {
            rows.put(key, new FoldedRow(updateStart(), pending, before));
            return true;
        }
        if (!isSame(known, pending.table(), after) || (known.isGone() && mode != PlanMode.REPEATED)) {
            return false;
        }
        known.becomes(pending);
        return true;
    }

    private boolean remove(Pending pending, Row before) {
        Object key = key(pending.beforeTable(), before);
        FoldedRow known = rows.get(key);
        if (known == null) {
            rows.put(key, FoldedRow.goneBefore(pending, before));
            return true;
        }
        if (!isSame(known, pending.beforeTable(), before) || (known.isGone() && mode != PlanMode.REPEATED)) {
            return false;
        }
        // with more unique keys the source may have hidden that another row was displaced, this one perhaps
        if (known.start == Start.ABSENT && known.table().otherKeys().isEmpty()) {
            rows.remove(key);
        } else {
            known.goes(pending, pending.beforeTable(), before);
        }
        return true;
    }

    /** A change of the target's key, which need not be the source's, is the end of one row and the begin of another. */
    private boolean move(Pending pending, Row before, Row after) {
        Object from = key(pending.beforeTable(), before);
        Object to = key(pending.table(), after);
        if (from.equals(to) || rows.containsKey(from) || rows.containsKey(to)) {
            return rows.isEmpty() && moveAlone(pending, before, from, to);
        }
        return moveAlone(pending, before, from, to);
    }

    private boolean moveAlone(Pending pending, Row before, Object from, Object to) {
        rows.put(from, FoldedRow.goneBefore(pending, before));
        FoldedRow arrival = FoldedRow.newAfter(pending, mode == PlanMode.EXACT ? Start.ABSENT : Start.UNKNOWN);
        // the same key in another spelling must not hide the end of the first
        rows.put(from.equals(to) ? new Object() : to, arrival);
        return true;
    }

    private Start updateStart() {
        return mode == PlanMode.REPEATED ? Start.UNKNOWN : Start.PRESENT;
    }

    private static Object key(TargetTable table, Row row) {
        Object key = KeyValues.of(identity(table), row);
        // the target refuses a NULL there, and says so better
        return key == null ? new Object() : key;
    }

    private static MappedKey identity(TargetTable table) {
        return Objects.requireNonNull(table.identity());
    }

    private static boolean sameIdentity(Pending pending, Row before, Row after) {
        return FoldedRow.same(
                identity(pending.table()).columns(),
                after,
                identity(pending.beforeTable()).columns(),
                before);
    }

    private static boolean isSame(FoldedRow known, TargetTable table, Row image) {
        return FoldedRow.same(
                identity(table).columns(), image, identity(known.table()).columns(), known.image());
    }
}
