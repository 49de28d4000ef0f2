package io.github.binlogcapturer.sink.mysql.internal.verify;

/** Two tables cannot be compared; the message says why, for the report. */
final class IncomparableException extends Exception {

    private static final long serialVersionUID = 1L;

    IncomparableException(String message) {
        super(message);
    }
}
