package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.sink.mysql.internal.target.ColumnMapping;
import io.github.binlogcapturer.sink.mysql.internal.target.MappedKey;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A statement over one or more rows of a table, in the order given. */
final class RowsStatement implements PlannedStatement {

    private static final int MAX_KEY_TEXT = 64;

    private final StatementShape shape;
    private final List<FoldedRow> rows;
    private final Affected affected;

    RowsStatement(StatementShape shape, List<FoldedRow> rows, Affected affected) {
        this.shape = shape;
        this.rows = rows;
        this.affected = affected;
    }

    /** How many rows the server says it has touched for each row of the statement. */
    record Affected(int min, int max) {
        static final Affected ONE = new Affected(1, 1);
        static final Affected UP_TO_ONE = new Affected(0, 1);
        /** What INSERT ... ON DUPLICATE KEY UPDATE counts: 1 for a new row, 2 for a changed one, 0 or 1 for one that is the same. */
        static final Affected UP_TO_TWO = new Affected(0, 2);

        static final Affected TWO = new Affected(2, 2);
        static final Affected ANY = new Affected(0, Integer.MAX_VALUE);
    }

    @Override
    public TargetTable table() {
        return rows.get(0).table();
    }

    @Override
    public String describe() {
        return shape.kind() + " of " + rows.size() + (rows.size() == 1 ? " row" : " rows") + " of table " + table()
                + ", first " + firstKey();
    }

    private String firstKey() {
        TargetTable table = table();
        Row row = rows.get(0).image();
        MappedKey identity = table.identity();
        List<ColumnMapping> columns = identity != null ? identity.columns() : table.sourceKey();
        if (columns.isEmpty()) {
            return "without a key";
        }
        StringBuilder text = new StringBuilder();
        for (ColumnMapping column : columns) {
            String value = String.valueOf(row.text(column.index()));
            text.append(text.isEmpty() ? "" : ", ")
                    .append(column.target().name())
                    .append(" = ")
                    .append(value, 0, Math.min(value.length(), MAX_KEY_TEXT));
        }
        return text.toString();
    }

    @Override
    public int rowCount() {
        return rows.size();
    }

    @Override
    public int minAffected() {
        return affected.min() * rows.size();
    }

    @Override
    public int maxAffected() {
        return affected.max() == Integer.MAX_VALUE ? Integer.MAX_VALUE : affected.max() * rows.size();
    }

    @Override
    public boolean countTells() {
        return affected.min() > 0 && !(shape instanceof StatementShape.Insert);
    }

    @Override
    public void appendTo(SqlText sql) {
        shape.write(rows, new LiteralWriter(sql));
    }

    @Override
    public String preparedSql() {
        ParameterText text = new ParameterText();
        shape.write(rows, text);
        return text.toString();
    }

    @Override
    public void bind(PreparedStatement statement) throws SQLException {
        Parameters parameters = new Parameters();
        shape.write(rows, parameters);
        parameters.bind(statement);
    }

    @Override
    public List<PlannedStatement> split() {
        if (rows.size() == 1) {
            return List.of();
        }
        int half = (rows.size() + 1) / 2;
        return List.of(part(rows.subList(0, half)), part(rows.subList(half, rows.size())));
    }

    /** A row that has its new values already counts like a new one in INSERT ... ON DUPLICATE KEY UPDATE; alone it can be told. */
    private RowsStatement part(List<FoldedRow> some) {
        return some.size() == 1 && shape instanceof StatementShape.UpdateMany
                ? new RowsStatement(new StatementShape.Update(), some, Affected.ONE)
                : new RowsStatement(shape, some, affected);
    }

    @Override
    public List<RowChange> changes() {
        List<RowChange> changes = new ArrayList<>(rows.size());
        rows.forEach(row -> changes.addAll(row.changes()));
        return changes;
    }

    @Override
    public CommitTs commitTs() {
        CommitTs last = rows.get(0).commitTs();
        for (FoldedRow row : rows) {
            last = row.commitTs().compareTo(last) > 0 ? row.commitTs() : last;
        }
        return last;
    }

    /** Returns {@link #describe()}. */
    @Override
    public String toString() {
        return describe();
    }
}
