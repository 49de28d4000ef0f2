package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.sink.mysql.internal.target.ColumnMapping;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of one row of the target: its first known image, its last one, and the changes in between. */
final class FoldedRow {

    /** Whether the row is there before the batch. */
    enum Start {
        ABSENT,
        PRESENT,
        UNKNOWN
    }

    final Start start;
    /** The image before the batch, where one is known. */
    final @Nullable Row before;

    /** The table through which {@link #before} is read. */
    final TargetTable beforeTable;

    /** The table through which {@link #image} is read. */
    private TargetTable table;
    /** The newest image, also of a row that is gone. */
    private Row image;

    private boolean gone;
    private boolean replaced;
    private CommitTs commitTs;
    private final RowChange first;
    private @Nullable List<RowChange> more;
    /** Images that came and went within the batch. */
    private List<FoldedRow> passed = List.of();

    FoldedRow(Start start, Pending pending, @Nullable Row before) {
        this(start, pending, before, pending.change().image());
    }

    private FoldedRow(Start start, Pending pending, @Nullable Row before, Row image) {
        this.start = start;
        this.table = pending.table();
        this.before = before;
        this.beforeTable = pending.beforeTable();
        this.image = image;
        this.first = pending.change();
        this.commitTs = pending.commitTs();
        this.gone = pending.change().after() == null;
    }

    /** Returns a row on which nothing was folded. */
    static FoldedRow of(Pending pending) {
        RowChange change = pending.change();
        Start start = switch (change.type()) {
            case INSERT -> Start.ABSENT;
            case UPDATE, DELETE -> Start.PRESENT;
            case UPSERT -> Start.UNKNOWN;
        };
        return new FoldedRow(start, pending, change.before());
    }

    /** Returns the deletion of the image before a change. */
    static FoldedRow goneBefore(Pending pending, Row before) {
        FoldedRow row = new FoldedRow(Start.PRESENT, pending, before, before);
        row.table = pending.beforeTable();
        row.gone = true;
        return row;
    }

    /** Returns the arrival of the image after a change. */
    static FoldedRow newAfter(Pending pending, Start start) {
        return new FoldedRow(start, pending, null);
    }

    /** Returns one image of a row, of which nothing else is known. */
    static FoldedRow ofImage(Pending pending, TargetTable table, Row image) {
        return new FoldedRow(
                Start.UNKNOWN, new Pending(pending.change(), table, table, pending.commitTs()), null, image);
    }

    TargetTable table() {
        return table;
    }

    Row image() {
        return image;
    }

    boolean isGone() {
        return gone;
    }

    /** Returns whether it was deleted and came back. */
    boolean isReplaced() {
        return replaced;
    }

    CommitTs commitTs() {
        return commitTs;
    }

    List<RowChange> changes() {
        return more == null ? List.of(first) : more;
    }

    /** Returns what the row was in between, each as a row of its own, where the target has unique keys beside the identity. */
    List<FoldedRow> passed() {
        return passed;
    }

    private void pass() {
        if (!gone && !table.otherKeys().isEmpty()) {
            if (passed.isEmpty()) {
                passed = new ArrayList<>();
            }
            passed.add(ofImage(new Pending(first, table, table, commitTs), table, image));
        }
    }

    void becomes(Pending pending) {
        pass();
        replaced |= gone;
        gone = false;
        table = pending.table();
        image = pending.change().image();
        add(pending.change(), pending.commitTs());
    }

    void goes(Pending pending, TargetTable newTable, Row last) {
        pass();
        gone = true;
        table = newTable;
        image = last;
        add(pending.change(), pending.commitTs());
    }

    private void add(RowChange change, CommitTs at) {
        if (more == null) {
            more = new ArrayList<>(List.of(first));
        }
        more.add(change);
        commitTs = at;
    }

    /** Returns whether the target is sure to see a difference between the first image and the last. */
    boolean isSurelyChanged() {
        return before != null && sameSource(before) && differs(before, true);
    }

    /** Returns whether any written column differs between the first image and the last. */
    boolean isChanged() {
        return before == null || !sameSource(before) || differs(before, false);
    }

    private boolean sameSource(Row other) {
        return other.schema().tableId() == image.schema().tableId();
    }

    private boolean differs(Row other, boolean exactOnly) {
        for (ColumnMapping column : table.columns()) {
            if ((column.exact() || !exactOnly) && !image.sameValue(column.index(), other)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether two images have the same values in some columns, byte by byte. */
    static boolean same(List<ColumnMapping> columns, Row row, List<ColumnMapping> otherColumns, Row other) {
        boolean sameTable = row.schema().tableId() == other.schema().tableId();
        for (int i = 0; i < columns.size(); i++) {
            int index = columns.get(i).index();
            boolean same = sameTable
                    ? row.sameValue(index, other)
                    : sameObject(
                            row.value(index), other.value(otherColumns.get(i).index()));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameObject(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number && other instanceof Number) {
            return one.toString().equals(other.toString());
        }
        if (one instanceof byte[] bytes && other instanceof byte[] others) {
            return Arrays.equals(bytes, others);
        }
        return Objects.equals(one, other);
    }
}
