package io.github.binlogcapturer.internal.merge;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.spi.Region;

/** A piece without a payload. */
final class TestToken extends MergeToken {

    private TestToken(Region region, long commitTs, long startTs, long txnId) {
        super(region, commitTs, startTs, txnId);
    }

    static Region region(long id) {
        return new Region(id, new TableName("cdc", "bl"), 1, id);
    }

    static TestToken at(long regionId, long commitTs) {
        return new TestToken(region(regionId), commitTs, commitTs, 0);
    }

    static TestToken piece(long txnId, long startTs, long commitTs) {
        return new TestToken(region(1), commitTs, startTs, txnId);
    }

    @Override
    public long heldBytes() {
        return 1;
    }

    @Override
    public String toString() {
        return region().regionId() + "@" + commitTs() + (txnId() == 0 ? "" : "/" + txnId());
    }
}
