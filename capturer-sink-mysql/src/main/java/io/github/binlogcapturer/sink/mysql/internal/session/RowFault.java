package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.mysql.internal.statement.PlannedStatement;
import java.sql.SQLException;
import java.util.Objects;

/**
 * A row that the target refuses.
 *
 * @param statement for this row alone
 * @param error a {@link SQLException}, or what kept the row from being written as SQL
 */
record RowFault(PlannedStatement statement, Transaction transaction, Exception error) {

    RowFault {
        Objects.requireNonNull(statement, "statement");
        Objects.requireNonNull(transaction, "transaction");
        Objects.requireNonNull(error, "error");
    }

    int code() {
        return error instanceof SQLException sql ? ErrorTable.codeOf(sql) : 0;
    }

    /** Returns the server's words, which may show values of the row. */
    String reason() {
        return error instanceof SQLException sql ? Faults.text(sql) : String.valueOf(error.getMessage());
    }

    /** Returns what may be logged: the row by its key, without other values. */
    String place() {
        return statement.describe() + ", from table " + source() + ", transaction " + transaction.txnId()
                + " committed at " + transaction.commitTs();
    }

    String codes() {
        if (error instanceof CountMismatch) {
            return "it is not there, or not as the stream says";
        }
        return error instanceof SQLException sql
                ? Faults.codesOnly(sql)
                : error.getClass().getSimpleName();
    }

    private String source() {
        return statement.changes().isEmpty()
                ? "unknown"
                : statement.changes().get(0).table().toString();
    }
}
