package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.StoreReq;
import java.util.HashMap;
import java.util.Map;

/** Counts the reads of all stores of a cluster. Thread-safe. */
final class ReadCounter {

    // guarded by this
    private final Map<Long, Long> byRegion = new HashMap<>();
    private long atFollowers;
    private long badTs;
    private long negativeCounts;

    synchronized void count(StoreReq read, boolean atFollower) {
        byRegion.merge(read.getRegionId(), 1L, Long::sum);
        atFollowers += atFollower ? 1 : 0;
        badTs += (read.getBinlogDesc().getBinlogTs() <= 0) ? 1 : 0;
        negativeCounts += (read.getBinlogDesc().getReadBinlogCnt() < 0) ? 1 : 0;
    }

    synchronized ReadCounts snapshot() {
        return new ReadCounts(byRegion, atFollowers, badTs, negativeCounts);
    }
}
