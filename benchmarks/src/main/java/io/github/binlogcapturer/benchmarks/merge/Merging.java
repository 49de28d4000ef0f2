package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.internal.merge.RegionMerger;

/** A way to merge an input that it was made for. */
interface Merging {

    /** Gets ready to merge all of it once more. */
    void rewind();

    /**
     * Merges all of it once.
     *
     * @param out takes the pieces by commit ts, those of one commit ts by region
     */
    void merge(RegionMerger.Output<? super Token> out);
}
