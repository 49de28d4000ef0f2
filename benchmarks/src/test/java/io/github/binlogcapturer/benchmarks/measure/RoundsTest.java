package io.github.binlogcapturer.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    void shouldLetTheWaysBeginInTurn() throws Exception {
        new Rounds(0, 3, LONG).compare("figure", "none", way("ours", 1), way("peer", 1));
        assertThat(turns).containsExactly("ours", "peer", "peer", "ours", "ours", "peer");
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
    void shouldCountAtLeastOneRoundThoughTheBudgetIsSpent() throws Exception {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("ours", way("ours", 7));
        Medians medians = new Rounds(5, 5, Duration.ZERO).measure(ways);
        assertThat(medians.rounds()).isEqualTo(1);
        assertThat(medians.of("ours")).isEqualTo(7);
    }

    @Test
    void shouldPrintFurtherNumbersBehindTheRatio() {
        Outcome outcome = new Outcome("source.drain", "16 regions", 1000, 800).with("cpu_us=2.5");
        assertThat(outcome.text().lines())
                .containsExactly("# 16 regions", "source.drain ours=1000 peer=800 ratio=1.25 cpu_us=2.5");
    }
}
