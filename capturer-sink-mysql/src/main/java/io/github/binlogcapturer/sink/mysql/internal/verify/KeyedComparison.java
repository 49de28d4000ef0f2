package io.github.binlogcapturer.sink.mysql.internal.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares two tables with a common primary key: chunk by chunk, and halves of chunks that differ, down to rows. What looks
 * different is asked for once more by its key on both sides, because a row may lie in another chunk there.
 */
final class KeyedComparison {

    /** From so few rows on, reading them costs no more than another checksum. */
    private static final int READ_ROWS = 32;

    /** More than halving can need, if both sides have the same order; each half has another row as its limit. */
    private static final long HALVES_PER_READ = 8;

    private static final long SPARE_HALVES = 128;

    private final Side left;
    private final Side right;
    private final TablePair table;
    private final int chunkRows;
    private final boolean summed;
    private final Findings findings;
    private final RowConfirmation confirmation;

    /** How many more halves of the chunk may be asked for. */
    private long budget;

    /** @param summed whether the servers compute checksums; otherwise all rows are read */
    KeyedComparison(Side left, Side right, TablePair table, int chunkRows, boolean summed, Findings findings) {
        this.left = left;
        this.right = right;
        this.table = table;
        this.chunkRows = chunkRows;
        this.summed = summed;
        this.findings = findings;
        this.confirmation = new RowConfirmation(left, right, table, findings);
    }

    void run() throws SQLException, UnorderedException {
        @Nullable ComparedRow from = null;
        @Nullable ComparedRow to;
        do {
            to = left.keyAt(table, new KeyRange(from, null), chunkRows - 1L);
            KeyRange chunk = new KeyRange(from, to);
            Summary ofLeft = summary(left, chunk);
            Summary ofRight = summary(right, chunk);
            findings.chunk(ofLeft.rows(), ofRight.rows());
            budget = SPARE_HALVES + HALVES_PER_READ * (ofLeft.rows() + ofRight.rows()) / READ_ROWS;
            compare(chunk, ofLeft, ofRight);
            from = to;
        } while (to != null);
    }

    private Summary summary(Side side, KeyRange range) throws SQLException {
        return summed ? side.summary(table, range) : side.count(table, range);
    }

    private void compare(KeyRange range, Summary ofLeft, Summary ofRight) throws SQLException, UnorderedException {
        if (summed && ofLeft.equals(ofRight)) {
            return;
        }
        if (findings.isFull()) {
            findings.leaveOut();
            return;
        }
        long rows = Math.max(ofLeft.rows(), ofRight.rows());
        Side larger = ofLeft.rows() >= ofRight.rows() ? left : right;
        @Nullable
        ComparedRow middle = rows <= (summed ? READ_ROWS : chunkRows) ? null : larger.keyAt(table, range, rows / 2 - 1);
        if (middle == null || middle.equals(range.upTo())) {
            compareRows(range);
        } else {
            compareHalf(new KeyRange(range.above(), middle));
            compareHalf(new KeyRange(middle, range.upTo()));
        }
    }

    private void compareHalf(KeyRange half) throws SQLException, UnorderedException {
        if (--budget < 0) {
            throw new UnorderedException();
        }
        compare(half, summary(left, half), summary(right, half));
    }

    private void compareRows(KeyRange range) throws SQLException {
        Map<List<@Nullable String>, ComparedRow> unmatched = ComparedRow.byKey(right.rows(table, range), table.key());
        List<ComparedRow> suspects = new ArrayList<>();
        for (ComparedRow row : left.rows(table, range)) {
            ComparedRow other = unmatched.remove(row.normal(table.key()));
            if (other == null || !row.differing(other, table.columns()).isEmpty()) {
                suspects.add(row);
            }
        }
        suspects.addAll(unmatched.values());
        confirmation.confirm(suspects);
    }
}
