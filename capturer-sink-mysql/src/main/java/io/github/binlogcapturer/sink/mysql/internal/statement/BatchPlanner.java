package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.mysql.internal.target.ServerFacts;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetCatalog;
import java.sql.SQLException;
import java.util.List;

/** Plans the statements of a batch. One per lane; not thread-safe. */
public final class BatchPlanner {

    public BatchPlanner(TargetCatalog catalog, ServerFacts facts, int maxRowsPerStatement) {
        this(catalog, facts, maxRowsPerStatement, false);
    }

    /**
     * Makes a planner.
     *
     * @param buckets whether row counts are powers of two up to 256, so that there are few texts to prepare
     */
    public BatchPlanner(TargetCatalog catalog, ServerFacts facts, int maxRowsPerStatement, boolean buckets) {}

    public List<PlannedStatement> plan(List<Transaction> transactions, PlanMode mode) throws SQLException {
        throw new SQLException("not yet");
    }
}
