package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.VisibleOrder;
import io.github.binlogcapturer.testkit.database.DatabaseServer;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.functional.Applied;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import io.github.binlogcapturer.testkit.simulated.SimulatedTransaction;
import io.github.binlogcapturer.testkit.simulated.SimulatedWorkload;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Readers of the target, while sixteen lanes apply, never see a part of a transaction; in commit order they see no gap either. */
@Timeout(180)
class InFlightBankTest {

    private static final int LANES = 16;
    private static final int ACCOUNTS = 200;
    private static final long OPENING = 1000;
    private static final long SUM = ACCOUNTS * OPENING;

    private final DatabaseServer server = MariaDbServer.shared();
    private final String database = server.createDatabase();

    @Test
    void shouldShowTheConstantSumAtEveryReadWhileLanesApply() throws Exception {
        try (SimulatedShop shop = SimulatedShop.open(2, 2, settings -> settings.seed(7));
                SimulatedWorkload workload = SimulatedWorkload.builder(shop.cluster::begin)
                        .seed(7)
                        .clients(3)
                        .bank(shop.accounts, "balance", ACCOUNTS, OPENING)
                        .transactions(12_000)
                        .start()) {
            try (Readers sums = new Readers(
                            3, server, database, "SELECT COALESCE(SUM(balance), 0), COUNT(*) FROM accounts", bank());
                    BinlogCapturer capturer = shop.capture().build()) {
                capturer.applyTo(
                        Sinks.intoDatabase(server, database).lanes(LANES).build());
                workload.await();
                Applied.await(shop.cluster.lastTs(), capturer);
                sums.requireNoViolation(50);
            }
        }
    }

    private static Readers.Check bank() {
        return (sum, count) -> count == 0 || (count == ACCOUNTS && sum == SUM);
    }

    @Test
    void shouldShowAPrefixOfTheSourceAtEveryReadInCommitOrder() throws Exception {
        try (SimulatedShop shop = SimulatedShop.open(2, 2, settings -> settings.seed(8))) {
            writeSequence(shop, 3000);
            try (Readers prefixes = new Readers(
                            2,
                            server,
                            database,
                            "SELECT COUNT(*), COALESCE(MAX(id), 0) FROM orders",
                            (count, highest) -> count == highest);
                    BinlogCapturer capturer = shop.capture().build()) {
                capturer.applyTo(Sinks.intoDatabase(server, database)
                        .lanes(LANES)
                        .batch(8, 1 << 20)
                        .order(VisibleOrder.COMMIT_ORDER)
                        .build());
                Applied.await(shop.cluster.lastTs(), capturer);
                prefixes.requireNoViolation(20);
            }
        }
    }

    /** Each transaction adds the next order, and moves money so that transactions also meet. */
    private static void writeSequence(SimulatedShop shop, int count) {
        Random random = new Random(8);
        shop.cluster.begin().insertAll(shop.accounts, accounts()).commit();
        for (int i = 1; i <= count; i++) {
            SimulatedTransaction transaction = shop.cluster.begin();
            transaction.insert(shop.orders, i, 0, random.nextInt(100), "new", 1.5);
            int account = random.nextInt(ACCOUNTS);
            List<@Nullable Object> row = Objects.requireNonNull(transaction.select(shop.accounts, account));
            long balance = ((Number) Objects.requireNonNull(row.get(1))).longValue();
            transaction.update(shop.accounts, Map.of("id", account, "balance", balance + 1));
            transaction.commit();
        }
    }

    private static List<List<@Nullable Object>> accounts() {
        return IntStream.range(0, ACCOUNTS)
                .<List<@Nullable Object>>mapToObj(id -> List.of(id, OPENING, ""))
                .toList();
    }

    @Test
    void shouldEndAtTheSameTablesInAnyOrderOfVisibility() throws Exception {
        try (SimulatedShop shop = SimulatedShop.open(2, 2, settings -> settings.seed(9))) {
            writeSequence(shop, 400);
            CommitTs end = shop.cluster.lastTs();
            for (VisibleOrder order : VisibleOrder.values()) {
                String copy = server.createDatabase();
                Applied.upTo(
                        end,
                        shop.capture(),
                        Sinks.intoDatabase(server, copy).order(order).build());
                try (Connection connection = server.connect(copy)) {
                    assertThat(TargetRows.of(connection, "orders", TargetRows.names(shop.orders.schema(), any -> true)))
                            .as("%s", order)
                            .isEqualTo(TargetRows.expected(
                                    shop.orders.schema(),
                                    shop.cluster.rows(shop.orders).values(),
                                    any -> true));
                }
            }
        }
    }
}
