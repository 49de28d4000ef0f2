package io.github.binlogcapturer.sink.mysql.internal.verify;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks both sides for rows by their keys, and reports what differs. */
final class RowConfirmation {

    private static final int KEYS_PER_QUERY = 100;

    private final Side left;
    private final Side right;
    private final TablePair table;
    private final Findings findings;
    private final RepairSql repair;

    RowConfirmation(Side left, Side right, TablePair table, Findings findings) {
        this.left = left;
        this.right = right;
        this.table = table;
        this.findings = findings;
        this.repair = new RepairSql(table, right.backslashEscapes());
    }

    void confirm(List<ComparedRow> suspects) throws SQLException {
        for (int i = 0; i < suspects.size(); i += KEYS_PER_QUERY) {
            confirmSome(suspects.subList(i, Math.min(suspects.size(), i + KEYS_PER_QUERY)));
        }
    }

    private void confirmSome(List<ComparedRow> suspects) throws SQLException {
        Map<List<@Nullable String>, ComparedRow> leftRows = ComparedRow.byKey(left.rows(table, suspects), table.key());
        Map<List<@Nullable String>, ComparedRow> rightRows =
                ComparedRow.byKey(right.rows(table, suspects), table.key());
        for (ComparedRow suspect : suspects) {
            List<@Nullable String> key = suspect.normal(table.key());
            report(leftRows.get(key), rightRows.get(key));
        }
    }

    private void report(@Nullable ComparedRow leftRow, @Nullable ComparedRow rightRow) {
        if (leftRow != null && rightRow != null) {
            List<ColumnPair> differing = leftRow.differing(rightRow, table.columns());
            if (!differing.isEmpty()) {
                findings.add(repair.different(leftRow, differing));
            }
        } else if (leftRow != null) {
            findings.add(repair.missing(leftRow));
        } else if (rightRow != null) {
            findings.add(repair.extra(rightRow));
        }
    }
}
