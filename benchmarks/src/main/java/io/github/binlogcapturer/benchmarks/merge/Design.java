package io.github.binlogcapturer.benchmarks.merge;

/** The ways to merge. */
public enum Design {
    /** This library: a tournament that is computed, and runs where a region wins twice. */
    OURS,
    /** What one writes first: a priority queue of the regions' heads. */
    PRIORITY_QUEUE,
    /** BaikalDB's own capturer. */
    BAIKAL,
    HEAP,
    LOSER_TREE,
    LOSER_TREE_RUNS,
    LOSER_TREE_LATE_RUNS;

    Merging of(MergeInput input) {
        return switch (this) {
            case OURS -> new RegionMerging(input);
            case PRIORITY_QUEUE -> new QueueMerging(input);
            case BAIKAL -> new BaikalMerging(input);
            case HEAP -> new HeapMerging(input);
            case LOSER_TREE -> new LoserTreeMerging(input, LoserTreeMerging.Runs.NEVER);
            case LOSER_TREE_RUNS -> new LoserTreeMerging(input, LoserTreeMerging.Runs.ALWAYS);
            case LOSER_TREE_LATE_RUNS -> new LoserTreeMerging(input, LoserTreeMerging.Runs.AFTER_TWO);
        };
    }
}
