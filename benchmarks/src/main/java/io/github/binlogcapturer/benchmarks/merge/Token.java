package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.internal.merge.MergeToken;
import io.github.binlogcapturer.spi.Region;

/** A piece without a payload. */
final class Token extends MergeToken {

    Token(Region region, long commitTs, long startTs, long txnId) {
        super(region, commitTs, startTs, txnId);
    }

    @Override
    public long heldBytes() {
        return Long.BYTES;
    }
}
