package io.github.binlogcapturer.sink.mysql.internal.statement;

/** What is known of the target when a batch is planned. */
public enum PlanMode {
    /** The target is where the stream says: each row that is updated or deleted is there, each that is inserted is not. */
    EXACT,
    /** Some of the batch may have been applied before: statements that give the same result when repeated. */
    REPEATED,
    /**
     * The source hides deletes: rows that hold a unique value which another row takes are in the way and go. Change by change in stream
     * order, so that each finds what the ones before it left.
     */
    DISPLACING
}
