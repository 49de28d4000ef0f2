package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.internal.merge.RegionMerger;
import java.util.stream.IntStream;

/**
 * A binary heap of primitive keys in which the top is replaced and sinks. The simplest good way; each step down is a comparison whose
 * outcome no processor foresees where regions mix at random.
 */
final class HeapMerging implements Merging {

    private final Cursor[] cursors;
    private final long[] keys;
    private final int[] regions;

    HeapMerging(MergeInput input) {
        this.cursors = IntStream.range(0, input.regions().size())
                .mapToObj(i -> new Cursor(i, input.batches().get(i)))
                .toArray(Cursor[]::new);
        this.keys = new long[cursors.length];
        this.regions = new int[cursors.length];
    }

    @Override
    public void rewind() {
        for (Cursor cursor : cursors) {
            cursor.rewind();
        }
        for (int i = cursors.length - 1; i >= 0; i--) {
            sink(i, cursors[i].key(), i);
        }
    }

    @Override
    public void merge(RegionMerger.Output<? super Token> out) {
        while (keys[0] != Cursor.NEVER) {
            Cursor top = cursors[regions[0]];
            top.handOut(out);
            sink(0, top.key(), regions[0]);
        }
    }

    private void sink(int from, long key, int region) {
        int hole = from;
        for (int child = 2 * hole + 1; child < keys.length; child = 2 * hole + 1) {
            if (child + 1 < keys.length && precedes(child + 1, keys[child], regions[child])) {
                child++;
            }
            if (!precedes(child, key, region)) {
                break;
            }
            keys[hole] = keys[child];
            regions[hole] = regions[child];
            hole = child;
        }
        keys[hole] = key;
        regions[hole] = region;
    }

    private boolean precedes(int place, long key, int region) {
        return keys[place] < key || (keys[place] == key && regions[place] < region);
    }
}
