package io.github.binlogcapturer.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/** The last value of one gauge, and its meter once that is registered. */
final class GaugeValue {

    volatile double last = Double.NaN;
    private volatile @Nullable Meter meter;

    double last() {
        return last;
    }

    void registered(Gauge gauge) {
        meter = gauge;
    }

    @Nullable
    Meter meter() {
        return meter;
    }
}
