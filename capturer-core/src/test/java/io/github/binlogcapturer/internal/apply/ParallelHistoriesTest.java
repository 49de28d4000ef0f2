package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.BatchRefusedException;
import io.github.binlogcapturer.spi.LaneBatch;
import io.github.binlogcapturer.spi.VisibleOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random histories on several lanes. The target checks at each commit that every row is as the source's transaction found it and that no
 * money is missing; so conflicting ones are in order, each is applied once, and none is seen in halves.
 */
@Timeout(60)
class ParallelHistoriesTest {

    private static final int ROUNDS = 25;

    private long nextSeed = Long.getLong("seed", 1);
    private ModelTarget target = new ModelTarget();

    @ParameterizedTest
    @EnumSource
    void shouldEndWhereTheSourceIs(VisibleOrder order) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = newRound();
            Random random = new Random(seed);
            List<Transaction> history = Histories.random(random, 2 + random.nextInt(40), 400);
            carry(new ModelSink(target), order, random, history);

            requireAllOnce(seed, history);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COMMIT_ORDER", "SERIAL"})
    void shouldShowOnlyStatesOfTheSourceInOrder(VisibleOrder order) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = newRound();
            Random random = new Random(seed);
            List<Transaction> history = Histories.random(random, 2 + random.nextInt(40), 400);
            ModelSink sink = new ModelSink(target);
            carry(sink, order, random, history);

            assertThat(target.applied()).as("seed %d", seed).isEqualTo(withChanges(history));
            assertThat(sink.batches.stream()
                            .flatMap(batch -> batch.transactions().stream())
                            .toList())
                    .as("batches of seed %d, joined", seed)
                    .isEqualTo(withChanges(history));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBearRefusalsAtRandom(VisibleOrder order) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = newRound();
            Random random = new Random(seed);
            List<Transaction> history = Histories.random(random, 2 + random.nextInt(40), 300);
            Random refusals = new Random(seed);
            ModelSink sink = new ModelSink(target);
            sink.apply = (lane, batch) -> {
                if (!batch.last() && refusals.nextInt(3) == 0) {
                    throw new BatchRefusedException("not now", new IllegalStateException());
                }
                sink.commit(lane, batch);
            };
            carry(sink, order, random, history);

            requireAllOnce(seed, history);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverHangWhereEveryLaneIsRefused(VisibleOrder order) throws Exception {
        long seed = newRound();
        Random random = new Random(seed);
        List<Transaction> history = Histories.random(random, 8, 150);
        ModelSink sink = new ModelSink(target);
        sink.apply = (lane, batch) -> {
            if (!batch.last()) {
                throw new BatchRefusedException("never but at last", new IllegalStateException());
            }
            sink.commit(lane, batch);
        };
        carry(sink, order, random, history);

        // only the last try goes through, and that comes behind everything before
        assertThat(target.applied()).as("seed %d", seed).isEqualTo(withChanges(history));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTryOnlyWhatIsPoisonedForTheLastTime(VisibleOrder order) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = newRound();
            Random random = new Random(seed);
            List<Transaction> history = Histories.random(random, 2 + random.nextInt(40), 300);
            Set<Transaction> poisoned = new HashSet<>();
            withChanges(history).forEach(transaction -> {
                if (random.nextInt(40) == 0) {
                    poisoned.add(transaction);
                }
            });
            List<Transaction> lastTries = new ArrayList<>();
            ModelSink sink = new ModelSink(target);
            sink.apply = (lane, batch) -> applyPoisoned(sink, lane, batch, poisoned, lastTries, history);
            carry(sink, order, random, history);

            requireAllOnce(seed, history);
            assertThat(lastTries).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(poisoned);
        }
    }

    private void applyPoisoned(
            ModelSink sink,
            int lane,
            LaneBatch batch,
            Set<Transaction> poisoned,
            List<Transaction> lastTries,
            List<Transaction> history)
            throws Exception {
        if (batch.last() && !batch.transactions().isEmpty()) {
            Transaction transaction = batch.transactions().get(0);
            List<Transaction> before = withChanges(history.subList(0, history.indexOf(transaction)));
            assertThat(target.applied()).containsAll(before);
            synchronized (lastTries) {
                lastTries.add(transaction);
            }
        } else if (batch.transactions().stream().anyMatch(poisoned::contains)) {
            throw new BatchRefusedException("poisoned", new IllegalStateException());
        }
        sink.commit(lane, batch);
    }

    @ParameterizedTest
    @EnumSource
    void shouldApplyEachExactlyOnceThoughTheTargetDiesAtRandom(VisibleOrder order) throws Exception {
        for (int round = 0; round < 3 * ROUNDS; round++) {
            long seed = newRound();
            Random random = new Random(seed);
            List<Transaction> history = Histories.random(random, 2 + random.nextInt(60), 250);
            int deaths = 0;
            while (deaths < 8 && !carryUntilDeath(order, random, history)) {
                deaths++;
            }
            carry(new ModelSink(target), order, random, history);

            requireAllOnce(seed, history);
        }
    }

    /** Returns whether the end was reached before the target died. */
    private boolean carryUntilDeath(VisibleOrder order, Random random, List<Transaction> history)
            throws InterruptedException {
        ModelSink sink = new ModelSink(target);
        int dieAfter = random.nextInt(30);
        // commits that are never heard of, as those before a cut connection
        boolean unheard = random.nextBoolean();
        sink.apply = (lane, batch) -> {
            if (sink.batches.size() >= dieAfter) {
                if (unheard) {
                    sink.commit(lane, batch);
                }
                target.die();
                throw new IllegalStateException("The connection is gone");
            }
            sink.commit(lane, batch);
        };
        try {
            carry(sink, order, random, history);
            return true;
        } catch (RuntimeException e) {
            assertThat(e).hasMessageContaining("is gone");
            return false;
        }
    }

    private long newRound() {
        target = new ModelTarget();
        long seed = nextSeed++;
        System.out.println("Seed of parallel history: " + seed);
        return seed;
    }

    private static void carry(ModelSink sink, VisibleOrder order, Random random, List<Transaction> history)
            throws InterruptedException {
        int lanes = 1 + random.nextInt(6);
        sink.settings = new ApplySettings(
                order, lanes, 1 + random.nextInt(100), 1L << (7 + random.nextInt(14)), lanes + random.nextInt(200));
        ApplierRun.open(sink).carry(history);
    }

    private void requireAllOnce(long seed, List<Transaction> history) {
        assertThat(target.applied())
                .as("applied with seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(withChanges(history));
        assertThat(target.rows()).as("rows with seed %d", seed).isEqualTo(serially(history));
    }

    private static Map<Object, Long> serially(List<Transaction> history) {
        Map<Object, Long> rows = new TreeMap<>();
        for (Transaction transaction : history) {
            for (RowChange change : transaction.changes()) {
                rows.put(
                        change.table() + "/" + change.image().longValue(0),
                        change.image().longValue(1));
            }
        }
        return rows;
    }

    private static List<Transaction> withChanges(List<Transaction> history) {
        return history.stream().filter(each -> !each.changes().isEmpty()).toList();
    }
}
