package io.github.binlogcapturer.benchmarks.merge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DesignTest {

    private static final Comparator<Token> ORDER =
            Comparator.comparingLong(Token::commitTs).thenComparing(Token::region);

    @ParameterizedTest
    @EnumSource
    void shouldMergeToTheSortedOrderTimeAndAgain(Design design) {
        long seed = Long.getLong("seed", 1);
        for (Mix mix : Mix.values()) {
            for (int regions : new int[] {1, 2, 5, 16, 64}) {
                MergeInput input = MergeInput.of(mix, regions, 3000, seed);
                assertThatItMerges(design, input, "seed " + seed + ", " + mix + ", " + regions + " regions");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepEqualTimestampsInRegionOrder(Design design) {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            MergeInput input = MergeInput.of(List.of(
                    ascending(random), ascending(random), ascending(random), ascending(random), ascending(random)));
            assertThatItMerges(design, input, "seed " + seed + ", round " + round);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 64})
    void shouldSpreadAllPiecesOverTheRegions(int regions) {
        for (Mix mix : Mix.values()) {
            MergeInput input = MergeInput.of(mix, regions, 5000, 1);
            assertThat(tokens(input)).hasSize(5000);
            assertThat(input.batches()).hasSize(regions).allMatch(batches -> !batches.isEmpty());
        }
    }

    private static List<Long> ascending(Random random) {
        return random.longs(random.nextInt(40), 1, 60)
                .distinct()
                .sorted()
                .mapToObj(ts -> MergeInput.START_TS + ts)
                .toList();
    }

    private static void assertThatItMerges(Design design, MergeInput input, String description) {
        Merging merging = design.of(input);
        List<Token> expected = tokens(input).sorted(ORDER).toList();
        for (int time = 0; time < 2; time++) {
            List<Token> merged = new ArrayList<>();
            merging.rewind();
            merging.merge((region, piece) -> {
                assertThat(piece.region().regionId()).isEqualTo(region);
                merged.add(piece);
            });
            assertThat(merged).as(description).isEqualTo(expected);
        }
    }

    private static Stream<Token> tokens(MergeInput input) {
        return input.batches().stream().flatMap(List::stream).flatMap(List::stream);
    }
}
