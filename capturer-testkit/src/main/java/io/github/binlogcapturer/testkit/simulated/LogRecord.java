package io.github.binlogcapturer.testkit.simulated;

/** What the log of a region holds, as far as peers change by it. */
sealed interface LogRecord {

    /** A prewrite. */
    record Prewrite(long startTs) implements LogRecord {}

    /** A COMMIT or a ROLLBACK, with the ts of its meta row. */
    record Finish(long ts, long startTs) implements LogRecord {}

    /** A FAKE. */
    record Fake(long ts) implements LogRecord {}

    /** Many FAKEs below what is there. */
    record History(long firstTs, long lastTs) implements LogRecord {}

    /** A new version of the region. */
    record Version(long version) implements LogRecord {}
}
