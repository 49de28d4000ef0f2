package io.github.binlogcapturer.format.internal.text;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change has no form in a format. Knows the table and the row; whoever knows the transaction turns it into a {@link DataException}. */
public final class NoFormException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String subject;
    private final transient @Nullable Row row;

    /** A value of a row. */
    public NoFormException(Row row, Column column, String reason) {
        super(reason);
        this.subject = "Column " + column.name() + " of table " + row.schema().name() + " has a value";
        this.row = row;
    }

    /** A whole row, or all of a table where there is no row. */
    public NoFormException(TableName table, @Nullable Row row, String reason) {
        super(reason);
        this.subject = "Table " + table + " has changes";
        this.row = row;
    }

    /** Bytes of a text that its charset does not have. */
    public static NoFormException badText(Row row, Column column) {
        return new NoFormException(
                row,
                column,
                "its bytes are not valid " + row.schema().charset().name()
                        + ". Let the format replace bad text where it can, or use json-lines, which has a form for it");
    }

    /** Returns the exception for the user, which says where the row stands. */
    public DataException in(String format, Transaction transaction) {
        int index = indexIn(transaction.changes());
        return new DataException(
                subject + " without a form in " + format + " in " + (index < 0 ? "" : "change " + index + " of ")
                        + "the transaction with commit ts " + transaction.commitTs() + ": " + getMessage(),
                this);
    }

    /** Returns the exception for the user where only a row is known. */
    public DataException inKey(String format) {
        return new DataException(
                subject + " without a form in " + format + " in the key of a row: " + getMessage(), this);
    }

    @SuppressWarnings("ReferenceEquality") // it is this very row; an equal one may stand in front of it
    private int indexIn(List<RowChange> changes) {
        for (int i = 0; i < changes.size(); i++) {
            RowChange change = changes.get(i);
            if (row != null && (change.before() == row || change.after() == row)) {
                return i;
            }
        }
        return -1;
    }
}
