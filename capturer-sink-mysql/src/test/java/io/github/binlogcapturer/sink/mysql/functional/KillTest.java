package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.testkit.database.DatabaseServer;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.functional.ForkedCapture;
import io.github.binlogcapturer.testkit.functional.KillLoop;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A capture is killed as the operating system kills, again and again, while it applies to tables without any unique key; no row comes twice and none
 * is missing. How often is 6 times, or as {@code -Dkills=} says.
 */
@Timeout(600)
class KillTest {

    private static final long SEED = 21;

    private final DatabaseServer server = MariaDbServer.shared();
    private final String database = server.createDatabase();
    private final Random random = new Random(SEED);

    @Test
    void shouldApplyEachTransactionOnceThoughItIsKilledOverAndOver() throws Exception {
        createTablesWithoutUniqueKeys();
        try (SimulatedShop shop = KillLoop.shop(SEED)) {
            KillLoop.run(shop, random, SEED, () -> fork(shop));

            requireRows(shop, shop.accounts);
            requireRows(shop, shop.orders);
        }
    }

    private void createTablesWithoutUniqueKeys() throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE accounts (id BIGINT, balance BIGINT, note TEXT, KEY (id))");
            statement.execute(
                    "CREATE TABLE orders (id BIGINT, line INT, shard INT, state TEXT, price DOUBLE, KEY (id))");
        }
    }

    private ForkedCapture fork(SimulatedShop shop) throws IOException {
        return ForkedCapture.start(
                KilledCapture.class,
                String.join(",", shop.cluster.metaServers()),
                shop.cluster.namespace(),
                Long.toString(shop.beginning.value()),
                server.url(database),
                server.user(),
                database,
                Integer.toString(1 + random.nextInt(8)));
    }

    private void requireRows(SimulatedShop shop, SimulatedTable table) throws SQLException {
        try (Connection connection = server.connect(database)) {
            assertThat(TargetRows.of(connection, table.name().table(), TargetRows.names(table.schema(), any -> true)))
                    .as("%s, seed %d", table, SEED)
                    .isEqualTo(TargetRows.expected(
                            table.schema(), shop.cluster.rows(table).values(), any -> true));
        }
    }
}
