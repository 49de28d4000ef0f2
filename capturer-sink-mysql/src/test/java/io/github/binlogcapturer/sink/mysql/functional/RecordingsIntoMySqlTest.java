package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.sink.mysql.SchemaChangePolicy;
import io.github.binlogcapturer.testkit.RecordedCluster;
import io.github.binlogcapturer.testkit.RecordedTable;
import io.github.binlogcapturer.testkit.Recordings;
import io.github.binlogcapturer.testkit.database.DatabaseServer;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.functional.Applied;
import io.github.binlogcapturer.testkit.functional.Replays;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What a real cluster logged, applied to a real database, ends in the tables that the real cluster showed. */
@Timeout(120)
class RecordingsIntoMySqlTest {

    private final DatabaseServer server = MariaDbServer.shared();
    private final String database = server.createDatabase();

    @Test
    void shouldEndInTheFinalTablesOfConcurrentClients() throws Exception {
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(Recordings.CONCURRENT).start()) {
            apply(cluster, Replays.capture(cluster, "cdc.b1", "cdc.b2", "cdc.b3"));

            requireFinalTables(Recordings.CONCURRENT, "b1", "b2", "b3");
        }
    }

    @Test
    void shouldEndInTheFinalTablesOfEveryType() throws Exception {
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(Recordings.EVERY_TYPE).start()) {
            apply(cluster, Replays.capture(cluster, "cdc.*").binlogTables("cdc.bl_a", "cdc.bl_p"));

            requireFinalTables(
                    Recordings.EVERY_TYPE, "alltypes", "autoinc", "cpk", "defaults", "pbbool", "acct", "big");
        }
    }

    @Test
    void shouldEndInTheFinalTablesOfLinks() throws Exception {
        try (RecordedCluster cluster =
                RecordedCluster.builder().recording(Recordings.LINKS).start()) {
            apply(cluster, Replays.capture(cluster, "cdc.same3", "cdc.two", "cdc.strlink"));

            requireFinalTables(Recordings.LINKS, "two", "strlink");
        }
    }

    private void apply(RecordedCluster cluster, BinlogCapturerBuilder capture) throws InterruptedException {
        Applied.upTo(
                cluster.lastTs(),
                capture.absentColumns(AbsentColumns.AS_DEFAULT),
                Sinks.intoDatabase(server, database)
                        .schemaChanges(SchemaChangePolicy.APPLY)
                        .build());
    }

    private void requireFinalTables(String recording, String... tables) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                RecordedTable last = Recordings.finalTable(recording, table);
                assertThat(actual(statement, table, last.columns()))
                        .as("%s of %s", table, recording)
                        .isEqualTo(expected(statement, table, last));
            }
        }
    }

    private static Map<String, Integer> actual(Statement statement, String table, List<String> columns)
            throws SQLException {
        List<Integer> types = types(statement, table, columns);
        List<String> selected = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String column = "`" + columns.get(i) + "`";
            selected.add(holdsBytes(types.get(i)) ? column : "CAST(" + column + " AS CHAR)");
        }
        Map<String, Integer> rows = new TreeMap<>();
        try (ResultSet result =
                statement.executeQuery("SELECT " + String.join(", ", selected) + " FROM `" + table + "`")) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    byte[] bytes = holdsBytes(types.get(i)) ? result.getBytes(i + 1) : null;
                    String text =
                            bytes == null ? result.getString(i + 1) : new String(bytes, StandardCharsets.ISO_8859_1);
                    row.add(normal(types.get(i), text));
                }
                rows.merge(String.join(" | ", row), 1, Integer::sum);
            }
        }
        return rows;
    }

    private static Map<String, Integer> expected(Statement statement, String table, RecordedTable last)
            throws SQLException {
        List<Integer> types = types(statement, table, last.columns());
        Map<String, Integer> rows = new TreeMap<>();
        for (List<@Nullable String> line : last.rows()) {
            List<String> row = new ArrayList<>();
            for (int i = 0; i < line.size(); i++) {
                String value = line.get(i);
                boolean text = value != null && !holdsBytes(types.get(i));
                row.add(normal(types.get(i), text ? RecordedTable.utf8(value) : value));
            }
            rows.merge(String.join(" | ", row), 1, Integer::sum);
        }
        return rows;
    }

    private static List<Integer> types(Statement statement, String table, List<String> columns) throws SQLException {
        if (columns.isEmpty()) {
            return List.of();
        }
        try (ResultSet result =
                statement.executeQuery("SELECT `" + String.join("`, `", columns) + "` FROM `" + table + "` LIMIT 0")) {
            ResultSetMetaData described = result.getMetaData();
            List<Integer> types = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                types.add(described.getColumnType(i));
            }
            return types;
        }
    }

    private static boolean holdsBytes(int type) {
        return type == Types.BINARY || type == Types.VARBINARY || type == Types.LONGVARBINARY || type == Types.BLOB;
    }

    /** BaikalDB prints fewer digits of floating-point numbers than MariaDB, and MariaDB more of a fraction of a second. */
    private static String normal(int type, @Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        return switch (type) {
            case Types.REAL, Types.FLOAT -> rounded(value, 6);
            case Types.DOUBLE -> rounded(value, 12);
            case Types.TIMESTAMP, Types.TIME ->
                value.replaceFirst("(\\.\\d*?)0+$", "$1").replaceFirst("\\.$", "");
            default -> value;
        };
    }

    private static String rounded(String number, int digits) {
        return new BigDecimal(number)
                .round(new MathContext(digits))
                .stripTrailingZeros()
                .toString();
    }
}
