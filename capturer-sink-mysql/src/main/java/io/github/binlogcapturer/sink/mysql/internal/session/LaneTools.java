package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.sink.mysql.internal.progress.LaneRow;
import io.github.binlogcapturer.sink.mysql.internal.statement.BatchPlanner;
import io.github.binlogcapturer.sink.mysql.internal.statement.PlanMode;
import io.github.binlogcapturer.sink.mysql.internal.target.ServerFacts;
import io.github.binlogcapturer.sink.mysql.internal.target.TargetCatalog;
import org.jspecify.annotations.Nullable;

/**
 * What a lane works with.
 *
 * @param target the target's name for messages
 * @param row the lane's progress, or null where none is kept
 * @param fused whether several statements travel in one packet
 */
record LaneTools(
        TargetSettings settings,
        String target,
        ServerFacts facts,
        TargetCatalog catalog,
        LaneLink link,
        @Nullable LaneRow row,
        boolean fused,
        RowFaultHandler faults,
        Health health,
        Meter meter) {

    /** Returns how batches are planned: without progress it is not known whether one comes for the second time. */
    PlanMode mode() {
        return row == null ? PlanMode.REPEATED : PlanMode.EXACT;
    }

    BatchPlanner planner(int maxRows) {
        return new BatchPlanner(catalog, facts, maxRows, !fused);
    }

    Execution execution(int maxRows) {
        return fused ? new FusedExecution(planner(maxRows), row, facts) : new PreparedExecution(planner(maxRows), row);
    }
}
