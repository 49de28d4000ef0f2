package io.github.binlogcapturer.sink.mysql.internal.testing;

import io.github.binlogcapturer.sink.mysql.internal.statement.PlannedStatement;
import io.github.binlogcapturer.sink.mysql.internal.statement.SqlText;
import io.github.binlogcapturer.sink.mysql.internal.target.MappingSettings;
import io.github.binlogcapturer.sink.mysql.internal.target.ServerFacts;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetCatalog;
import io.github.binlogcapturer.testkit.database.DatabaseServer;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A fresh database on a real server, and a session in it set up like a lane's. */
public final class TargetLab implements AutoCloseable {

    private static final String MODE =
            "STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION" + ",ALLOW_INVALID_DATES";

    private final TargetKind kind;
    private final String database;
    private final String mode;
    private final Connection connection;
    private final ServerFacts facts;

    private TargetLab(TargetKind kind, String mode) throws SQLException {
        this.kind = kind;
        this.mode = mode;
        this.database = kind.server().createDatabase();
        this.connection = connect();
        this.facts = ServerFacts.read(connection);
    }

    /** Opens one, or skips the test where the server cannot run. */
    public static TargetLab open(TargetKind kind) throws SQLException {
        return open(kind, "");
    }

    public static TargetLab open(TargetKind kind, String moreModes) throws SQLException {
        assumeTrue(kind.isAvailable(), kind + " is not available here");
        return new TargetLab(kind, MODE + moreModes);
    }

    private Connection connect() throws SQLException {
        DatabaseServer server = kind.server();
        Connection made = DriverManager.getConnection(kind.url(database, mode), server.user(), server.password());
        try (Statement statement = made.createStatement()) {
            statement.execute("SET SESSION time_zone = '+00:00'");
        }
        return made;
    }

    public String database() {
        return database;
    }

    public ServerFacts facts() {
        return facts;
    }

    public TargetCatalog catalog(MappingSettings settings) {
        return new TargetCatalog(settings, facts, new Source());
    }

    public void run(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns all rows, each as its columns with bars in between. */
    public List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int width = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= width; i++) {
                    row.append(i > 1 ? "|" : "").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /** Executes a plan in one transaction and checks the update counts. */
    public void apply(List<PlannedStatement> plan, boolean prepared) throws SQLException {
        connection.setAutoCommit(false);
        SqlText sql = new SqlText(facts);
        try {
            for (PlannedStatement planned : plan) {
                sql.clear();
                planned.appendTo(sql);
                int affected = prepared ? prepared(planned) : direct(sql.toString());
                assertThat(affected)
                        .as(planned.describe() + ": " + sql)
                        .isBetween(planned.minAffected(), planned.maxAffected());
            }
            connection.commit();
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + " at " + sql, e.getSQLState(), e.getErrorCode(), e);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private int direct(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            return statement.executeUpdate(sql);
        }
    }

    private int prepared(PlannedStatement planned) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(planned.preparedSql())) {
            planned.bind(statement);
            return statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Hands out new connections. */
    private final class Source implements DataSource {

        @Override
        public Connection getConnection() throws SQLException {
            return connect();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return connect();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException("no logger");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("not wrapped");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
