package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.sink.mysql.internal.target.ColumnMapping;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;

/** Takes a statement piece by piece, so that its text, its text with parameters and its parameters come from one description. */
interface StatementWriter {

    void sql(String sql);

    void value(TargetTable table, ColumnMapping column, Row row);
}
