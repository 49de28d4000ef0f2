package io.github.binlogcapturer.benchmarks.measure;

import java.util.Locale;

/**
 * What was found. Rates are units per second.
 *
 * @param name the figure's
 * @param conditions how it was measured: units, amounts, settings, rounds
 * @param ours the median rate of this library
 * @param peer that of the other way
 * @param beside further numbers as {@code key=value}, separated by spaces, or empty
 */
public record Outcome(String name, String conditions, double ours, double peer, String beside) {

    /** Makes an outcome with nothing beside it. */
    public Outcome(String name, String conditions, double ours, double peer) {
        this(name, conditions, ours, peer, "");
    }

    /** Returns the same outcome with further numbers beside it. */
    public Outcome with(String numbers) {
        return new Outcome(name, conditions, ours, peer, numbers);
    }

    /** Returns how many times as fast this library is. */
    public double ratio() {
        return ours / peer;
    }

    /** Returns the two lines that are printed: the conditions with the further numbers, and the rates. */
    public String text() {
        String rates = String.format(Locale.ROOT, "%s ours=%.0f peer=%.0f ratio=%.2f", name, ours, peer, ratio());
        String further = beside.isEmpty()
                ? ""
                : "; beside: " + String.join(", ", beside.strip().split("\\s+", -1));
        return "# " + conditions + further + System.lineSeparator() + rates;
    }
}
