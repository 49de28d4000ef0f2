package io.github.binlogcapturer.benchmarks.measure;

/** A way to do the work that is measured. */
@FunctionalInterface
public interface Way {

    /**
     * Does all of it once.
     *
     * @return units per second, without what it prepares and cleans up
     */
    double rate() throws Exception;
}
