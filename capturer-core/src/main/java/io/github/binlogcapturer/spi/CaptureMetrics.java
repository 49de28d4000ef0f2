package io.github.binlogcapturer.spi;

/**
 * Takes what a capturer measures, for a monitoring system. Thread-safe and quick: it is called by the threads that move data, though per
 * batch and not per event. An exception is logged once and changes nothing.
 */
public interface CaptureMetrics {

    /**
     * Adds to a counter.
     *
     * @param label the value of the metric's label, empty where it has none
     */
    void add(Metric metric, String label, long amount);

    /**
     * Sets a gauge.
     *
     * @param value in the metric's unit; {@link Double#NaN} where there is none any more
     */
    void set(Metric metric, String label, double value);

    /** Adds a duration to a timer. */
    void record(Metric metric, String label, long nanos);

    /** Returns metrics that are kept in memory, from which they can be asked. */
    static InMemoryMetrics inMemory() {
        return new InMemoryMetrics();
    }

    /** Returns metrics that go nowhere, the default. */
    static CaptureMetrics none() {
        return NoMetrics.INSTANCE;
    }
}
