package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.sink.mysql.ZeroDates;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetKind;
import io.github.binlogcapturer.testkit.database.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class SessionSettingsTest {

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void shouldEndWaitsForLocksAndSilentSessions(TargetKind kind) throws SQLException {
        assumeTrue(kind.isAvailable(), kind + " is not available here");
        DatabaseServer server = kind.server();
        try (Connection connection = new SessionSource(settings(server)).getConnection()) {
            assertThat(variable(connection, "innodb_lock_wait_timeout")).isEqualTo(3);
            assertThat(variable(connection, "lock_wait_timeout")).isEqualTo(3);
            assertThat(variable(connection, "wait_timeout")).isEqualTo(80);
            if (connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")) {
                assertThat(variable(connection, "idle_transaction_timeout")).isEqualTo(80);
            }
        }
    }

    private static SessionSettings settings(DatabaseServer server) {
        return new SessionSettings(
                server.url(""),
                server.user(),
                new Secret(server.password()),
                Map.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(40),
                Duration.ofMillis(3_500),
                true,
                ZoneOffset.UTC,
                ZeroDates.KEEP,
                true);
    }

    private static int variable(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@session." + name)) {
            row.next();
            return row.getInt(1);
        }
    }
}
