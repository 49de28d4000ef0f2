package io.github.binlogcapturer.sink.mysql.internal.progress;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.FencedException;
import io.github.binlogcapturer.spi.AppliedTransactions;
import io.github.binlogcapturer.spi.SinkStanding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of progress, seen by one group: a row per lane, and one with number -1 for what earlier runs have left. Its rows are never
 * deleted, so that whoever was fenced finds its row with another epoch.
 */
public final class ProgressStore {

    /** Holds what earlier runs have done above the low-water. */
    private static final int INHERITED = -1;
    /** What a name of a group may have at most, so that an index of utf8mb4 takes it. */
    private static final int MAX_GROUP = 191;

    private static final int MAX_HOLDER = 255;
    private static final int UNKNOWN_DATABASE = 1049;

    private final TableName table;
    private final String group;
    private final String holder;

    /**
     * @param group capture and subscriber: whoever shares it shares the progress, and only one at a time may write
     * @param holder who opens it, for messages
     * @throws IllegalArgumentException if the group's name is too long
     */
    public ProgressStore(TableName table, String group, String holder) {
        if (group.length() > MAX_GROUP) {
            throw new IllegalArgumentException("The names of capture and subscriber, \"" + group + "\", have more than "
                    + MAX_GROUP + " characters together; shorten one");
        }
        this.table = table;
        this.group = group;
        this.holder = holder.length() > MAX_HOLDER ? holder.substring(0, MAX_HOLDER) : holder;
    }

