package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.mysql.internal.progress.LaneRow;
import io.github.binlogcapturer.sink.mysql.internal.statement.BatchPlanner;
import io.github.binlogcapturer.sink.mysql.internal.statement.PlannedStatement;
import io.github.binlogcapturer.sink.mysql.internal.statement.SqlText;
import io.github.binlogcapturer.sink.mysql.internal.target.ServerFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executes a transaction that holds rows which the target refuses: statement by statement, halving those that fail down to the
 * row, which the policy deals with; all else is applied. Slow, and right inside of one transaction of the target.
 */
final class Isolation implements Execution {

    private final BatchPlanner planner;
    private final @Nullable LaneRow row;
    private final SqlText text;
    private final RowFaultHandler handler;

    private final Transaction whole;
    private final List<String> lines = new ArrayList<>();
    private int faults;

    Isolation(
            BatchPlanner planner,
            @Nullable LaneRow row,
            ServerFacts facts,
            RowFaultHandler handler,
            Transaction whole) {
        this.planner = planner;
        this.row = row;
        this.text = new SqlText(facts);
        this.handler = handler;
        this.whole = whole;
    }

    @Override
    public void execute(Connection connection, Work work) throws SQLException {
        lines.clear();
        faults = 0;
        for (List<Transaction> slice : work.slices()) {
            for (PlannedStatement planned : planner.plan(slice, work.mode())) {
                apply(connection, planned);
            }
        }
        handler.beforeCommit(lines);
        PreparedExecution.finish(connection, row, work);
    }

    /** Counts the rows that were left out, once they are committed. */
    void committed() {
        handler.committed(faults);
    }

    private void apply(Connection connection, PlannedStatement planned) throws SQLException {
        Savepoint before = connection.setSavepoint();
        Exception failure = tryToApply(connection, planned);
        if (failure == null) {
            connection.releaseSavepoint(before);
            return;
        }
        connection.rollback(before);
        List<PlannedStatement> halves = planned.split();
        if (halves.isEmpty()) {
            faults++;
            handler.handle(connection, new RowFault(planned, whole, failure), lines);
        }
        for (PlannedStatement half : halves) {
            apply(connection, half);
        }
    }

    private @Nullable Exception tryToApply(Connection connection, PlannedStatement planned) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            text.clear();
            planned.appendTo(text);
            CountMismatch.check(planned, statement.executeUpdate(text.toString()));
            return null;
        } catch (DataException e) {
            return e;
        } catch (SQLException e) {
            if (ErrorTable.classOf(e) != ErrorClass.ROW_FAULT) {
                throw e;
            }
            return e;
        }
    }
}
