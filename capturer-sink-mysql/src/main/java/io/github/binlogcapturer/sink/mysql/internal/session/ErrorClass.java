package io.github.binlogcapturer.sink.mysql.internal.session;

/** What an error of the target means for the batch at hand. {@link ErrorTable} tells which it is. */
enum ErrorClass {
    /** The transaction lost against another one, or was interrupted: roll back, pause, try the same batch again. */
    RETRY,
    /** The connection is gone or not to be trusted: take a new one, find out what became of the batch. */
    RECONNECT,
    /** The server takes no writes now: wait until it does. */
    WAIT,
    /** Too much at once: smaller batches, smaller statements, at last one row. */
    SHRINK,
    /** A row does not fit: isolate it, then the policy for row faults decides. */
    ROW_FAULT,
    /** A table or column is not as expected: read the target's schema again, wait for a DDL. */
    SCHEMA,
    /** Nothing that time would heal: end the capture. */
    FATAL;

    /** Returns the name that metrics show. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
