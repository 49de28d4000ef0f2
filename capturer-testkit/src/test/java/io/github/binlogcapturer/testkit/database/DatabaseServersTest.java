package io.github.binlogcapturer.testkit.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class DatabaseServersTest {

    enum Kind {
        MARIADB {
            @Override
            DatabaseServer shared() {
                assumeTrue(MariaDbServer.isAvailable());
                return MariaDbServer.shared();
            }

            @Override
            DatabaseServer start(String... extraArgs) {
                assumeTrue(MariaDbServer.isAvailable());
                return MariaDbServer.start(extraArgs);
            }
        },
        MYSQL {
            @Override
            DatabaseServer shared() {
                assumeTrue(MySqlServer.isAvailable());
                return MySqlServer.shared();
            }

            @Override
            DatabaseServer start(String... extraArgs) {
                assumeTrue(MySqlServer.isAvailable());
                return MySqlServer.start(extraArgs);
            }
        };

        abstract DatabaseServer shared();

        abstract DatabaseServer start(String... extraArgs);
    }

    @ParameterizedTest
    @EnumSource
    void shouldServeARowBinlogInUtf8AndDurably(Kind kind) throws SQLException {
        String found = query(
                kind.shared(),
                "",
                "SELECT CONCAT_WS(' ', @@log_bin = 1, @@binlog_format, @@innodb_flush_log_at_trx_commit,"
                        + " @@character_set_server, @@max_connections)");
        assertThat(found).isEqualTo("1 ROW 1 utf8mb4 300");
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveEachTestADatabaseOfItsOwn(Kind kind) throws SQLException {
        DatabaseServer server = kind.shared();
        String one = server.createDatabase();
        String two = server.createDatabase();
        assertThat(one).isNotEqualTo(two);
        assertThat(query(server, one, "SELECT CONCAT(DATABASE(), ' ', @@character_set_database)"))
                .isEqualTo(one + " utf8mb4");
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTemporaryTablesInItsOwnFolder(Kind kind) throws SQLException {
        assertThat(query(kind.shared(), "", "SELECT @@tmpdir"))
                .contains("binlogcapturer-database-")
                .endsWith("tmp");
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayThatTheServerHasEndedByItself(Kind kind) throws SQLException {
        try (DatabaseServer server = kind.start()) {
            try (Connection connection = server.connect("");
                    Statement statement = connection.createStatement()) {
                statement.execute("SHUTDOWN");
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThatThrownBy(server::createDatabase)
                            .hasMessageContaining("ended by itself")
                            .hasMessageContaining("ready for connections"));
            server.restart();
            assertThat(server.createDatabase()).startsWith("test_");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepCommittedRowsOverAKillAtTheSamePort(Kind kind) throws SQLException {
        try (DatabaseServer server = kind.start("--sql-mode=ANSI")) {
            String database = server.createDatabase();
            int port = server.port();
            update(server, database, "CREATE TABLE t (id INT PRIMARY KEY)");
            update(server, database, "INSERT INTO t VALUES (7)");
            server.kill();
            assertThatThrownBy(() -> server.connect(database)).isInstanceOf(SQLException.class);
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(query(server, database, "SELECT CONCAT(id, ' ', @@sql_mode) FROM t"))
                    .startsWith("7 ")
                    .contains("ANSI");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatTheServerSaidOfAnUnknownArgument(Kind kind) {
        assertThatThrownBy(() -> kind.start("--no-such-argument"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-argument");
    }

    @Test
    void shouldCheckPasswordsAndGrantsWhereAsked() throws SQLException {
        assumeTrue(MariaDbServer.isAvailable());
        try (MariaDbServer server = MariaDbServer.withGrants()) {
            String database = server.createDatabase();
            update(server, database, "CREATE TABLE t (id INT PRIMARY KEY)");
            update(server, "", "CREATE USER reader IDENTIFIED BY 'pass'");
            update(server, "", "GRANT SELECT ON *.* TO reader");
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(database), "reader", "wrong"))
                    .hasMessageContaining("Access denied");
            try (Connection connection = DriverManager.getConnection(server.url(database), "reader", "pass");
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO t VALUES (1)"))
                        .hasMessageContaining("INSERT command denied");
            }
        }
    }

    @Test
    void shouldRefuseToRestartWhatIsClosed() {
        assumeTrue(MariaDbServer.isAvailable());
        MariaDbServer server = MariaDbServer.start();
        server.close();
        server.close();
        assertThatThrownBy(server::restart).hasMessageContaining("closed");
    }

    private static void update(DatabaseServer server, String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String query(DatabaseServer server, String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
