package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.mysql.internal.progress.LaneRow;
import io.github.binlogcapturer.sink.mysql.internal.statement.BatchPlanner;
import io.github.binlogcapturer.sink.mysql.internal.statement.PlanMode;
import io.github.binlogcapturer.sink.mysql.internal.statement.PlannedStatement;
import io.github.binlogcapturer.sink.mysql.internal.statement.SqlText;
import io.github.binlogcapturer.sink.mysql.internal.target.ServerFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends statements, progress and COMMIT as one packet, or as few as their size allows: one round trip. Since nobody looks at update
 * counts before the COMMIT, the server counts the statements that hit, and the progress row refuses to move if one is missing.
 */
final class FusedExecution implements Execution {

    /** A character takes up to three bytes, and the last statement may go beyond. */
    private static final int PART_OF_PACKET = 8;

    private static final long MAX_CHARS = 4L << 20;

    private final BatchPlanner planner;
    private final @Nullable LaneRow row;
    private final long maxChars;
    private final SqlText text;
    private int hits;

    FusedExecution(BatchPlanner planner, @Nullable LaneRow row, ServerFacts facts) {
        this.planner = planner;
        this.row = row;
        this.maxChars = Math.min(MAX_CHARS, facts.maxAllowedPacket() / PART_OF_PACKET);
        this.text = new SqlText(facts);
    }

    @Override
    public void execute(Connection connection, Work work) throws SQLException {
        text.clear();
        hits = 0;
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false); // Connector/J would rewrite {fn ...} inside of values
            for (List<Transaction> slice : work.slices()) {
                for (PlannedStatement planned : planner.plan(slice, work.mode())) {
                    if (text.length() >= maxChars) {
                        send(statement);
                    }
                    append(planned, work.mode());
                }
            }
            if (row != null) {
                append(row.statement(work.number(), work.progress(), hits));
            }
            if (work.commits()) {
                append("COMMIT");
            }
            send(statement);
        }
    }

    private void append(PlannedStatement planned, PlanMode mode) {
        boolean counts = row != null && mode == PlanMode.EXACT && planned.countTells();
        if (counts && hits == 0) {
            append(LaneRow.resetHits());
        }
        separate();
        planned.appendTo(text);
        if (counts) {
            append(LaneRow.countHit(planned.minAffected(), planned.maxAffected()));
            hits++;
        }
    }

    private void append(String sql) {
        separate();
        text.append(sql);
    }

    private void separate() {
        if (text.length() > 0) {
            text.append(';');
        }
    }

    /** Sends what there is and reads every answer, the only way to see an error behind the first one. */
    private void send(Statement statement) throws SQLException {
        if (text.length() == 0) {
            return;
        }
        String packet = text.toString();
        text.clear();
        boolean more = statement.execute(packet);
        while (more || statement.getUpdateCount() != -1) {
            more = statement.getMoreResults();
        }
    }
}
