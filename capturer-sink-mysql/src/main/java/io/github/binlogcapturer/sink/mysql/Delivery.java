package io.github.binlogcapturer.sink.mysql;

/** How often a transaction arrives at the target. */
public enum Delivery {
    /** Once, whatever breaks: the target holds its progress in the transactions themselves. */
    EXACTLY_ONCE,
    /**
     * Once or more often: after a break some transactions are applied again, in forms that change nothing then, as far as tables have a
     * primary key. A table without any may hold rows twice.
     */
    AT_LEAST_ONCE
}
