package io.github.binlogcapturer.sink.mysql;

/** What the sink does when a table's schema changes at the source. */
public enum SchemaChangePolicy {
    /** Logs what changed and goes on where the target's table still fits; changing the target is somebody else's work. */
    REPORT,
    /**
     * Adds and drops columns at the target, also those that changed while the capture was down, as far as additions go. A rename
     * or another type is logged with the statement that would do it.
     */
    APPLY
}
