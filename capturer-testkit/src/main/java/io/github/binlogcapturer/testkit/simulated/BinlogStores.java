package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.StoreReq;
import java.util.List;

/** The stores' side of a binlog as SQL nodes see it. Thread-safe. */
interface BinlogStores {

    /** Takes timestamps that belong to the caller alone, and returns the first one. */
    long takeTimestamps(int count);

    /** Returns the regions of a partition to which SQL nodes write by now, at least one, in ascending order. */
    List<Long> writableRegions(long binlogTableId, long partition);

    /**
     * Has the leader of a region append a PREWRITE, COMMIT or ROLLBACK to its log. Returns once the leader has applied it; followers
     * follow. Rules of the wire, section 2.2 of the specification's table of BinlogDesc, hold for the request.
     *
     * @throws IllegalArgumentException if there is no such region
     */
    void propose(long regionId, StoreReq request);

    /** Has regions ask this about transactions whose prewrite has waited for 10 s, as leaders ask the transaction's primary region. */
    void resolveWith(PrimaryRegions primaries);
}
