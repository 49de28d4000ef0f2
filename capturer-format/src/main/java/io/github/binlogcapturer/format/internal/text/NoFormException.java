package io.github.binlogcapturer.format.internal.text;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.Transaction;

/** Says what has no form in a format; the place is added where it is known. */
public final class NoFormException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoFormException(String message) {
        super(message);
    }

    /** Returns the exception for the user, with the table, the place and what to do. */
    public DataException at(Transaction transaction, int index) {
        return new DataException(
                getMessage() + " (table " + transaction.changes().get(index).schema() + ", change " + index
                        + " of the transaction at commit ts " + transaction.commitTs()
                        + "). Leave the column out, or choose a format that has a form for it",
                this);
    }
}
