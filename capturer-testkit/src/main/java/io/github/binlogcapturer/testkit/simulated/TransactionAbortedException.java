package io.github.binlogcapturer.testkit.simulated;

/**
 * A transaction could not go on and was rolled back: a deadlock, a row that stayed locked for too long, an interrupt, or a store that did
 * not take its prewrite. Begin a new one.
 */
public final class TransactionAbortedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TransactionAbortedException(String message) {
        super(message);
    }

    TransactionAbortedException(String message, Throwable cause) {
        super(message, cause);
    }
}
