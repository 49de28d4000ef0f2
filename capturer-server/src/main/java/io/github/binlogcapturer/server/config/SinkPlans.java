package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.util.Optional;

/** Checks of sinks that are not made yet. */
final class SinkPlans {

    private SinkPlans() {}

    /** Returns why a sink cannot be built by its settings, or empty if it can. Connects to nothing. */
    static Optional<String> fault(SinkPlan plan) {
        try {
            plan.make(CaptureMetrics.none());
            return Optional.empty();
        } catch (ConfigurationException | IllegalArgumentException | IllegalStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
