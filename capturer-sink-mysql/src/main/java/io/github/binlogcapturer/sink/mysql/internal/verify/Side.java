package io.github.binlogcapturer.sink.mysql.internal.verify;

import io.github.binlogcapturer.event.TableName;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the two servers, asked over one connection. Not thread-safe. */
final class Side implements AutoCloseable {

    private static final int UNKNOWN_ZONE = 1298;
    private static final Logger LOG = LoggerFactory.getLogger(Side.class);
    private static final int STREAMED_ROWS = 1000;

    private final boolean left;
    private final Connection connection;
    private final boolean backslashEscapes;
    private final @Nullable String formerZone;
    private long rowsRead;

    private Side(boolean left, Connection connection, boolean backslashEscapes, @Nullable String formerZone) {
        this.left = left;
        this.connection = connection;
        this.backslashEscapes = backslashEscapes;
        this.formerZone = formerZone;
    }

    /** Takes over a connection until {@link #close}, which leaves it as it was. */
    static Side open(boolean left, Connection connection, String timeZone) throws SQLException {
        String mode = variable(connection, "sql_mode").orElse("");
        Optional<String> zone = variable(connection, "time_zone");
        if (zone.isPresent()) {
            setZone(connection, timeZone);
        }
        return new Side(left, connection, !mode.contains("NO_BACKSLASH_ESCAPES"), zone.orElse(null));
    }

    @Override
    public void close() throws SQLException {
        if (formerZone != null && connection.isValid(1)) {
            setZone(connection, formerZone);
        }
    }

    /** Receives rows one by one. */
    interface RowReceiver {
        /** Returns whether to go on. */
        boolean receive(ComparedRow row);
    }

    String name() {
        return left ? "left" : "right";
    }

    boolean backslashEscapes() {
        return backslashEscapes;
    }

    long rowsRead() {
        return rowsRead;
    }

    /** Returns how many rows the server estimates that a table has, or -1 where it tells none. */
    long estimatedRows(TableName table) throws SQLException {
        long[] found = {-1};
        String sql = "SELECT TABLE_ROWS FROM information_schema.TABLES WHERE TABLE_SCHEMA = "
                + Literals.value(ValueKind.TEXT, table.database(), backslashEscapes) + " AND TABLE_NAME = "
                + Literals.value(ValueKind.TEXT, table.table(), backslashEscapes);
        try {
            query(sql, row -> {
                long rows = row.getLong(1);
                found[0] = row.wasNull() ? -1 : rows;
                return true;
            });
        } catch (SQLException e) {
            if (Failures.isConnection(e)) {
                throw e;
            }
            LOG.debug("The {} server does not estimate the rows of {}", name(), table, e);
        }
        return found[0];
    }

    /** Returns a table's columns, those of its primary key also in the order of the key. */
    TableShape shape(TableName table) throws SQLException {
        String of = " FROM " + Literals.name(table.table()) + " FROM " + Literals.name(table.database());
        List<ColumnShape> columns = new ArrayList<>();
        List<String> marked = new ArrayList<>();
        query("SHOW FULL COLUMNS" + of, row -> {
            String name = row.getString("Field");
            columns.add(ColumnShape.of(name, row.getString("Type"), text(row, "Collation"), text(row, "Extra")));
            if (text(row, "Key").equals("PRI")) {
                marked.add(name);
            }
            return true;
        });
        return new TableShape(columns, marked.size() < 2 ? marked : keyOrder(of, marked));
    }

    private List<String> keyOrder(String of, List<String> marked) {
        TreeMap<Integer, String> ordered = new TreeMap<>();
        try {
            query("SHOW KEYS" + of, row -> {
                if (row.getString("Key_name").equalsIgnoreCase("PRIMARY")) {
                    ordered.put(row.getInt("Seq_in_index"), row.getString("Column_name"));
                }
                return true;
            });
        } catch (SQLException e) {
            LOG.debug("The {} server does not tell the order of a key, so that of the columns is taken", name(), e);
        }
        return ordered.size() == marked.size() ? List.copyOf(ordered.values()) : marked;
    }

    /** Returns if the server has the functions of a checksum, and fails otherwise. */
    void tryChecksum(TablePair table) throws SQLException {
        query("SELECT" + checksum(table) + from(table) + " WHERE 1=0", row -> true);
    }

    /** Returns count and checksum of a range. */
    Summary summary(TablePair table, KeyRange range) throws SQLException {
        return summary(table, range, "," + checksum(table));
    }

    private String checksum(TablePair table) {
        String row =
                table.columns().stream().map(column -> column.of(left).summed()).collect(Collectors.joining(","));
        return " SUM(CRC32(MD5(CONCAT_WS('#'," + row + "))))";
    }

    /** Returns the count of a range. */
    Summary count(TablePair table, KeyRange range) throws SQLException {
        return summary(table, range, "");
    }

