package io.github.binlogcapturer.benchmarks;

import java.sql.SQLException;
import java.util.List;

/**
 * A way to bring transactions into the table {@code t}, which holds every second key. One that is registered as a service of this type is
 * compared with the peers.
 */
interface Applier {

    /** Returns the name that the figures carry. */
    String name();

    /**
     * Connects, and returns what applies the writes. Connecting does not count.
     *
     * @param url the JDBC address of the database, user root without a password
     */
    Session open(String url) throws Exception;

    /** Open connections to the target. */
    interface Session extends AutoCloseable {

        /** Applies all transactions and returns when they are durable. */
        void apply(List<RowWrite> writes) throws Exception;

        @Override
        void close() throws SQLException;
    }
}
