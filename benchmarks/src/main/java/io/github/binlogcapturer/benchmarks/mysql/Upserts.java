package io.github.binlogcapturer.benchmarks.mysql;

import io.github.binlogcapturer.benchmarks.workload.RowWrite;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

/** Statements that insert rows or overwrite those of the same key. */
final class Upserts {

    static final String INSERT = "INSERT INTO t (id,c1,c2,c3,c4) VALUES ";
    static final String OR_UPDATE = " ON DUPLICATE KEY UPDATE c1=VALUES(c1),c2=VALUES(c2),c3=VALUES(c3),c4=VALUES(c4)";

    private static final int DEADLOCK = 1213;

    private Upserts() {}

    /** Writes rows by one statement, once more if it lost a deadlock. */
    static void execute(Connection connection, Collection<RowWrite> rows) throws SQLException {
        StringBuilder sql = new StringBuilder(INSERT);
        for (RowWrite row : rows) {
            row.appendTo(sql);
            sql.append(',');
        }
        sql.setLength(sql.length() - 1);
        sql.append(OR_UPDATE);
        try (Statement statement = connection.createStatement()) {
            while (true) {
                try {
                    statement.executeUpdate(sql.toString());
                    return;
                } catch (SQLException e) {
                    if (e.getErrorCode() != DEADLOCK) {
                        throw e;
                    }
                }
            }
        }
    }
}
