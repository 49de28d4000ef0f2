package io.github.binlogcapturer.benchmarks.measure;

import java.util.List;
import java.util.Map;

/** The rates of several ways, of which the median counts. */
public final class Medians {

    /** A median of fewer rounds is that of one, or two, that may have been disturbed. */
    private static final int ENOUGH = 3;

    private final Map<String, List<Double>> rates;
    private final int rounds;

    Medians(Map<String, List<Double>> rates, int rounds) {
        this.rates = rates;
        this.rounds = rounds;
    }

    /** Returns how many rounds counted. */
    public int rounds() {
        return rounds;
    }

    /** Returns how many rounds counted, in words; says so where they are too few to trust their median. */
    public String counted() {
        String counted = rounds + (rounds == 1 ? " round" : " rounds");
        return rounds < ENOUGH ? "only " + counted : counted;
    }

    /**
     * Returns the median rate of a way.
     *
     * @throws IllegalArgumentException if there is no such way
     */
    public double of(String way) {
        List<Double> found = rates.get(way);
        if (found == null) {
            throw new IllegalArgumentException("There is no way " + way + " among " + rates.keySet());
        }
        return median(found);
    }

    /** Returns the middle one of some values, at least one; of an even number, the mean of the two in the middle. */
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
