package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.sink.mysql.internal.target.ColumnMapping;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;

/** Writes a statement with a question mark for each value. */
final class ParameterText implements StatementWriter {

    private final StringBuilder text = new StringBuilder();

    @Override
    public void sql(String sql) {
        text.append(sql);
    }

    @Override
    public void value(TargetTable table, ColumnMapping column, Row row) {
        text.append('?');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