    private Summary summary(TablePair table, KeyRange range, String checksum) throws SQLException {
        List<Summary> found = new ArrayList<>();
        query("SELECT COUNT(*)" + checksum + from(table) + where(table, range), row -> {
            BigDecimal sum = checksum.isEmpty() ? null : row.getBigDecimal(2);
            found.add(new Summary(row.getLong(1), sum == null ? BigDecimal.ZERO : sum.stripTrailingZeros()));
            return true;
        });
        return found.get(0);
    }

    /** Returns the key of the row at an offset of a range, or null if it has fewer rows. */
    @Nullable
    ComparedRow keyAt(TablePair table, KeyRange range, long offset) throws SQLException {
        StringJoiner order = new StringJoiner(",", " ORDER BY ", " LIMIT " + offset + ",1");
        table.key().forEach(column -> order.add(column.of(left).quoted()));
        List<ComparedRow> found = new ArrayList<>();
        rows(table.key(), from(table) + where(table, range) + order, false, row -> found.add(row));
        return found.isEmpty() ? null : found.get(0);
    }

    /** Returns the rows of a range. */
    List<ComparedRow> rows(TablePair table, KeyRange range) throws SQLException {
        List<ComparedRow> found = new ArrayList<>();
        rowsRead += rows(table.columns(), from(table) + where(table, range), false, row -> found.add(row));
        return found;
    }

    /** Returns the rows of some keys. */
    List<ComparedRow> rows(TablePair table, List<ComparedRow> keys) throws SQLException {
        StringJoiner any = new StringJoiner(" OR ", " WHERE ", "");
        keys.forEach(key -> any.add(Conditions.equal(table.key(), key, left, backslashEscapes)));
        List<ComparedRow> found = new ArrayList<>();
        rowsRead += rows(table.columns(), from(table) + any, false, row -> found.add(row));
        return found;
    }

    /** Hands on all rows of a table, of which few are in memory at a time. */
    void stream(TablePair table, RowReceiver receiver) throws SQLException {
        rowsRead += rows(table.columns(), from(table), true, receiver);
    }

    private long rows(List<ColumnPair> columns, String fromWhere, boolean streamed, RowReceiver receiver)
            throws SQLException {
        String selected =
                columns.stream().map(column -> column.of(left).selected()).collect(Collectors.joining(","));
        long[] count = new long[1];
        query("SELECT " + selected + fromWhere, streamed, row -> {
            count[0]++;
            List<@Nullable String> values = new ArrayList<>(columns.size());
            for (int i = 0; i < columns.size(); i++) {
                values.add(value(row, i + 1, columns.get(i).kind()));
            }
            return receiver.receive(new ComparedRow(values));
        });
        return count[0];
    }

    private static @Nullable String value(ResultSet row, int index, ValueKind kind) throws SQLException {
        if (kind != ValueKind.BYTES) {
            return row.getString(index);
        }
        byte[] bytes = row.getBytes(index);
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private String from(TablePair table) {
        return " FROM " + Literals.name(table.of(left));
    }

    private String where(TablePair table, KeyRange range) {
        return Conditions.within(table.key(), range, left, backslashEscapes);
    }

    private interface RowReader {
        /** Returns whether to go on. */
        boolean read(ResultSet row) throws SQLException;
    }

    private void query(String sql, RowReader reader) throws SQLException {
        query(sql, false, reader);
    }

    private void query(String sql, boolean streamed, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false); // braces in values are no JDBC escapes
            if (streamed) {
                // MySQL's driver reads all rows at once unless told so by this very number
                boolean mysql = connection.getMetaData().getDriverName().startsWith("MySQL");
                statement.setFetchSize(mysql ? Integer.MIN_VALUE : STREAMED_ROWS);
            }
            try (ResultSet rows = statement.executeQuery(sql)) {
                boolean more = true;
                while (more && rows.next()) {
                    more = reader.read(rows);
                }
            }
        } catch (SQLException e) {
            throw new SQLException(
                    "The " + name() + " server failed to compare: " + e.getMessage(),
                    e.getSQLState(),
                    e.getErrorCode(),
                    e);
        }
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    /** Servers that only resemble MySQL may not know a variable. */
    private static Optional<String> variable(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@session." + name)) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            if (Failures.isConnection(e)) {
                throw e;
            }
            LOG.debug("A server does not tell its {}", name, e);
            return Optional.empty();
        }
    }

    private static void setZone(Connection connection, String zone) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET time_zone = '" + zone.replace("'", "''") + "'");
        } catch (SQLException e) {
            throw e.getErrorCode() != UNKNOWN_ZONE
                    ? e
                    : new SQLException(
                            "The server does not know time zone " + zone
                                    + ". Name a fixed offset such as +08:00, or load"
                                    + " the server's time zone tables",
                            e.getSQLState(),
                            e.getErrorCode(),
                            e);
        }
    }
}
