package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.mysql.internal.progress.LaneRow;
import io.github.binlogcapturer.sink.mysql.internal.statement.BatchPlanner;
import io.github.binlogcapturer.sink.mysql.internal.statement.PlannedStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends one prepared statement after the other, where the server or something in front of it takes one only. */
final class PreparedExecution implements Execution {

    private final BatchPlanner planner;
    private final @Nullable LaneRow row;

    PreparedExecution(BatchPlanner planner, @Nullable LaneRow row) {
        this.planner = planner;
        this.row = row;
    }

    @Override
    public void execute(Connection connection, Work work) throws SQLException {
        for (List<Transaction> slice : work.slices()) {
            for (PlannedStatement planned : planner.plan(slice, work.mode())) {
                try (PreparedStatement statement = connection.prepareStatement(planned.preparedSql())) {
                    statement.setEscapeProcessing(false);
                    planned.bind(statement);
                    CountMismatch.check(planned, statement.executeUpdate());
                }
            }
        }
        finish(connection, row, work);
    }

    /** Moves the progress row and commits where the work says so, each by itself. */
    static void finish(Connection connection, @Nullable LaneRow row, Work work) throws SQLException {
        if (row != null) {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.executeUpdate(row.statement(work.number(), work.progress(), 0));
            }
        }
        if (work.commits()) {
            connection.commit();
        }
    }
}
