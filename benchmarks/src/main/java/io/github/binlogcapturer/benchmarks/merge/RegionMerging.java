package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.internal.merge.RegionBatch;
import io.github.binlogcapturer.internal.merge.RegionMerger;
import java.util.ArrayList;
import java.util.List;

/**
 * This library's merger, fed and emptied as by the pipeline: each batch is offered when the merge waits for it. It is made only then, so
 * that the first look at its pieces is part of what is measured, though in a pipeline a thread of the region does that.
 */
final class RegionMerging implements Merging {

    /** As many as the pipeline hands over at once. */
    private static final int MAX_PIECES_PER_CHUNK = 1024;

    /** By region, in order. */
    private final List<List<Ready>> batches = new ArrayList<>();

    private final MergeInput input;
    private final int[] next;

    RegionMerging(MergeInput input) {
        this.input = input;
        this.next = new int[input.regions().size()];
        for (int region = 0; region < next.length; region++) {
            List<Ready> ready = new ArrayList<>();
            for (int i = 0; i < input.batches().get(region).size(); i++) {
                ready.add(new Ready(input.batches().get(region).get(i), input.watermarkTs(region, i)));
            }
            batches.add(ready);
        }
    }

    /** The merger lets go of what it hands out; so each batch is filled again. */
    @Override
    public void rewind() {
        batches.forEach(ready -> ready.forEach(Ready::fill));
    }

    @Override
    public void merge(RegionMerger.Output<? super Token> out) {
        RegionMerger<Token> merger = new RegionMerger<>(input.regions(), MergeInput.START_TS);
        for (int region = 0; region < next.length; region++) {
            next[region] = 0;
            offer(merger, region);
        }
        int left = input.pieces();
        while (left > 0) {
            int merged = merger.drainTo(out, MAX_PIECES_PER_CHUNK);
            left -= merged;
            if (merged < MAX_PIECES_PER_CHUNK && left > 0) {
                offer(merger, merger.blockingSource());
            }
        }
    }

    private void offer(RegionMerger<Token> merger, int region) {
        merger.offer(region, batches.get(region).get(next[region]++).batch());
    }

    /** The pieces of a batch, side by side as a region delivers them. */
    private static final class Ready {

        private final Token[] pieces;
        private final Token[] taken;
        private final long watermarkTs;

        Ready(List<Token> pieces, long watermarkTs) {
            this.pieces = pieces.toArray(Token[]::new);
            this.taken = this.pieces.clone();
            this.watermarkTs = watermarkTs;
        }

        RegionBatch<Token> batch() {
            return new RegionBatch<>(taken, taken.length, watermarkTs);
        }

        void fill() {
            System.arraycopy(pieces, 0, taken, 0, pieces.length);
        }
    }
}
