package io.github.binlogcapturer.internal.merge;

import java.util.Random;
import java.util.stream.IntStream;
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

    private static int best(long[] keys, int without) {
        return IntStream.range(0, keys.length)
                .filter(i -> i != without)
                .boxed()
                .min((a, b) -> keys[a] != keys[b] ? Long.compare(keys[a], keys[b]) : Integer.compare(a, b))
                .orElse(-1);
    }
}
