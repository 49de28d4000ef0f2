package io.github.binlogcapturer.sink.mysql.internal.session;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens connections and sets their sessions up. The pool stands on it, so that nothing but this class holds the password. Thread-safe. */
final class SessionSource implements DataSource {

    private final SessionSettings settings;
    private final Driver driver;
    private final Properties properties = new Properties();

    SessionSource(SessionSettings settings) {
        this.settings = settings;
        DriverKind kind = DriverKind.of(settings.url());
        this.driver = kind.driver();
        properties.putAll(kind.defaults(settings));
        properties.putAll(settings.properties());
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password().value());
    }

    /** Opens a connection: READ COMMITTED, strict, in the zone that was set. Auto-commit is on. */
    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = driver.connect(settings.url(), properties);
        if (connection == null) {
            throw new SQLException("The driver " + driver.getClass().getName() + " does not take the URL");
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SET NAMES utf8mb4");
            statement.execute(settings.setUp());
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("The account is a setting of the sink");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // nothing is written there
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // connectTimeout is a setting of the sink
    }

    @Override
    public int getLoginTimeout() {
        return (int) settings.connectTimeout().toSeconds();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Logging goes through SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("Not a wrapper of " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    /** Returns the URL, which has no password in it. */
    @Override
    public String toString() {
        return settings.toString();
    }
}
