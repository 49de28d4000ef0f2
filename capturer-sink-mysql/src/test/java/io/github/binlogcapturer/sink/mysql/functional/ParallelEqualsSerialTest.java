package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.sink.mysql.TableVerifier;
import io.github.binlogcapturer.sink.mysql.VerifyReport;
import io.github.binlogcapturer.spi.VisibleOrder;
import io.github.binlogcapturer.testkit.database.DatabaseServer;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.functional.Applied;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import io.github.binlogcapturer.testkit.simulated.SimulatedWorkload;
import io.github.binlogcapturer.testkit.simulated.TableDefinition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random schemas and histories: what many lanes make of them is what one lane makes of them, and what the source has. All follows from the
 * seed but the interleaving of the clients.
 */
@Timeout(180)
class ParallelEqualsSerialTest {

    private static final List<ColumnType> KEY_TYPES =
            List.of(ColumnType.INT32, ColumnType.INT64, ColumnType.STRING, ColumnType.DATE, ColumnType.UINT64);
    private static final List<ColumnType> TYPES = List.of(
            ColumnType.INT8,
            ColumnType.INT32,
            ColumnType.UINT64,
            ColumnType.STRING,
            ColumnType.DOUBLE,
            ColumnType.FLOAT,
            ColumnType.DATETIME,
            ColumnType.DATE,
            ColumnType.BOOL);

    private final DatabaseServer server = MariaDbServer.shared();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldEndInTheSameTablesAsOneLaneAndTheSource(long seed) throws Exception {
        // Where the source hides rows that a REPLACE displaces, the sink has to displace them too. In which order
        // statements displace is
        // known for rows of one partition, and for statements of one row; nobody can tell more from the log.
        boolean hides = seed % 2 == 0;
        try (SimulatedShop shop = SimulatedShop.open(
                hides ? 1 : 2, 1, settings -> settings.seed(seed).lostDeletes(hides))) {
            List<SimulatedTable> tables = tables(shop, new Random(seed));
            write(shop, tables, seed, hides);
            CommitTs end = shop.cluster.lastTs();

            String serial = server.createDatabase();
            String parallel = server.createDatabase();
            apply(shop, end, serial, VisibleOrder.SERIAL, 1, hides);
            apply(shop, end, parallel, VisibleOrder.EVENTUAL, 8, hides);
            Map<String, Map<String, Integer>> truth = truth(shop, tables);
            assertThat(target(serial, tables)).as("one lane, seed %d", seed).isEqualTo(truth);
            assertThat(target(parallel, tables)).as("8 lanes, seed %d", seed).isEqualTo(truth);
            assertThat(verified(serial, parallel, tables).isEqual()).isTrue();
            if (!hides) {
                String keyless = withoutKeys(serial, tables);
                apply(shop, end, keyless, VisibleOrder.EVENTUAL, 8, false);
                assertThat(target(keyless, tables))
                        .as("8 lanes into tables without keys, seed %d", seed)
                        .isEqualTo(truth);
            }
        }
    }

    private void apply(
            SimulatedShop shop, CommitTs end, String database, VisibleOrder order, int lanes, boolean sourceWins)
            throws InterruptedException {
        Applied.upTo(
                end,
                shop.capture(),
                Sinks.intoDatabase(server, database)
                        .order(order)
                        .lanes(lanes)
                        .sourceWins(sourceWins)
                        .batch(64, 1 << 20)
                        .build());
    }

    private static void write(SimulatedShop shop, List<SimulatedTable> tables, long seed, boolean hides)
            throws InterruptedException {
        try (SimulatedWorkload workload = SimulatedWorkload.builder(shop.cluster::begin)
                .seed(seed)
                .clients(3)
                .keys(12)
                .rowsPerStatement(1)
                .keyChanges(!hides)
                .oneChangeARow(hides)
                .tables(tables.toArray(new SimulatedTable[0]))
                .transactions(1500)
                .start()) {
            workload.await();
        }
    }

    private static List<SimulatedTable> tables(SimulatedShop shop, Random random) {
        List<SimulatedTable> tables = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String name = "shop.random" + i;
            tables.add(
                    shop.cluster.createTable(name, table -> define(table.linkedTo(shop.binlog, "k0", false), random)));
        }
        return tables;
    }

    private static void define(TableDefinition table, Random random) {
        List<String> key = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
            // the first routes, which only integers do
            table.notNull("k" + i, i == 0 ? ColumnType.INT64 : KEY_TYPES.get(random.nextInt(KEY_TYPES.size())));
            key.add("k" + i);
        }
        int columns = 2 + random.nextInt(4);
        for (int i = 0; i < columns; i++) {
            table.column("c" + i, TYPES.get(random.nextInt(TYPES.size())));
        }
        table.column("u0", ColumnType.INT32).column("u1", ColumnType.STRING);
        table.primaryKey(key.toArray(new String[0]));
        if (random.nextInt(4) > 0) {
            table.uniqueKey("uk0", "u0");
        }
        if (random.nextBoolean()) {
            table.uniqueKey("uk1", "u1", "k0");
        }
    }

    private static Map<String, Map<String, Integer>> truth(SimulatedShop shop, List<SimulatedTable> tables) {
        Map<String, Map<String, Integer>> truth = new TreeMap<>();
        for (SimulatedTable table : tables) {
            truth.put(
                    table.name().table(),
                    TargetRows.expected(table.schema(), shop.cluster.rows(table).values(), any -> true));
        }
        return truth;
    }

    private Map<String, Map<String, Integer>> target(String database, List<SimulatedTable> tables) throws SQLException {
        Map<String, Map<String, Integer>> rows = new TreeMap<>();
        try (Connection connection = server.connect(database)) {
            for (SimulatedTable table : tables) {
                String name = table.name().table();
                rows.put(name, TargetRows.of(connection, name, TargetRows.names(table.schema(), any -> true)));
            }
        }
        return rows;
    }

    private VerifyReport verified(String left, String right, List<SimulatedTable> tables) throws SQLException {
        return TableVerifier.builder()
                .left(server.url(left), server.user(), server.password())
                .right(server.url(right), server.user(), server.password())
                .routes(TableRoutes.builder().route("*.*", right + ".{table}").build())
                .build()
                .verify(tables.stream()
                        .map(table -> new TableName(left, table.name().table()))
                        .toList());
    }

    /** Makes a database of the same tables without any key. */
    private String withoutKeys(String from, List<SimulatedTable> tables) throws SQLException {
        String database = server.createDatabase();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (SimulatedTable table : tables) {
                String name = table.name().table();
                statement.execute("CREATE TABLE " + name + " AS SELECT * FROM " + from + "." + name + " LIMIT 0");
            }
        }
        return database;
    }
}
