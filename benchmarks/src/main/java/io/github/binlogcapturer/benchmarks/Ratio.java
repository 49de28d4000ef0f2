package io.github.binlogcapturer.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Two ways to do the same, measured in turn in one run; a figure is the median of the rounds. */
final class Ratio {

    /** Does all of it once. */
    @FunctionalInterface
    interface Way {

        /** Returns how long it took, in nanoseconds, without what it prepares and cleans up. */
        long run() throws Exception;
    }

    private Ratio() {}

    /** Prints {@code NAME ours=… peer=… ratio=…} in units per second. */
    static void print(String name, long units, int warmUp, int rounds, Way ours, Way peer) throws Exception {
        List<Double> own = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        for (int round = 0; round < warmUp + rounds; round++) {
            // the one that goes first has the colder machine
            boolean oursFirst = round % 2 == 0;
            double first = rate(units, oursFirst ? ours : peer);
            double second = rate(units, oursFirst ? peer : ours);
            if (round >= warmUp) {
                own.add(oursFirst ? first : second);
                others.add(oursFirst ? second : first);
            }
        }
        double mine = median(own);
        double theirs = median(others);
        System.out.printf(Locale.ROOT, "%s ours=%.0f peer=%.0f ratio=%.2f%n", name, mine, theirs, mine / theirs);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static double rate(long units, Way way) throws Exception {
        return units * (double) TimeUnit.SECONDS.toNanos(1) / way.run();
    }
}
