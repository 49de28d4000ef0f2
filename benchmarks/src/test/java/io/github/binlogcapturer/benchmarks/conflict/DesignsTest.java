package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.internal.conflict.KeySet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A peer that misses a dependency is no peer. */
class DesignsTest {

    private static final int MOST_KEYS = 6;
    private static final long SEED = Long.getLong("seed", 1);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldFindEveryDependency(Designs design) {
        for (long seed = SEED; seed < SEED + 40; seed++) {
            History history = new History(design, new Random(seed));
            history.run(400);
            assertThat(history.lost).as("%s, seed %d", design, seed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH_MAP", "SLOT_DAG"})
    void shouldFindNothingElseWherePeersAreExact(Designs design) {
        for (long seed = SEED; seed < SEED + 40; seed++) {
            History history = new History(design, new Random(seed));
            history.run(400);
            assertThat(history.invented).as("%s, seed %d", design, seed).isEmpty();
        }
    }

    @Test
    void shouldLetAsManyWaitByExactPeers() {
        int window = 1 << 14;
        KeyDraws draws = KeyDraws.uniform(SEED);
        DesignRun map = new DesignRun(Designs.HASH_MAP.make(window, 3), draws, 3, window);
        DesignRun dag = new DesignRun(Designs.SLOT_DAG.make(window, 3), draws, 3, window);

        assertThat(map.register(50_000)).isEqualTo(dag.register(50_000)).isPositive();
    }

    /** A random history against the plain definition: transactions in flight together conflict if they share a key. */
    private static final class History {

        final List<String> lost = new ArrayList<>();
        final List<String> invented = new ArrayList<>();
        private final Random random;
        private final int window;
        private final Design design;
        private final long[] hashes;
        private final List<BitSet> keys = new ArrayList<>();
        private final List<BitSet> waitedFor = new ArrayList<>();

        History(Designs design, Random random) {
            this.random = random;
            this.window = 1 + random.nextInt(60);
            this.design = design.make(window, MOST_KEYS);
            this.hashes = random.longs(1 + random.nextInt(300)).toArray();
        }

        void run(int count) {
            KeySet[] next = {new KeySet()};
            for (int i = 0; i < count; i++) {
                next[0].clear();
                keys.add(draw(next[0]));
                design.expect(next);
                check(i, design.add(next[0]));
            }
        }

        private BitSet draw(KeySet into) {
            BitSet drawn = new BitSet();
            for (int k = random.nextInt(MOST_KEYS + 1); k > 0; k--) {
                drawn.set(random.nextInt(hashes.length));
            }
            drawn.stream().forEach(key -> into.addOwned(hashes[key]));
            return drawn;
        }

        private void check(int i, int found) {
            int lowWater = Math.max(0, i - window + 1);
            BitSet waits = new BitSet();
            waits.set(0, Math.max(lowWater, (int) design.waitBelow()));
            for (int p = 0; p < found; p++) {
                int predecessor = (int) design.predecessor(p);
                waits.set(predecessor);
                waits.or(waitedFor.get(predecessor));
                if (predecessor < lowWater || !keys.get(predecessor).intersects(keys.get(i))) {
                    invented.add(predecessor + " before " + i);
                }
            }
            waitedFor.add(waits);
            for (int j = lowWater; j < i; j++) {
                if (keys.get(j).intersects(keys.get(i)) && !waits.get(j)) {
                    lost.add(j + " before " + i);
                }
            }
        }
    }
}
