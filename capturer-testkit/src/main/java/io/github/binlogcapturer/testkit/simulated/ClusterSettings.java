package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.spi.CaptureClock;

/** What the builder was told; see there. */
record ClusterSettings(
        String namespace,
        int stores,
        int metaServers,
        long heartbeatNs,
        long recoveryIntervalNs,
        long recoveryAgeNs,
        long electionDelayNs,
        long metaLagNs,
        long joinDelayNs,
        long regionsAppearAfterNs,
        long maxResponseBytes,
        boolean filterRegionsByTableId,
        CaptureClock clock) {}
