package io.github.binlogcapturer.sink.mysql.internal.verify;

import io.github.binlogcapturer.sink.mysql.RowDifference.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares two tables as bags of rows, without an order. The first reading finds of which rows one side has more, the second one finds
 * what is in them. Where there is a key, it tells which of them are two versions of one row.
 */
final class HashComparison {

    private static final KeyRange ALL = new KeyRange(null, null);

    private static final long ROWS_PER_TELLING = 4096;

    private final Side left;
    private final Side right;
    private final TablePair table;
    private final boolean summed;
    private final long maxRows;
    private final int maxSuspects;
    private final Findings findings;
    private final RepairSql repair;

    private long counted;

    /** By row: how many more the left side has. Never zero. */
    private final Map<RowHash, Long> surplus = new HashMap<>();

    /** @param summed whether the servers compute checksums; otherwise all rows are read in any case */
    HashComparison(Side left, Side right, TablePair table, boolean summed, VerifySettings settings, Findings findings) {
        this.left = left;
        this.right = right;
        this.table = table;
        this.summed = summed;
        this.maxRows = settings.maxRowsWithoutKey();
        this.maxSuspects = settings.maxDifferences();
        this.findings = findings;
        this.repair = new RepairSql(table, right.backslashEscapes());
    }

    void run() throws SQLException, IncomparableException {
        Summary ofLeft = summed ? left.summary(table, ALL) : left.count(table, ALL);
        Summary ofRight = summed ? right.summary(table, ALL) : right.count(table, ALL);
        findings.count(ofLeft.rows(), ofRight.rows());
        if (summed && ofLeft.equals(ofRight)) {
            findings.progress(ofLeft.rows());
            return;
        }
        count(left, 1);
        count(right, -1);
        if (!surplus.isEmpty()) {
            report(left, Kind.MISSING);
            report(right, Kind.EXTRA);
        }
    }

    private void count(Side side, long step) throws SQLException, IncomparableException {
        side.stream(table, row -> {
            counted++;
            if (counted % ROWS_PER_TELLING == 0) {
                // two sides are read, and the left one's rows are told
                findings.progress(counted / 2);
            }
            surplus.merge(RowHash.of(row, table.columns()), step, HashComparison::sum);
            return surplus.size() <= maxRows;
        });
        if (surplus.size() > maxRows) {
            throw new IncomparableException("The table " + table.left()
                    + " has no common primary key in the same order, and more than " + maxRows
                    + " rows wait for their counterpart; raise maxRowsWithoutKey, with the memory for it");
        }
    }

    /** Returns null for zero, which takes the row out of the map. */
    @SuppressWarnings("NullAway") // what merge asks for
    private static Long sum(Long one, Long two) {
        return one + two == 0 ? null : one + two;
    }

    private void report(Side side, Kind kind) throws SQLException {
        List<ComparedRow> suspects = new ArrayList<>();
        side.stream(table, row -> {
            RowHash hash = RowHash.of(row, table.columns());
            long copies = surplus.getOrDefault(hash, 0L) * (kind == Kind.MISSING ? 1 : -1);
            if (copies > 0) {
                surplus.remove(hash);
                take(row, kind, copies, suspects);
            }
            return true;
        });
        new RowConfirmation(left, right, table, findings).confirm(suspects);
    }

    private void take(ComparedRow row, Kind kind, long copies, List<ComparedRow> suspects) {
        if (table.keySize() == 0) {
            findings.add(repair.copies(kind, row, copies));
        } else if (suspects.size() < maxSuspects) {
            suspects.add(row);
        } else {
            findings.leaveOut();
        }
    }
}
