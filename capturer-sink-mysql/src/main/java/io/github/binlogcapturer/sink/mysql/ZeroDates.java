package io.github.binlogcapturer.sink.mysql;

/**
 * What becomes of dates that no calendar has: 0000-00-00, 2026-00-10, 2026-02-30. BaikalDB stores them; MySQL does so only in some modes.
 */
public enum ZeroDates {
    /** Writes their digits. The sink's sessions run in a mode that takes them; columns without a zero date at the target refuse them. */
    KEEP,
    /** Writes NULL; a column that is NOT NULL at the target refuses it. */
    NULL,
    /** Counts the row as one that the target refuses. */
    FAIL
}
