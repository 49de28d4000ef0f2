package io.github.binlogcapturer.testkit.simulated;

import java.util.Map;
import java.util.TreeMap;

/** Counts what stores are asked and answer. Thread-safe. */
final class TrafficCounter {

    // guarded by this
    private final Map<String, Long> readsByStore = new TreeMap<>();
    private final Map<Long, Long> readsByRegion = new TreeMap<>();
    private long largestAnswerBytes;

    synchronized void read(String store, long regionId) {
        readsByStore.merge(store, 1L, Long::sum);
        readsByRegion.merge(regionId, 1L, Long::sum);
    }

    synchronized void answered(long bytes) {
        largestAnswerBytes = Math.max(largestAnswerBytes, bytes);
    }

    synchronized SimulatedTraffic snapshot(Map<String, Long> connections) {
        return new SimulatedTraffic(readsByStore, readsByRegion, largestAnswerBytes, connections);
    }
}
