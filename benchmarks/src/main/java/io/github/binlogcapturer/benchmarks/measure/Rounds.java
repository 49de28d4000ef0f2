package io.github.binlogcapturer.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Measures several ways in turn, in one run, so that they meet the same machine. In each round every way has its turn. The order is drawn
 * for a round and turned around for the next one, so that none always comes first, or behind the same other one, whose leavings it
 * would meet: a heap that is full, files to be written. The draws are the same in each run. A rate is the median of the rounds.
 *
 * @param warmUp how many rounds come first and do not count, at most
 * @param count how many rounds count, at most
 * @param budget what a comparison may take; no round begins that is not likely to end within it, but at least one counts
 */
public record Rounds(int warmUp, int count, Duration budget) {

    /** Which part of the budget may go into warming up. */
    private static final int WARM_UP_SHARE = 3;

    private static final long SEED = 1;

    /** Returns rounds as the system properties {@code warmup}, {@code rounds} and {@code budgetSeconds} say. */
    public static Rounds ofProperties() {
        return new Rounds(
                Integer.getInteger("warmup", 3),
                Integer.getInteger("rounds", 7),
                Duration.ofSeconds(Integer.getInteger("budgetSeconds", 25)));
    }

    /** Returns the same rounds with a part of the budget: for figures that measure several things one after the other. */
    public Rounds share(int parts) {
        return new Rounds(warmUp, count, budget.dividedBy(parts));
    }

    /**
     * Measures our way and another one.
     *
     * @param conditions what is true of both
     * @throws Exception what the ways throw
     */
    public Outcome compare(String name, String conditions, Way ours, Way peer) throws Exception {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("ours", ours);
        ways.put("peer", peer);
        Medians medians = measure(ways);
        return new Outcome(name, conditions + ", " + medians.counted(), medians.of("ours"), medians.of("peer"));
    }

    /**
     * Measures any number of ways.
     *
     * @param ways by name
     * @throws Exception what the ways throw
     */
    public Medians measure(Map<String, Way> ways) throws Exception {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        List<Turn> turns = new ArrayList<>();
        ways.forEach((name, way) -> {
            List<Double> own = new ArrayList<>();
            rates.put(name, own);
            turns.add(new Turn(way, own));
        });
        return new Medians(rates, measure(turns));
    }

    /** Returns how many rounds counted. */
    private int measure(List<Turn> turns) throws Exception {
        long startNs = System.nanoTime();
        long budgetNs = budget.toNanos();
        Random random = new Random(SEED);
        int unmeasured = 0;
        int counted = 0;
        while (counted < count) {
            long roundNs = System.nanoTime();
            boolean late = unmeasured > 0 && roundNs - startNs > budgetNs / WARM_UP_SHARE;
            boolean warm = counted > 0 || unmeasured >= warmUp || late;
            reorder(turns, unmeasured + counted, random);
            for (Turn turn : turns) {
                double rate = turn.way.rate();
                if (warm) {
                    turn.rates.add(rate);
                }
            }
            counted += warm ? 1 : 0;
            unmeasured += warm ? 0 : 1;
            long nowNs = System.nanoTime();
            if (counted > 0 && nowNs - startNs + (nowNs - roundNs) > budgetNs) {
                break;
            }
        }
        return counted;
    }

    private static void reorder(List<Turn> turns, int round, Random random) {
        if (round % 2 == 0) {
            Collections.shuffle(turns, random);
        } else {
            Collections.reverse(turns);
        }
    }

    private record Turn(Way way, List<Double> rates) {}
}
