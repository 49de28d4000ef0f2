package io.github.binlogcapturer.sink.mysql.internal.statement;

/** What is known of the target when a batch is planned. */
public enum PlanMode {
    /** The target is where the stream says: each row that is updated or deleted is there, each that is inserted is not. */
    EXACT,
    /**
     * Some of the batch may have been applied before: statements that give the same result when repeated. Where what comes behind the
     * batch was applied too, a row of that may hold what the target's collation takes for a unique value of the batch; the target then
     * refuses the batch, since the source may have both rows.
     */
    REPEATED,
    /**
     * The source hides deletes: rows that hold a unique value which another row takes are in the way and go. Change by change in stream
     * order, so that each finds what the ones before it left.
     */
    DISPLACING
}
