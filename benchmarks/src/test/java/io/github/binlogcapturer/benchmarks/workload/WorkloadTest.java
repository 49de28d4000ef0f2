package io.github.binlogcapturer.benchmarks.workload;

import io.github.binlogcapturer.testkit.database.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkloadTest {

    private final MariaDbServer server = MariaDbServer.shared();

    @Test
    void shouldTellTheChecksumThatTheDatabaseFinds() throws SQLException {
        List<RowWrite> writes = Workload.ZIPF_099.writes(300, 1);
        try (Connection connection = server.connect(server.createDatabase());
                Statement statement = connection.createStatement()) {
            statement.execute(Workload.TABLE);
            statement.execute(Workload.FIRST_ROWS);
            assertThat(checksum(statement)).isEqualTo(Workload.checksumAfter(List.of()));
            for (RowWrite write : writes) {
                StringBuilder sql =
                        new StringBuilder(write.insert() ? "INSERT INTO t VALUES " : "REPLACE INTO t VALUES ");
                write.appendTo(sql);
                statement.execute(sql.toString());
            }
            assertThat(checksum(statement)).isEqualTo(Workload.checksumAfter(writes));
        }
    }

    @Test
    void shouldTellAnotherChecksumWhereAWriteIsMissing() {
        List<RowWrite> writes = Workload.UNIFORM.writes(100, 1);
        assertThat(Workload.checksumAfter(writes.subList(0, 99))).isNotEqualTo(Workload.checksumAfter(writes));
    }

    private static String checksum(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(Workload.CHECKSUM)) {
            row.next();
            return row.getString(1);
        }
    }
}
