package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.testkit.database.DatabaseServer;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.functional.ForkedCapture;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import io.github.binlogcapturer.testkit.simulated.SimulatedWorkload;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A capture is killed as the operating system kills, again and again, while it applies to tables without any unique key; no row comes twice and none
 * is missing. How often is 6 times, or as {@code -Dkills=} says.
 */
@Timeout(600)
class KillTest {

    private static final Logger LOG = LoggerFactory.getLogger(KillTest.class);
    private static final long SEED = 21;

    private final DatabaseServer server = MariaDbServer.shared();
    private final String database = server.createDatabase();
    private final Random random = new Random(SEED);

    @Test
    void shouldApplyEachTransactionOnceThoughItIsKilledOverAndOver() throws Exception {
        int kills = Integer.getInteger("kills", 6);
        createTablesWithoutUniqueKeys();
        try (SimulatedShop shop =
                        SimulatedShop.open(2, 2, settings -> settings.seed(SEED).lostDeletes(false));
                SimulatedWorkload workload = SimulatedWorkload.builder(shop.cluster::begin)
                        .seed(SEED)
                        .clients(2)
                        .keys(200)
                        .rowsPerStatement(1)
                        .bank(shop.accounts, "balance", 100, 1000)
                        .tables(shop.orders)
                        .transactions(10_000)
                        .start()) {
            int midway = 0;
            for (int i = 0; i < kills; i++) {
                midway += runFor(shop, 20 + random.nextInt(300)) ? 1 : 0;
            }
            LOG.info("{}; {} of {} captures had moved when they were killed", workload.await(), midway, kills);
            runUpTo(shop, shop.cluster.lastTs().value());

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

    /** Lets a capture move, and then run a little, and kills it; returns whether it had moved since it began. */
    private boolean runFor(SimulatedShop shop, int ms) throws IOException {
        try (ForkedCapture capture = fork(shop)) {
            return capture.runFor(ms);
        }
    }

    private void runUpTo(SimulatedShop shop, long end) throws IOException {
        try (ForkedCapture capture = fork(shop)) {
            capture.runUpTo(end);
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
