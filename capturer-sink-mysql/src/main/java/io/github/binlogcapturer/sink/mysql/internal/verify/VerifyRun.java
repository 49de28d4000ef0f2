package io.github.binlogcapturer.sink.mysql.internal.verify;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.TableReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares tables over one connection to each side. Not thread-safe. */
public final class VerifyRun implements AutoCloseable {

    private final Side left;
    private final Side right;
    private final VerifySettings settings;

    private VerifyRun(Side left, Side right, VerifySettings settings) {
        this.left = left;
        this.right = right;
        this.settings = settings;
    }

    /** Takes over two connections until {@link #close}; closing them is the caller's. */
    public static VerifyRun open(Connection left, Connection right, VerifySettings settings) throws SQLException {
        return new VerifyRun(
                Side.open(true, left, settings.timeZone()), Side.open(false, right, settings.timeZone()), settings);
    }

    /**
     * Compares one table, by its name on the left side.
     *
     * @param listener is told how far it is, or null where nobody is
     */
    public TableReport compare(TableName table, @Nullable ProgressListener listener) throws SQLException {
        TableName target = settings.routes().targetOf(table);
        long readBefore = left.rowsRead() + right.rowsRead();
        Findings findings;
        try {
            findings = find(table, target, progress(table, listener));
        } catch (IncomparableException e) {
            return new TableReport(
                    table,
                    target,
                    0,
                    0,
                    0,
                    0,
                    List.of(),
                    false,
                    List.of(),
                    Optional.of(String.valueOf(e.getMessage())));
        } catch (SQLException e) {
            throw new SQLException(
                    table + " -> " + target + ": " + e.getMessage(), e.getSQLState(), e.getErrorCode(), e);
        }
        return new TableReport(
                table,
                target,
                findings.leftRows(),
                findings.rightRows(),
                findings.chunks(),
                left.rowsRead() + right.rowsRead() - readBefore,
                findings.differences(),
                findings.isComplete(),
                findings.notes(),
                Optional.empty());
    }

    private Findings.RowProgress progress(TableName table, @Nullable ProgressListener listener) throws SQLException {
        if (listener == null) {
            return (chunks, rows) -> {};
        }
        long estimate = left.estimatedRows(table);
        listener.reached(0, 0, estimate);
        return (chunks, rows) -> listener.reached(chunks, rows, estimate);
    }

    private Findings find(TableName table, TableName target, Findings.RowProgress progress)
            throws SQLException, IncomparableException {
        TablePairing pairing = new TablePairing(table, target, shape(left, table), shape(right, target));
        TablePair pair = pairing.pair(settings.columns());
        List<String> notes = new ArrayList<>(pairing.notes(pair));
        boolean summed = canSum(pair, notes);
        if (pair.isOrdered()) {
            try {
                Findings findings = new Findings(settings.maxDifferences(), notes, progress);
                new KeyedComparison(left, right, pair, settings.chunkRows(), summed, findings).run();
                return findings;
            } catch (UnorderedException e) {
                notes.add(e.getMessage() + " than they say, so rows are counted by hash");
            }
        }
        Findings findings = new Findings(settings.maxDifferences(), notes, progress);
        new HashComparison(left, right, pair, summed, settings, findings).run();
        return findings;
    }

    private static TableShape shape(Side side, TableName table) throws SQLException, IncomparableException {
        try {
            return side.shape(table);
        } catch (SQLException e) {
            if (Failures.isNoSuchTable(e)) {
                throw new IncomparableException("The " + side.name() + " side has no table " + table);
            }
            throw e;
        }
    }

    private boolean canSum(TablePair pair, List<String> notes) throws SQLException {
        return pair.unsummable().findAny().isEmpty() && canSum(left, pair, notes) && canSum(right, pair, notes);
    }

    private static boolean canSum(Side side, TablePair pair, List<String> notes) throws SQLException {
        try {
            side.tryChecksum(pair);
            return true;
        } catch (SQLException e) {
            if (Failures.isConnection(e)) {
                throw e;
            }
            notes.add("The " + side.name() + " server refuses to compute checksums, so all rows are read: "
                    + e.getMessage());
            return false;
        }
    }

    /** Leaves the connections as they were. */
    @Override
    public void close() throws SQLException {
        try (right) {
            left.close();
        }
    }
}
