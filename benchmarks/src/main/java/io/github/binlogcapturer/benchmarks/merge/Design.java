package io.github.binlogcapturer.benchmarks.merge;

import java.util.function.Function;

/** The ways to merge. */
public enum Design {
    /** This library: a tournament that is computed, runs where a region wins twice. */
    OURS(RegionMerging::new),
    /** What one writes first: a priority queue of the regions' heads. */
    PRIORITY_QUEUE(QueueMerging::new),
    /** BaikalDB's own capturer. */
    BAIKAL(BaikalMerging::new),
    HEAP(HeapMerging::new),
    LOSER_TREE(input -> new LoserTreeMerging(input, LoserTreeMerging.Runs.NEVER)),
    LOSER_TREE_RUNS(input -> new LoserTreeMerging(input, LoserTreeMerging.Runs.ALWAYS)),
    LOSER_TREE_LATE_RUNS(input -> new LoserTreeMerging(input, LoserTreeMerging.Runs.AFTER_TWO));

    private final Function<MergeInput, Merging> factory;

    Design(Function<MergeInput, Merging> factory) {
        this.factory = factory;
    }

    Merging of(MergeInput input) {
        return factory.apply(input);
    }
}
