package io.github.binlogcapturer.benchmarks.measure;

/** How a cost grows along an axis: regions, keys, lanes, row width, round trip time, skew. Starts what it needs, and stops it. */
public interface Growth {

    /** Returns the name of the picture: {@code growth.regions}. */
    String name();

    /**
     * Measures all points.
     *
     * @param rounds how often, and for how long at most in all: a growth shares the budget among its points
     * @throws Exception if something could not be started, or a way failed
     */
    Chart measure(Rounds rounds) throws Exception;
}
