package io.github.binlogcapturer.benchmarks.mysql;

import io.github.binlogcapturer.benchmarks.workload.RowWrite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people write by hand, or other programs do. */
final class Peers {

    private static final int HAND_ROWS = 128;
    private static final int HAND_THREADS = 4;
    private static final int TRANSACTION_THREADS = 16;
    private static final int TRANSACTION_PART = 4;
    private static final int MERGED_ROWS = 1024;

    private Peers() {}

    /** Four threads, statements of 128 rows, autocommit; the transactions' borders and order are lost. */
    static Applier bulk() {
        return new ThreadedApplier(
                "bulk",
                HAND_THREADS + " threads, upserts of " + HAND_ROWS + " rows by hand, no order",
                HAND_THREADS,
                1,
                (connection, writes) -> {
                    for (int i = 0; i < writes.size(); i += HAND_ROWS) {
                        Upserts.execute(connection, writes.subList(i, Math.min(writes.size(), i + HAND_ROWS)));
                    }
                });
    }

    /** Sixteen threads, each transaction on its own by one prepared statement in auto-commit mode, so by one round trip. */
    static Applier perCommit() {
        return new ThreadedApplier(
                "percommit",
                TRANSACTION_THREADS + " threads, each transaction by itself as one prepared upsert in auto-commit"
                        + " mode, one round trip each, the first 1/" + TRANSACTION_PART + " of the transactions",
                TRANSACTION_THREADS,
                TRANSACTION_PART,
                Peers::transactions);
    }

    private static void transactions(Connection connection, List<RowWrite> writes) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement(Upserts.INSERT + "(?,?,?,?,?)" + Upserts.OR_UPDATE)) {
            for (RowWrite write : writes) {
                upsert.setLong(1, write.id());
                upsert.setLong(2, write.c1());
                upsert.setInt(3, write.c2());
                upsert.setString(4, write.c3());
                upsert.setString(5, write.c4());
                upsert.executeUpdate();
            }
        }
    }

    /** One thread, in order: of up to 1024 transactions the last row of each key, by one statement and one commit. */
    static Applier serialMerged() {
        return new ThreadedApplier(
                "serialmerged",
                "1 thread, in order, of each " + MERGED_ROWS
                        + " transactions the last row of each key by one statement",
                1,
                1,
                (connection, writes) -> {
                    for (int i = 0; i < writes.size(); i += MERGED_ROWS) {
                        Map<Long, RowWrite> last = new LinkedHashMap<>();
                        writes.subList(i, Math.min(writes.size(), i + MERGED_ROWS))
                                .forEach(write -> last.put(write.id(), write));
                        Upserts.execute(connection, last.values());
                    }
                });
    }
}