    /** Makes the table where it is missing, with its database. Ends the connection's transaction. */
    public void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            if (exists(statement)) {
                return;
            }
            try {
                statement.execute(createStatement());
            } catch (SQLException e) {
                if (e.getErrorCode() != UNKNOWN_DATABASE) {
                    throw e;
                }
                statement.execute(
                        "CREATE DATABASE IF NOT EXISTS `" + table.database().replace("`", "``") + "`");
                statement.execute(createStatement());
            }
        }
    }

    private boolean exists(Statement statement) throws SQLException {
        String sql = "SELECT 1 FROM information_schema.tables WHERE table_schema = " + Sql.text(table.database())
                + " AND table_name = " + Sql.text(table.table());
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    /** Returns the statement that makes the table, for whoever may. */
    public String createStatement() {
        return "CREATE TABLE IF NOT EXISTS " + Sql.name(table)
                + " (capture_group VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,"
                + " lane INT NOT NULL,"
                + " epoch BIGINT NOT NULL,"
                + " seq BIGINT NOT NULL,"
                + " low_water BIGINT NOT NULL,"
                + " done LONGBLOB NOT NULL,"
                + " guard TINYINT NOT NULL,"
                + " holder VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',"
                + " opened_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),"
                + " updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),"
                + " PRIMARY KEY (capture_group, lane)) ENGINE=InnoDB";
    }

    /** Returns the statement that allows a user to write the table. */
    public String grantStatement(String user) {
        return "GRANT CREATE, SELECT, INSERT, UPDATE ON " + Sql.name(table) + " TO '" + user.replace("'", "''")
                + "'@'%'";
    }

    /**
     * Takes the group over: fences whoever had it, and reads what is done. One transaction, which waits for those that the former
     * holder has begun to commit. Leaves none open, whether it succeeds or not.
     *
     * @throws IllegalArgumentException if a row cannot be read
     */
    public Takeover takeOver(Connection connection, int lanes) throws SQLException {
        return inTransaction(connection, () -> {
            enter(connection);
            Inheritance found = inheritance(connection);
            long epoch = found.epoch + 1;
            AppliedTransactions done = found.done();
            writeAll(connection, epoch, found.lowWater, done, found.lanesUpTo(lanes));
            return new Takeover(epoch, standing(found.lowWater, done));
        });
    }

    /** Returns whether the table is there, as far as the user sees it. */
    public boolean isThere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            return exists(statement);
        }
    }

    /**
     * Returns the commit ts up to which the target holds everything, or empty where nothing is kept of the group. Takes no lock. The
     * connection is in auto-commit mode, and the table is there.
     */
    public Optional<CommitTs> held(Connection connection) throws SQLException {
        String sql = "SELECT MAX(low_water) FROM " + Sql.name(table) + " WHERE capture_group = ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, group);
            try (ResultSet rows = query.executeQuery()) {
                long lowWater = rows.next() ? rows.getLong(1) : 0;
                return lowWater == 0 ? Optional.empty() : Optional.of(CommitTs.of(lowWater));
            }
        }
    }

    /**
     * Keeps nothing any more of what the group has done, and fences whoever has it, like {@link #takeOver}. Its rows stay, so that who was fenced
     * learns it. Does nothing where there are none.
     *
     * @throws IllegalArgumentException if a row cannot be read
     */
    public void forget(Connection connection) throws SQLException {
        inTransaction(connection, () -> {
            Inheritance found = inheritance(connection);
            if (!found.lanes.isEmpty()) {
                writeAll(connection, found.epoch + 1, 0, AppliedTransactions.none(), found.lanesUpTo(0));
            }
            return true;
        });
    }

    /** What is done in a transaction. */
    private interface Body<T> {
        T run() throws SQLException;
    }

    private static <T> T inTransaction(Connection connection, Body<T> body) throws SQLException {
        boolean wasAutoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            T result = body.run();
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            rollback(connection, e);
            throw e;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(wasAutoCommit);
            }
        }
    }

    private void writeAll(
            Connection connection, long epoch, long lowWater, AppliedTransactions done, Set<Integer> lanes)
            throws SQLException {
        write(connection, INHERITED, epoch, lowWater, done);
        for (int lane : lanes) {
            write(connection, lane, epoch, lowWater, AppliedTransactions.none());
        }
    }

    /**
     * Looks whether the group is still ours, without a lock. The connection is in auto-commit mode.
     *
     * @throws FencedException if another capturer has taken the group over
     */
    public void requireOurs(Connection connection, Takeover takeover) throws SQLException {
        String sql = "SELECT holder, opened_at FROM " + Sql.name(table) + " WHERE capture_group = ? AND lane = "
                + INHERITED + " AND epoch > ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, group);
            query.setLong(2, takeover.epoch());
            try (ResultSet rows = query.executeQuery()) {
                if (rows.next()) {
                    throw LaneRow.fenced(group, rows.getString(1), rows.getString(2));
                }
            }
        }
    }

    /** Returns the row of one lane after {@link #takeOver}. */
    public LaneRow lane(int number, Takeover takeover) {
        return new LaneRow(table, group, number, takeover.epoch());
    }

    private static void rollback(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static SinkStanding standing(long lowWater, AppliedTransactions done) {
        return lowWater == 0 ? SinkStanding.unknown() : new SinkStanding(CommitTs.of(lowWater), done);
    }

    /** Locks a row that is made where it is missing, so that of two who come first one waits and gets a later epoch. */
    private void enter(Connection connection) throws SQLException {
        String sql = "INSERT INTO " + Sql.name(table) + " (capture_group, lane, epoch, seq, low_water, done, guard)"
                + " VALUES (?, " + INHERITED + ", 0, 0, 0, '', 1) ON DUPLICATE KEY UPDATE guard = 1";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, group);
            insert.executeUpdate();
        }
    }

    private Inheritance inheritance(Connection connection) throws SQLException {
        Inheritance found = new Inheritance();
        String sql =
                "SELECT lane, epoch, low_water, done FROM " + Sql.name(table) + " WHERE capture_group = ? FOR UPDATE";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, group);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getInt(1), rows.getLong(2), rows.getLong(3), rows.getBytes(4));
                }
            }
        }
        return found;
    }

    private void write(Connection connection, int lane, long epoch, long lowWater, AppliedTransactions done)
            throws SQLException {
        String sql = "INSERT INTO " + Sql.name(table)
                + " (capture_group, lane, epoch, seq, low_water, done, guard, holder, opened_at)"
                + " VALUES (?, ?, ?, 0, ?, ?, 1, ?, CURRENT_TIMESTAMP(6))"
                + " ON DUPLICATE KEY UPDATE epoch = ?, seq = 0, low_water = ?, done = ?, guard = 1, holder = ?,"
                + " opened_at = CURRENT_TIMESTAMP(6)";
        byte[] bytes = done.toBytes();
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, group);
            insert.setInt(2, lane);
            insert.setLong(3, epoch);
            insert.setLong(4, lowWater);
            insert.setBytes(5, bytes);
            insert.setString(6, holder);
            insert.setLong(7, epoch);
            insert.setLong(8, lowWater);
            insert.setBytes(9, bytes);
            insert.setString(10, holder);
            insert.executeUpdate();
        }
    }

    /** Returns table and group. */
    @Override
    public String toString() {
        return "group " + group + " in " + table;
    }

    /** What all rows of a group say together. */
    private static final class Inheritance {

        private final AppliedTransactions.Builder done = AppliedTransactions.builder();
        private final Set<Integer> lanes = new HashSet<>();
        private long epoch;
        private long lowWater;

        void add(int lane, long rowEpoch, long rowLowWater, byte @Nullable [] rowDone) {
            epoch = Math.max(epoch, rowEpoch);
            lowWater = Math.max(lowWater, rowLowWater);
            done.addAll(AppliedTransactions.parse(rowDone == null ? new byte[0] : rowDone));
            lanes.add(lane);
        }

        AppliedTransactions done() {
            AppliedTransactions all = done.build();
            return lowWater == 0 ? AppliedTransactions.none() : all.above(CommitTs.of(lowWater));
        }

        /** Returns those of this run and those that an earlier one had, which must not go on either. */
        Set<Integer> lanesUpTo(int count) {
            Set<Integer> all = new HashSet<>(lanes);
            for (int lane = 0; lane < count; lane++) {
                all.add(lane);
            }
            all.remove(INHERITED);
            return all;
        }
    }
}
