package io.github.binlogcapturer.benchmarks.measure;

import java.util.List;
import java.util.Map;

/** The rates of several ways, of which the median counts. */
public final class Medians {

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

    /** Returns the middle one of some values; of two, the higher one. */
    public static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
