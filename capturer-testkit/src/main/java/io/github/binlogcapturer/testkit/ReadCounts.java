package io.github.binlogcapturer.testkit;

import java.util.Map;

/**
 * How often binlog was asked for, for assertions: a snapshot, immutable.
 *
 * @param byRegion the OP_READ_BINLOG requests by region id, those for unknown regions too
 * @param atFollowers how many of them went to a peer that does not lead the region
 * @param badTs how many of them had no begin ts, or one of 0 or less: a capture never sends one
 * @param negativeCounts how many of them had a negative row budget, which would hide all transactions for ever
 */
public record ReadCounts(Map<Long, Long> byRegion, long atFollowers, long badTs, long negativeCounts) {

    public ReadCounts {
        byRegion = Map.copyOf(byRegion);
    }

    /** Returns the number of requests over all regions. */
    public long total() {
        return byRegion.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the number of requests for one region. */
    public long of(long regionId) {
        return byRegion.getOrDefault(regionId, 0L);
    }
}
