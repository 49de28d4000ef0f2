package io.github.binlogcapturer;

/**
 * What a column is whose field an image lacks. The wire knows no NULL: a field is there or not. A plain INSERT leaves NULL columns
 * out, and images older than ADD COLUMN lack the new one.
 */
public enum AbsentColumns {
    /** NULL, as BaikalDB's own capturer has it. */
    AS_NULL,
    /** The column's default where it has one, as a SELECT on BaikalDB shows it; NULL otherwise. */
    AS_DEFAULT
}
