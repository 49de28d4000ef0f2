package io.github.binlogcapturer.sink.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a {@link TableVerifier} has found.
 *
 * @param tables one report for each table, in the order asked for
 */
public record VerifyReport(List<TableReport> tables) {

    /** A row that goes may stand in the way of one that comes. */
    private static final List<RowDifference.Kind> REPAIR_ORDER =
            List.of(RowDifference.Kind.EXTRA, RowDifference.Kind.DIFFERENT, RowDifference.Kind.MISSING);

    public VerifyReport {
        tables = List.copyOf(tables);
    }

    /** Returns whether all tables were compared and are equal. */
    public boolean isEqual() {
        return tables.stream().allMatch(TableReport::isEqual);
    }

    /**
     * Returns the statements that make the right side equal, without semicolons, for the differences that the reports list: of
     * each table first the deletes, then the updates, then the inserts. They hold values of rows. Run them in one transaction
     * while nothing else writes to these rows, and verify again: rows that change places in a secondary unique key, and
     * reports that are not complete, need another round.
     */
    public List<String> repairSql() {
        List<String> statements = new ArrayList<>();
        for (TableReport table : tables) {
            for (RowDifference.Kind kind : REPAIR_ORDER) {
                table.differences().stream()
                        .filter(difference -> difference.kind() == kind)
                        .map(RowDifference::repairSql)
                        .filter(sql -> !sql.isEmpty())
                        .forEach(statements::add);
            }
        }
        return statements;
    }

    /** Returns one line per table. */
    @Override
    public String toString() {
        return tables.stream().map(TableReport::toString).collect(Collectors.joining("\n"));
    }
}
