package io.github.binlogcapturer.testkit.simulated;

/**
 * A statement failed and did nothing: a key that is there already, a value that its column cannot hold. The transaction goes on; run
 * another statement, commit, or roll back.
 */
public final class StatementFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StatementFailedException(String message) {
        super(message);
    }

    StatementFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
