package io.github.binlogcapturer.benchmarks.mysql;

import io.github.binlogcapturer.benchmarks.workload.RowWrite;
import java.util.List;

/** A way to bring transactions into the table {@code t}, which holds every second key. */
interface Applier {

    /** Returns the name that the figures carry. */
    String name();

    /** Returns how it works, for the conditions of a figure. */
    String description();

    /** Returns which part of the transactions is enough to measure it: 1 for all, n for the first n-th part, where it is slow. */
    default int part() {
        return 1;
    }

    /**
     * Connects, and brings the writes into the form that it takes them in. None of that counts.
     *
     * @param url the JDBC address of the database, user root without a password
     */
    Session open(String url, List<RowWrite> writes) throws Exception;

    /** Open connections to the target. */
    interface Session {

        /** Applies all transactions and returns when they are durable. */
        void apply() throws Exception;

        /** Lets go of them. */
        void end() throws Exception;
    }
}
