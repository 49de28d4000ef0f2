package io.github.binlogcapturer.sink.mysql.internal.progress;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.FencedException;
import io.github.binlogcapturer.spi.LaneProgress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The row of one lane. Every batch moves it from the number of the batch before to its own, in the batch's transaction, and fails where
 * it stands anywhere else or has another epoch. So no batch is committed twice, though its first commit got lost and is still under way,
 * and none by a capturer that was fenced. Owned by one thread.
 */
public final class LaneRow {

    /** Counts statements that hit as many rows as they should, for {@link #statement}. */
    private static final String HITS = "@binlogcapturer_hits";

    private static final String LOST_COMMITS = "the target has lost commits, as by a failover to a replica that was"
            + " behind. Start again; the capture goes on from what the target holds";

    private final TableName table;
    private final String group;
    private final int lane;
    private final long epoch;
    /** Where the row is known to stand. */
    private long standsAt;
    /** The newest number that was given out; none is used for two batches. */
    private long given;
    /** Where the row may stand too: a number that was skipped by a commit whose answer got lost. */
    private long pending = -1;

    LaneRow(TableName table, String group, int lane, long epoch) {
        this.table = table;
        this.group = group;
        this.lane = lane;
        this.epoch = epoch;
    }

    /** What became of a batch. */
    public enum Outcome {
        APPLIED,
        NOT_APPLIED
    }

    /** Returns a number for a batch. It stays the same over all tries of the batch. */
    public long next() {
        return ++given;
    }

    /** Notes that a batch was committed. */
    public void committed(long number) {
        standsAt = number;
    }

    /** Returns the statement that sets the count of hits to zero. */
    public static String resetHits() {
        return "SET " + HITS + " = 0";
    }

    /** Returns the statement that adds a hit if the statement in front of it changed as many rows as it should. */
    public static String countHit(int minRows, int maxRows) {
        return "SET " + HITS + " = " + HITS + " + (ROW_COUNT() BETWEEN " + minRows + " AND " + maxRows + ")";
    }

    /**
     * Returns the statement that moves the row. It fails with error 1048, a NULL in column {@code guard}, where the row is not
     * there, has another epoch or number, or fewer hits were counted; it relies on a strict sql_mode.
     *
     * @param hits how many statements must have hit, 0 where none was counted
     */
    public String statement(long number, LaneProgress progress, int hits) {
        String ours = "epoch = " + epoch + " AND seq = " + standsAt;
        String hit = hits == 0 ? "" : " AND " + HITS + " = " + hits;
        // The SELECT finds no row where it is missing, and then inserts a NULL; the row itself is looked at again under
        // its lock.
        return "INSERT INTO " + Sql.name(table) + " (capture_group, lane, epoch, seq, low_water, done, guard) SELECT "
                + Sql.text(group) + ", " + lane + ", " + epoch + ", 0, 0, '', f.mine FROM (SELECT IF(MAX(epoch) = "
                + epoch + ", 1, NULL) AS mine FROM " + Sql.name(table) + where() + ") AS f ON DUPLICATE KEY UPDATE"
                + " guard = IF(" + ours + hit + ", 1, NULL), seq = " + number + ", low_water = "
                + progress.lowWater().value() + ", done = "
                + Sql.bytes(progress.done().toBytes());
    }

    /**
     * Finds out what became of a batch whose commit got lost, and makes sure that it stays so: a commit that is still under way is waited
     * for, and one that has not begun fails when it does. Ends the connection's transaction, except by an exception.
     *
     * @throws FencedException if another capturer has taken the group over
     * @throws SinkException if the row is gone, or another batch was committed than the server had said
     */
    public Outcome settle(Connection connection, long number) throws SQLException {
        Outcome outcome = outcome(connection, number);
        if (outcome == Outcome.APPLIED) {
            return outcome;
        }
        long skipped = next();
        execute(connection, "UPDATE " + Sql.name(table) + " SET seq = " + skipped + where());
        pending = skipped;
        connection.commit();
        standsAt = skipped;
        return outcome;
    }

    /**
     * Reads what became of a batch that the server has refused. Ends the connection's transaction, except by an exception.
     *
     * @throws FencedException if another capturer has taken the group over
     * @throws SinkException if the row is gone, or another batch was committed than the server had said
     */
    public Outcome look(Connection connection, long number) throws SQLException {
        Outcome outcome = outcome(connection, number);
        connection.rollback();
        return outcome;
    }

    private Outcome outcome(Connection connection, long number) throws SQLException {
        String sql = "SELECT epoch, seq, holder, opened_at FROM " + Sql.name(table) + where() + " FOR UPDATE";
        try (Statement query = connection.createStatement()) {
            query.setEscapeProcessing(false);
            return outcome(query.executeQuery(sql), number);
        }
    }

    private Outcome outcome(ResultSet found, long number) throws SQLException {
        try (ResultSet rows = found) {
            if (!rows.next()) {
                throw new SinkException("The progress of lane " + lane + " of group " + group + " is gone from " + table
                        + ", so it is not known any more what the target holds. Who deleted it? Stop all capturers of"
                        + " the group, and compare the target with the source before starting again");
            }
            long stored = rows.getLong(1);
            if (stored < epoch) {
                throw new SinkException("Lane " + lane + " of group " + group + " has epoch " + stored + " in " + table
                        + ", though " + epoch + " was committed: " + LOST_COMMITS);
            }
            if (stored > epoch) {
                throw fenced(group, rows.getString(3), rows.getString(4));
            }
            return outcome(rows.getLong(2), number);
        }
    }

    private Outcome outcome(long seq, long number) {
        if (seq == number) {
            standsAt = number;
            return Outcome.APPLIED;
        }
        if (seq == standsAt || seq == pending) {
            standsAt = seq;
            return Outcome.NOT_APPLIED;
        }
        if (seq < standsAt) {
            throw new SinkException("Lane " + lane + " of group " + group + " stands at batch " + seq + " in " + table
                    + ", though batch " + standsAt + " was committed: " + LOST_COMMITS);
        }
        throw new SinkException("Lane " + lane + " of group " + group + " stands at batch " + seq + " in " + table
                + ", but should at " + standsAt + ": the server has committed a batch that it had reported as failed."
                + " Start again; the progress that the target holds is then taken as it is");
    }

    static FencedException fenced(String group, String holder, String openedAt) {
        return new FencedException("Another capturer of group " + group + " has opened the target at " + openedAt
                + " from " + holder + ", so this one has stopped and has committed nothing since. Stop one of the two,"
                + " or give them different names of capture or subscriber");
    }

    private String where() {
        return " WHERE capture_group = " + Sql.text(group) + " AND lane = " + lane;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.executeUpdate(sql);
        }
    }
}
