package io.github.binlogcapturer.sink.mysql.internal.session;

import java.sql.Connection;
import java.sql.SQLException;

/** A way to execute a batch. Owned by one lane. */
interface Execution {

    /**
     * Executes the statements, then moves the progress row, then commits where the work says so. After an exception the
     * connection's transaction is open.
     */
    void execute(Connection connection, Work work) throws SQLException;
}
