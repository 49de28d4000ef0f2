package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.sink.mysql.internal.target.ColumnMapping;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;

/** Writes a statement with literals. */
record LiteralWriter(SqlText out) implements StatementWriter, ValueOut {

    @Override
    public void sql(String sql) {
        out.append(sql);
    }

    @Override
    public void value(TargetTable table, ColumnMapping column, Row row) {
        Values.write(table, column, row, this);
    }

    @Override
    public void nothing() {
        out.append("NULL");
    }

    @Override
    public void integer(long value) {
        out.append(value);
    }

    @Override
    public void unsigned(long bits) {
        if (bits >= 0) {
            out.append(bits);
        } else {
            out.append(Long.toUnsignedString(bits));
        }
    }

    @Override
    public void real(double value) {
        String digits = Double.toString(value);
        out.append(digits);
        // without an exponent it would be a DECIMAL, which knows no -0 and is rounded on its way
        if (digits.indexOf('E') < 0) {
            out.append("E0");
        }
    }

    @Override
    public void number(String digits) {
        out.append(digits);
    }

    @Override
    public void text(String value) {
        out.appendLiteral(value);
    }

    @Override
    public void bytes(byte[] value) {
        out.appendLiteral(value);
    }
}
