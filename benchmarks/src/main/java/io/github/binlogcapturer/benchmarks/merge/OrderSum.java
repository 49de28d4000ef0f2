package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.internal.merge.RegionMerger;

/** Takes pieces and knows which came in which order. It reads of each what the joiner reads: start ts and transaction id. */
final class OrderSum implements RegionMerger.Output<Token> {

    private long sum;

    @Override
    public void accept(int region, Token piece) {
        sum = 31 * sum + region + piece.startTs() + piece.txnId();
    }

    long sum() {
        return sum;
    }
}
