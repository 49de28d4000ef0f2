package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.sink.mysql.internal.target.ColumnMapping;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetTable;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the values of a statement and sets them as its parameters. */
final class Parameters implements StatementWriter, ValueOut {

    private final List<@Nullable Object> values = new ArrayList<>();

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            set(statement, i + 1, values.get(i));
        }
    }

    private static void set(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof Long integer) {
            statement.setLong(index, integer);
        } else if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Double real) {
            statement.setDouble(index, real);
        } else if (value instanceof BigDecimal decimal) {
            statement.setBigDecimal(index, decimal);
        } else {
            statement.setBytes(index, (byte[]) value);
        }
    }

    @Override
    public void sql(String sql) {}

    @Override
    public void value(TargetTable table, ColumnMapping column, Row row) {
        Values.write(table, column, row, this);
    }

    @Override
    public void nothing() {
        values.add(null);
    }

    @Override
    public void integer(long value) {
        values.add(value);
    }

    @Override
    public void unsigned(long bits) {
        if (bits >= 0) {
            values.add(bits);
        } else {
            values.add(new BigDecimal(Long.toUnsignedString(bits)));
        }
    }

    @Override
    public void real(double value) {
        boolean negativeZero = value == 0 && 1 / value < 0;
        // drivers write it as a DECIMAL, which has no sign then
        values.add(negativeZero ? (Object) "-0E0" : (Object) value);
    }

    @Override
    public void number(String digits) {
        values.add(new BigDecimal(digits));
    }

    @Override
    public void text(String value) {
        values.add(value);
    }

    @Override
    public void bytes(byte[] value) {
        values.add(value);
    }
}
