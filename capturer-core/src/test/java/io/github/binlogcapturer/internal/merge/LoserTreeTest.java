package io.github.binlogcapturer.internal.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LoserTreeTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 9, 33})
    void shouldKnowWinnerAndRunnerUpAfterAnyUpdates(int sources) {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            LoserTree tree = new LoserTree(sources);
            long[] keys = new long[sources];
            for (int step = 0; step < 200; step++) {
                int source = random.nextBoolean() ? tree.winner() : random.nextInt(sources);
                keys[source] = random.nextInt(50);
                tree.update(source, keys[source]);

                int best = best(keys, -1);
                assertThat(tree.winner()).as("seed %d, step %d", seed, step).isEqualTo(best);
                if (sources > 1) {
                    assertThat(tree.runnerUp())
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(best(keys, best));
                }
            }
        }
    }

    @Test
    void shouldGrowAndBreakTiesByRank() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            LoserTree tree = new LoserTree(1);
            long[] keys = {random.nextInt(3)};
            tree.update(0, keys[0]);
            int[] ranks = {0};
            for (int sources = 2; sources <= 20; sources++) {
                keys = Arrays.copyOf(keys, sources);
                keys[sources - 1] = random.nextInt(3);
                ranks = shuffled(sources, random);
                tree.add(keys[sources - 1], ranks);
                for (int step = 0; step < 10; step++) {
                    int source = random.nextInt(sources);
                    keys[source] = random.nextInt(5) == 0 ? LoserTree.NEVER : random.nextInt(3);
                    tree.update(source, keys[source]);
                    int best = best(keys, ranks, -1);
                    assertThat(tree.winner()).as("seed %d", seed).isEqualTo(best);
                    assertThat(tree.runnerUp()).as("seed %d", seed).isEqualTo(best(keys, ranks, best));
                }
            }
        }
    }

    private static int[] shuffled(int count, Random random) {
        List<Integer> ranks = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(ranks, random);
        return ranks.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int best(long[] keys, int without) {
        return best(keys, IntStream.range(0, keys.length).toArray(), without);
    }

    private static int best(long[] keys, int[] ranks, int without) {
        return IntStream.range(0, keys.length)
                .filter(i -> i != without)
                .boxed()
                .min((a, b) ->
                        keys[a] != keys[b] ? Long.compare(keys[a], keys[b]) : Integer.compare(ranks[a], ranks[b]))
                .orElse(-1);
    }
}
