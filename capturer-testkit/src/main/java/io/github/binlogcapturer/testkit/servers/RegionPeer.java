package io.github.binlogcapturer.testkit.servers;

import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;

/** A store's copy of a region, asked after {@link StoreRules} has let a request pass. Thread-safe. */
public interface RegionPeer {

    /** Returns the region as this peer knows it, with the leader it knows. */
    RegionInfo info();

    /** Returns whether it leads the region. */
    boolean leads();

    /** Fills in the answer to OP_READ_BINLOG. */
    void read(StoreReq request, StoreRes.Builder answer);

    /** Fills in the answer to OP_QUERY_BINLOG. */
    void query(StoreRes.Builder answer);

    /** Fills in the answer to any other operation that followers serve, or that came to the leader. */
    void other(StoreReq request, StoreRes.Builder answer);
}
