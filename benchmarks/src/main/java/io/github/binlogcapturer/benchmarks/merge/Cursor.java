package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.internal.merge.RegionMerger;
import java.util.List;

/** Goes through one region, with the keys beside the pieces as in this library, so that rejected designs differ from it in nothing else. */
final class Cursor {

    /** The key behind the last piece. */
    static final long NEVER = Long.MAX_VALUE;

    private final int region;
    private final Token[][] pieces;
    private final long[][] keys;
    private int batch;
    private int next;

    Cursor(int region, List<List<Token>> batches) {
        this.region = region;
        this.pieces = batches.stream()
                .filter(ofBatch -> !ofBatch.isEmpty())
                .map(ofBatch -> ofBatch.toArray(Token[]::new))
                .toArray(Token[][]::new);
        this.keys = new long[pieces.length + 1][];
        for (int i = 0; i < pieces.length; i++) {
            keys[i] = new long[pieces[i].length];
            for (int j = 0; j < keys[i].length; j++) {
                keys[i][j] = pieces[i][j].commitTs();
            }
        }
        keys[pieces.length] = new long[] {NEVER};
    }

    void rewind() {
        batch = 0;
        next = 0;
    }

    long key() {
        return keys[batch][next];
    }

    void handOut(RegionMerger.Output<? super Token> out) {
        Token[] from = pieces[batch];
        out.accept(region, from[next++]);
        if (next == from.length) {
            batch++;
            next = 0;
        }
    }
}
