package io.github.binlogcapturer.internal.merge;

import io.github.binlogcapturer.spi.Region;

/** What merging and joining need to know of a piece of a transaction. The payload is a sub-type's and stays untouched here. */
public abstract class MergeToken {

    private final Region region;
    private final long commitTs;
    private final long startTs;
    private final long txnId;

    protected MergeToken(Region region, long commitTs, long startTs, long txnId) {
        this.region = region;
        this.commitTs = commitTs;
        this.startTs = startTs;
        this.txnId = txnId;
    }

    /** Returns the region the piece was read from. */
    public final Region region() {
        return region;
    }

    /** Returns the raw commit ts, the merge key. */
    public final long commitTs() {
        return commitTs;
    }

    /** Returns the raw start ts; neighbouring pieces of one transaction have neighbouring ones. */
    public final long startTs() {
        return startTs;
    }

    /** Returns the source's transaction id, 0 where it logs none. */
    public final long txnId() {
        return txnId;
    }

    /** Returns how many bytes of memory the piece takes, roughly. */
    public abstract long heldBytes();
}
