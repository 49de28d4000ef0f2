package io.github.binlogcapturer.sink.mysql;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A server that knows few functions: each statement with another one fails. */
final class PlainServer implements DataSource {

    private static final List<String> UNKNOWN =
            List.of("CRC32", "MD5", "CONCAT_WS", "BIT_XOR", "IFNULL", "CONVERT", "@@SESSION", "SHOW KEYS", "<=>");

    private final String url;

    /** What it claims the collation of its columns to be, or null for the truth. */
    private final @Nullable String collation;

    PlainServer(String url) {
        this(url, null);
    }

    PlainServer(String url, @Nullable String collation) {
        this.url = url;
        this.collation = collation;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return wrap(Connection.class, DriverManager.getConnection(url, "root", ""));
    }

    private <T> T wrap(Class<T> type, T target) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
                refuse(sql);
            }
            try {
                Object result = method.invoke(target, arguments);
                if (result instanceof String text && collation != null && text.matches("utf8mb4_[a-z_]*")) {
                    return collation;
                }
                return result instanceof Statement statement
                        ? wrap(Statement.class, statement)
                        : result instanceof ResultSet rows ? wrap(ResultSet.class, rows) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static void refuse(String sql) throws SQLException {
        for (String unknown : UNKNOWN) {
            if (sql.toUpperCase(Locale.ROOT).contains(unknown)) {
                throw new SQLException("not supported: " + unknown, "HY000", 1105);
            }
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
