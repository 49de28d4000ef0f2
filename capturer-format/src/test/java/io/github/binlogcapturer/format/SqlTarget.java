package io.github.binlogcapturer.format;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A database of its own on a real server, with a session as SqlText asks for, that executes statements and shows what is there then. */
final class SqlTarget implements AutoCloseable {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String database = MariaDbServer.shared().createDatabase();
    private final Connection connection;

    SqlTarget() throws SQLException {
        connection = MariaDbServer.shared().connect(database);
        execute("SET NAMES utf8mb4");
        execute("SET time_zone = '+08:00'");
        execute("SET sql_mode = 'STRICT_TRANS_TABLES,ALLOW_INVALID_DATES'");
        // for the speed of the test only
        execute("SET autocommit = 0");
    }

    String database() {
        return database;
    }

    int execute(String sql) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + " in: " + sql.substring(0, Math.min(2000, sql.length())), e);
        }
    }

    void createTable(TableSchema schema) throws SQLException {
        boolean keyed = !schema.primaryKey().isEmpty();
        String columns = schema.columns().stream()
                .map(column -> "`" + column.name() + "` " + definition(column))
                .collect(Collectors.joining(","));
        String key = schema.primaryKey().stream().map(Column::name).collect(Collectors.joining("`,`"));
        execute("CREATE TABLE `" + schema.name().table() + "` (" + columns
                + (keyed ? ",PRIMARY KEY (`" + key + "`)" : "") + ") COLLATE utf8mb4_nopad_bin");
    }

    private static String definition(Column column) {
        return switch (column.type()) {
            case BOOL -> "tinyint(1)";
            case STRING ->
                column.holdsBytes()
                        ? column.key() ? "varbinary(255)" : "longblob"
                        : column.key() ? "varchar(255)" : "longtext";
            case JSON -> column.key() ? "varchar(255)" : "json";
            case HLL, BITMAP, TDIGEST -> column.key() ? "varbinary(255)" : "longblob";
            case DATETIME -> "datetime(6)";
            case TIMESTAMP -> column.key() ? "timestamp" : "timestamp NULL";
            default -> column.sqlType();
        };
    }

    /** Returns the rows that are there, each as its exact values, in order. */
    List<String> rows(TableSchema schema) throws SQLException {
        String columns = schema.columns().stream().map(SqlTarget::exact).collect(Collectors.joining(","));
        List<String> rows = new ArrayList<>();
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT " + columns + " FROM `" + schema.name().table() + "`")) {
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (Column column : schema.columns()) {
                    values.add(shown(column, result.getString(column.index() + 1)));
                }
                rows.add(String.join("|", values));
            }
        }
        rows.sort(null);
        return rows;
    }

    /** Returns rows in the form of {@link #rows}. */
    static List<String> expected(TableSchema schema, List<Row> rows) {
        return rows.stream()
                .map(row -> schema.columns().stream()
                        .map(column -> expected(row, column))
                        .collect(Collectors.joining("|")))
                .sorted()
                .toList();
    }

    private static String exact(Column column) {
        String name = "`" + column.name() + "`";
        return switch (column.type()) {
            case STRING, JSON, HLL, BITMAP, TDIGEST -> "HEX(" + name + ")";
            case FLOAT -> "CAST(" + name + " AS DOUBLE)";
            default -> "CAST(" + name + " AS CHAR)";
        };
    }

    private static String shown(Column column, String text) {
        if (text == null) {
            return "NULL";
        }
        return switch (column.type()) {
            case FLOAT, DOUBLE -> Double.toString(Double.parseDouble(text));
            default -> text;
        };
    }

    private static String expected(Row row, Column column) {
        int index = column.index();
        if (row.isNull(index)) {
            return "NULL";
        }
        Object value = Objects.requireNonNull(row.value(index));
        return switch (column.type()) {
            case FLOAT -> Double.toString((Float) value);
            case DOUBLE -> value.toString();
            case STRING, JSON, HLL, BITMAP, TDIGEST ->
                HEX.formatHex(
                        value instanceof byte[] bytes ? bytes : ((String) value).getBytes(StandardCharsets.UTF_8));
            case DATETIME -> withMicros(Objects.requireNonNull(row.text(index)));
            default -> Objects.requireNonNull(row.text(index));
        };
    }

    private static String withMicros(String text) {
        return text.indexOf('.') < 0 ? text + ".000000" : text;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
