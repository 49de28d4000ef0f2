package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.testkit.database.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ToMySqlTest {

    private final MariaDbServer server = MariaDbServer.shared();

    @Test
    void shouldFillTheTablesAndChangeNothingTheSecondTime() throws Exception {
        String database = server.createDatabase();
        ToMySql.run(server.url(database), server.user(), server.password());
        long rows = count(database);
        assertThat(rows).isPositive();

        ToMySql.run(server.url(database), server.user(), server.password());
        assertThat(count(database)).isEqualTo(rows);
    }

    private long count(String database) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT (SELECT COUNT(*) FROM b1) + (SELECT COUNT(*) FROM b2) + (SELECT COUNT(*) FROM b3)")) {
            result.next();
            return result.getLong(1);
        }
    }
}
