package io.github.binlogcapturer.sink.mysql.internal.session;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** The connections of a sink: one for each lane, two for all else. Thread-safe. */
final class TargetPool implements AutoCloseable {

    private static final int BESIDE_LANES = 2;
    private static final long LEAST_TIMEOUT_MS = 250;
    /** The pool looks for idle connections every 30 s, and the server must not be the first to close one. */
    private static final int PARTS_OF_IDLE_LIMIT = 4;

    private final HikariDataSource pool;

    TargetPool(SessionSource source, SessionSettings settings, int lanes) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("binlogcapturer");
        config.setDataSource(source);
        config.setMaximumPoolSize(lanes + BESIDE_LANES);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(
                Math.max(LEAST_TIMEOUT_MS, settings.connectTimeout().toMillis()));
        config.setValidationTimeout(LEAST_TIMEOUT_MS);
        config.setInitializationFailTimeout(-1); // a server that is down is waited for
        config.setMaxLifetime(0); // a lane keeps its connection until it breaks
        config.setIdleTimeout(TimeUnit.SECONDS.toMillis(settings.idleLimitS()) / PARTS_OF_IDLE_LIMIT);
        this.pool = new HikariDataSource(config);
    }

    DataSource dataSource() {
        return pool;
    }

    /** Takes a connection with auto-commit off; blocks up to the connect timeout. */
    Connection take() throws SQLException {
        Connection connection = pool.getConnection();
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            evict(connection);
            throw e;
        }
    }

    /** Ends a connection for good. */
    void evict(Connection connection) {
        pool.evictConnection(connection);
    }

    boolean isClosed() {
        return pool.isClosed();
    }

    @Override
    public void close() {
        pool.close();
    }
}
