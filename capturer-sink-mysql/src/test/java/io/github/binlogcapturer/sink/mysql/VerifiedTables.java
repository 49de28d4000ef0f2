package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.testkit.database.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Two databases with a table {@code t} each, and a verifier between them. */
final class VerifiedTables implements AutoCloseable {

    private final DatabaseServer server;
    private final String leftName;
    private final String rightName;
    private final Connection left;
    private final Connection right;

    VerifiedTables(DatabaseServer server) throws SQLException {
        this.server = server;
        leftName = server.createDatabase();
        rightName = server.createDatabase();
        left = server.connect(leftName);
        right = server.connect(rightName);
    }

    VerifiedTables both(String... statements) throws SQLException {
        return left(statements).right(statements);
    }

    VerifiedTables left(String... statements) throws SQLException {
        run(left, List.of(statements));
        return this;
    }

    VerifiedTables right(String... statements) throws SQLException {
        run(right, List.of(statements));
        return this;
    }

    String leftUrl() {
        return server.url(leftName);
    }

    TableVerifier.Builder verifier() {
        return TableVerifier.builder()
                .left(server.url(leftName), server.user(), server.password())
                .right(server.url(rightName), server.user(), server.password())
                .routes(routes());
    }

    TableRoutes routes() {
        return TableRoutes.builder().route("*.*", rightName + ".{table}").build();
    }

    /** Compares the tables t. */
    TableReport verify(TableVerifier.Builder verifier) throws SQLException {
        return verify(verifier.build());
    }

    TableReport verify(TableVerifier verifier) throws SQLException {
        return verifier.verify(List.of(table())).tables().get(0);
    }

    TableReport verify() throws SQLException {
        return verify(verifier());
    }

    TableName table() {
        return new TableName(leftName, "t");
    }

    /** Carries out what a report proposes. */
    void repair(TableReport report) throws SQLException {
        run(right, new VerifyReport(List.of(report)).repairSql());
    }

    String mariaDbUrl() {
        return server.mariaDbUrl(leftName);
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        left.close();
        right.close();
    }
}
