package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;

/** A value has no form in the format. Knows the column; whoever knows the transaction turns it into a {@link DataException}. */
final class NoFormException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String table;
    private final String column;

    NoFormException(Row row, Column column, String reason) {
        super(reason);
        this.table = row.schema().name().toString();
        this.column = column.name();
    }

    /** Bytes of a text that its charset does not have. */
    static NoFormException badText(Row row, Column column) {
        return new NoFormException(
                row,
                column,
                "its bytes are not valid " + row.schema().charset().name()
                        + ". Let the format replace bad text, or use json-lines, which has a form for it");
    }

    DataException in(String format, CommitTs commitTs) {
        return new DataException(
                described(format) + " in the transaction with commit ts " + commitTs + ": " + getMessage(), this);
    }

    DataException inKey(String format) {
        return new DataException(described(format) + " in the key of a row: " + getMessage(), this);
    }

    private String described(String format) {
        return "Column " + column + " of table " + table + " has a value without a form in " + format;
    }
}
