package io.github.binlogcapturer.spi;

/** Drops everything. */
enum NoMetrics implements CaptureMetrics {
    INSTANCE;

    @Override
    public void add(Metric metric, String label, long amount) {}

    @Override
    public void set(Metric metric, String label, double value) {}

    @Override
    public void record(Metric metric, String label, long nanos) {}
}
