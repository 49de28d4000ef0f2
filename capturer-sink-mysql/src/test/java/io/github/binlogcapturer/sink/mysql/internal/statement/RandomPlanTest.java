package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.mysql.internal.target.MappingSettings;
import io.github.binlogcapturer.sink.mysql.internal.testing.RandomTable;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetKind;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetLab;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random histories over random tables, planned and executed on real servers. What they are follows from seeds, which are the same in each
 * build; {@code -Dseed=} and {@code -Dtables=} ask for others, one for each table.
 */
class RandomPlanTest {

    private static final int TABLES = Integer.getInteger("tables", 3);
    private static final int BATCHES = 8;
    /** Without it neighbouring seeds would give tables that are much alike. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** What is done with one table. */
    @FunctionalInterface
    private interface History {
        void play(TargetLab lab, Random random, int number) throws SQLException;
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void shouldLeaveTheTargetAsTheSource(TargetKind kind) throws SQLException {
        run(kind, "", PlanMode.EXACT);
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void shouldKeepRowsInPlaceWhereTheTargetHasColumnsOfItsOwn(TargetKind kind) throws SQLException {
        run(kind, ", extra INT DEFAULT 7", PlanMode.EXACT);
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void shouldDoNoHarmWhenRepeated(TargetKind kind) throws SQLException {
        run(kind, "", PlanMode.REPEATED);
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void shouldAlsoLeaveTheTargetAsTheSourceWhileDisplacing(TargetKind kind) throws SQLException {
        run(kind, "", PlanMode.DISPLACING);
    }

    /** Where the plan of a batch fails, it is the turn of its transactions one by one, which displace. */
    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void shouldFindRowsThatTheSourceDisplacedSilently(TargetKind kind) throws SQLException {
        run(kind, RandomPlanTest::displacedHistory);
    }

    private static void run(TargetKind kind, String moreColumns, PlanMode mode) throws SQLException {
        run(kind, (lab, random, number) -> history(lab, random, number, moreColumns, mode));
    }

    private static void run(TargetKind kind, History history) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            for (int i = 0; i < TABLES; i++) {
                long seed = firstSeed(kind) + i;
                try {
                    history.play(lab, new Random(seed * SPREAD), i);
                } catch (SQLException | RuntimeException | AssertionError e) {
                    throw new AssertionError(
                            "-Dseed=" + seed + " -Dtables=1 shows it, table " + i + ": " + e.getMessage(), e);
                }
            }
        }
    }

    /** Returns what was asked for, or else another for each kind. */
    private static long firstSeed(TargetKind kind) {
        return Long.getLong(
                "seed", 1 + (long) TABLES * List.of(TargetKind.values()).indexOf(kind));
    }

    private static void displacedHistory(TargetLab lab, Random random, int number) throws SQLException {
        TableName name = new TableName(lab.database(), "t" + number);
        RandomTable table = new RandomTable(random, name);
        table.hideDisplaced();
        lab.run(table.ddl(name, ""));
        BatchPlanner planner = new BatchPlanner(lab.catalog(MappingSettings.defaults()), lab.facts(), 20);
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Transaction> transactions = new ArrayList<>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                transactions.add(table.next(4));
            }
            List<PlannedStatement> plan = planner.plan(transactions, PlanMode.EXACT);
            try {
                lab.apply(plan, false);
            } catch (SQLException | AssertionError batchFailed) {
                for (Transaction transaction : transactions) {
                    lab.apply(planner.plan(List.of(transaction), PlanMode.DISPLACING), false);
                }
            }
            assertThat(lab.rows("SELECT k1, k2, u1, u2, u3, note FROM " + name))
                    .as(() -> "after " + plan + "\nof " + text(transactions))
                    .containsExactlyInAnyOrderElementsOf(table.content());
        }
    }

    private static void history(TargetLab lab, Random random, int number, String moreColumns, PlanMode mode)
            throws SQLException {
        TableName name = new TableName(lab.database(), "t" + number);
        RandomTable table = new RandomTable(random, name);
        lab.run(table.ddl(name, moreColumns));
        if (mode == PlanMode.REPEATED && table.schema().primaryKey().isEmpty()) {
            return;
        }
        BatchPlanner planner = new BatchPlanner(
                lab.catalog(MappingSettings.defaults()), lab.facts(), 1 + random.nextInt(20), random.nextBoolean());
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Transaction> transactions = new ArrayList<>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                transactions.add(table.next(8));
            }
            if (mode == PlanMode.REPEATED) {
                // some of it was applied before
                int applied = random.nextInt(count + 1);
                lab.apply(planner.plan(transactions.subList(0, applied), mode), false);
            }
            List<PlannedStatement> plan = planner.plan(transactions, mode);
            try {
                lab.apply(plan, random.nextBoolean());
            } catch (SQLException | AssertionError e) {
                throw new AssertionError(e.getMessage() + "\nplan " + plan + "\nof " + text(transactions), e);
            }
            assertThat(lab.rows("SELECT k1, k2, u1, u2, u3, note FROM " + name))
                    .as(() -> "after " + plan + "\nof " + text(transactions))
                    .containsExactlyInAnyOrderElementsOf(table.content());
        }
    }

    private static String text(List<Transaction> transactions) {
        StringBuilder text = new StringBuilder();
        transactions.forEach(transaction -> transaction
                .changes()
                .forEach(change -> text.append('\n')
                        .append(change.type())
                        .append(' ')
                        .append(change.before())
                        .append(" -> ")
                        .append(change.after())));
        return text.toString();
    }
}
