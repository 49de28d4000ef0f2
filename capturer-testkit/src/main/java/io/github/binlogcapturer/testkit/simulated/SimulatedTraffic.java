package io.github.binlogcapturer.testkit.simulated;

import java.util.Map;

/**
 * What went over the wire so far, for assertions: a snapshot, immutable.
 *
 * @param readsByStore the OP_READ_BINLOG requests that reached each store, whether they were answered or not
 * @param readsByRegion the same by region id, those for unknown regions too
 * @param largestAnswerBytes the size of the largest answer of a store
 * @param connections how many connections have been opened to each server, meta servers too
 */
public record SimulatedTraffic(
        Map<String, Long> readsByStore,
        Map<Long, Long> readsByRegion,
        long largestAnswerBytes,
        Map<String, Long> connections) {

    public SimulatedTraffic {
        readsByStore = Map.copyOf(readsByStore);
        readsByRegion = Map.copyOf(readsByRegion);
        connections = Map.copyOf(connections);
    }

    /** Returns the number of reads over all stores. */
    public long reads() {
        return readsByStore.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the number of reads that reached a store. */
    public long readsOf(String store) {
        return readsByStore.getOrDefault(store, 0L);
    }

    /** Returns the number of reads of a region. */
    public long readsOf(long regionId) {
        return readsByRegion.getOrDefault(regionId, 0L);
    }

    /** Returns how many connections have been opened to a server. */
    public long connectionsTo(String server) {
        return connections.getOrDefault(server, 0L);
    }
}
