package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.internal.verify.ProgressListener;
import io.github.binlogcapturer.sink.mysql.internal.verify.VerifyRun;
import io.github.binlogcapturer.sink.mysql.internal.verify.VerifySettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Compares tables of two servers of the MySQL protocol, such as those of BaikalDB with those that a sink has written, and says
 * which rows differ and how to repair them. Immutable and thread-safe; each {@link #verify} uses two connections of its own.
 *
 * <p><b>How.</b> A table is cut into chunks by ranges of its primary key. Both servers compute a checksum of each chunk, and only
 * where these differ is a chunk halved until few rows are left, which are then read and compared. A server that refuses the
 * functions of the checksum ({@code MD5}, {@code CRC32}, {@code CONCAT_WS}), or a column whose types differ on the two sides, makes
 * all rows of the table be read; the report's notes say so. A checksum has 32 bits per chunk, over an MD5 of each row.
 *
 * <p><b>Without a common primary key</b>, or with one whose order differs (enums, text of different collations), the checksum is one
 * of the whole table; where it differs, all rows are read twice and counted by hash. That keeps about 100 bytes for each distinct row until its
 * counterpart has come, so up to the whole table; {@link Builder#maxRowsWithoutKey} is the limit.
 *
 * <p><b>What is equal.</b> Text by its characters, whatever the character sets and collations; case and trailing spaces count.
 * Bytes by their bytes. {@code NULL} differs from an empty text. Numbers by value; {@code FLOAT} by 6 and {@code DOUBLE} by 12
 * significant digits. Times by value in the session's {@linkplain Builder#timeZone time zone}, without trailing zeros of the
 * fraction. JSON by its text without white space between tokens: another order of its members is a difference.
 *
 * <p>Rows that change while they are compared may be reported. Verify while nothing writes, or verify again what differs.
 */
public final class TableVerifier {

    /** Opens a connection to one side. */
    private interface Opener {
        Connection open() throws SQLException;
    }

    private final Opener left;
    private final Opener right;
    private final VerifySettings settings;
    private final @Nullable Consumer<? super VerifyProgress> onProgress;

    private TableVerifier(
            Opener left, Opener right, VerifySettings settings, @Nullable Consumer<? super VerifyProgress> onProgress) {
        this.left = left;
        this.right = right;
        this.settings = settings;
        this.onProgress = onProgress;
    }

    /** Starts a configuration; needed are {@link Builder#left} and {@link Builder#right}. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Compares tables, one after the other. Blocks until it is done, which may take as long as reading both sides' tables.
     *
     * @param tables the tables by the left side's names
     * @return what was found; a table that is missing on a side, or misses a column, is a {@linkplain TableReport#problem problem}
     *     in the report
     * @throws SQLException if a server cannot be reached or refuses a query; the message names side and table
     */
    public VerifyReport verify(List<TableName> tables) throws SQLException {
        try (Connection leftConnection = left.open();
                Connection rightConnection = right.open();
                VerifyRun run = VerifyRun.open(leftConnection, rightConnection, settings)) {
            List<TableReport> reports = new ArrayList<>();
            for (TableName table : tables) {
                reports.add(run.compare(table, listener(table, reports.size() + 1, tables.size())));
            }
            return new VerifyReport(reports);
        }
    }

    private @Nullable ProgressListener listener(TableName table, int number, int of) {
        Consumer<? super VerifyProgress> told = onProgress;
        return told == null
                ? null
                : (chunks, rows, estimated) ->
                        told.accept(new VerifyProgress(table, number, of, chunks, rows, estimated));
    }

    /** Configures a {@link TableVerifier}. Each setter checks its own value at once. Not thread-safe. */
    public static final class Builder {

        private @Nullable Opener left;
        private @Nullable Opener right;
        private TableRoutes routes = TableRoutes.same();
        private ColumnSelection columns = ColumnSelection.all();
        private int chunkRows = 1000;
        private int maxDifferences = 1000;
        private long maxRowsWithoutKey = 1_000_000;
        private String timeZone = "+00:00";
        private @Nullable Consumer<? super VerifyProgress> onProgress;

        private Builder() {}

        /** Sets the side that is right, by its JDBC address; the driver must be on the class path. */
        public Builder left(String url, String user, String password) {
            left = opener(url, user, password);
            return this;
        }

        /** Sets the side that is right. */
        public Builder left(DataSource source) {
            left = Objects.requireNonNull(source, "source")::getConnection;
            return this;
        }

        /** Sets the side that is looked at, by its JDBC address; the driver must be on the class path. */
        public Builder right(String url, String user, String password) {
            right = opener(url, user, password);
            return this;
        }

        /** Sets the side that is looked at. */
        public Builder right(DataSource source) {
            right = Objects.requireNonNull(source, "source")::getConnection;
            return this;
        }

        /**
         * Sets which table of the right side each table of the left side is compared with; default: that of the same name. One that
         * takes the rows of several tables has more rows than each of them, which are reported.
         */
        public Builder routes(TableRoutes tableRoutes) {
            routes = Objects.requireNonNull(tableRoutes, "tableRoutes");
            return this;
        }

        /** Sets which columns of the left side are compared; default: all. The columns of the primary key always are. */
        public Builder columns(ColumnSelection selection) {
            columns = Objects.requireNonNull(selection, "selection");
            return this;
        }

        /**
         * Sets how many rows a chunk has; default 1000. Where all rows must be read, those of two chunks are in memory.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder chunkRows(int rows) {
            chunkRows = Math.toIntExact(positive(rows, "chunkRows"));
            return this;
        }

        /**
         * Sets how many differing rows of a table are listed, default 1000; behind them, rows are looked at no more.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxDifferences(int rows) {
            maxDifferences = Math.toIntExact(positive(rows, "maxDifferences"));
            return this;
        }

        /**
         * Sets how many distinct rows of a table without a common primary key may wait in memory for their counterpart; default
         * 1,000,000. A table that needs more is reported as a problem.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxRowsWithoutKey(long rows) {
            maxRowsWithoutKey = positive(rows, "maxRowsWithoutKey");
            return this;
        }

        /**
         * Sets the time zone of both sessions, in which {@code TIMESTAMP} columns are compared; default {@code "+00:00"}. Where a
         * server has one zone that cannot be changed, as BaikalDB has, name that.
         */
        public Builder timeZone(String zone) {
            timeZone = Objects.requireNonNull(zone, "zone");
            return this;
        }

        /**
         * Sets who is told how far it is: when each table begins, after each chunk, and where rows are counted by hash, every some thousand
         * of them. Called on the thread that verifies, which does nothing else meanwhile; an exception ends the verification.
         */
        public Builder onProgress(Consumer<? super VerifyProgress> listener) {
            onProgress = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Returns the verifier. Connects to nothing yet.
         *
         * @throws IllegalStateException if a side is not set
         */
        public TableVerifier build() {
            if (left == null || right == null) {
                throw new IllegalStateException("Set both sides to compare: left(...) and right(...)");
            }
            return new TableVerifier(
                    left,
                    right,
                    new VerifySettings(routes, columns, chunkRows, maxDifferences, maxRowsWithoutKey, timeZone),
                    onProgress);
        }

        private static Opener opener(String url, String user, String password) {
            Objects.requireNonNull(url, "url");
            return () -> DriverManager.getConnection(url, user, password);
        }

        private static long positive(long value, String name) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + " must be positive, but got " + value);
            }
            return value;
        }
    }
}
