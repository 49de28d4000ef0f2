package io.github.binlogcapturer.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<String> turns = new ArrayList<>();

    private Way way(String name, double... rates) {
        int[] turn = {0};
        return () -> {
            turns.add(name);
            return rates[Math.min(turn[0]++, rates.length - 1)];
        };
    }

    @Test
    void shouldLetEachOfTwoWaysBeginAsOften() throws Exception {
        new Rounds(0, 10, LONG).compare("figure", "none", way("ours", 1), way("peer", 1));
        for (int pair = 0; pair < 5; pair++) {
            assertThat(List.of(turns.get(4 * pair), turns.get(4 * pair + 2))).containsExactlyInAnyOrder("ours", "peer");
        }
    }

    @Test
    void shouldLetEachWayFollowEachOther() throws Exception {
        new Rounds(3, 7, LONG).measure(threeWays());
        Set<String> pairs = new TreeSet<>();
        for (int i = 1; i < turns.size(); i++) {
            pairs.add(turns.get(i - 1) + turns.get(i));
        }
        assertThat(pairs).contains("ab", "ac", "ba", "bc", "ca", "cb");
    }

    @Test
    void shouldLetAllWaysHaveTheirTurnInTheSameOrderInEachRun() throws Exception {
        new Rounds(1, 4, LONG).measure(threeWays());
        List<String> first = List.copyOf(turns);
        for (int round = 0; round < 5; round++) {
            assertThat(first.subList(3 * round, 3 * round + 3)).containsExactlyInAnyOrder("a", "b", "c");
        }
        turns.clear();
        new Rounds(1, 4, LONG).measure(threeWays());
        assertThat(turns).isEqualTo(first);
    }

    private Map<String, Way> threeWays() {
        Map<String, Way> ways = new LinkedHashMap<>();
        for (String name : List.of("a", "b", "c")) {
            ways.put(name, way(name, 1));
        }
        return ways;
    }

    @Test
    void shouldTakeTheMedianOfTheRoundsThatCount() throws Exception {
        Outcome outcome = new Rounds(2, 3, LONG)
                .compare("figure", "none", way("ours", 900, 800, 10, 30, 20), way("peer", 1, 1, 5, 5, 4));
        assertThat(outcome.ours()).isEqualTo(20);
        assertThat(outcome.peer()).isEqualTo(5);
        assertThat(outcome.ratio()).isEqualTo(4);
    }

    @Test
    void shouldTellHowManyRoundsCounted() throws Exception {
        Outcome outcome = new Rounds(1, 3, LONG).compare("figure", "rows", way("ours", 1), way("peer", 1));
        assertThat(outcome.conditions()).isEqualTo("rows, 3 rounds");
    }

    @Test
    void shouldSayWhereFewRoundsCounted() throws Exception {
        Rounds one = new Rounds(0, 1, LONG);
        Rounds two = new Rounds(0, 2, LONG);
        assertThat(one.compare("figure", "rows", way("ours", 1), way("peer", 1)).conditions())
                .isEqualTo("rows, only 1 round");
        assertThat(two.compare("figure", "rows", way("ours", 1), way("peer", 1)).conditions())
                .isEqualTo("rows, only 2 rounds");
    }

    @Test
    void shouldTakeTheMeanOfTheTwoInTheMiddle() {
        assertThat(Medians.median(List.of(4.0, 1.0, 9.0, 3.0))).isEqualTo(3.5);
        assertThat(Medians.median(List.of(7.0))).isEqualTo(7);
    }

    @Test
    void shouldCountAtLeastOneRoundThoughTheBudgetIsSpent() throws Exception {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("ours", way("ours", 7));
        Medians medians = new Rounds(5, 5, Duration.ZERO).measure(ways);
        assertThat(medians.rounds()).isEqualTo(1);
        assertThat(medians.of("ours")).isEqualTo(7);
    }

    @Test
    void shouldPrintFurtherNumbersBehindTheConditions() {
        Outcome outcome = new Outcome("source.drain", "16 regions", 1000, 800).with("cpu_us=2.5 bytes=7");
        assertThat(outcome.text().lines())
                .containsExactly(
                        "# 16 regions; beside: cpu_us=2.5, bytes=7", "source.drain ours=1000 peer=800 ratio=1.25");
    }
}
