package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.spi.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Pieces of regions, ready to be merged: cut into batches as regions deliver them.
 *
 * @param batches by region, in order
 */
record MergeInput(List<Region> regions, List<List<List<Token>>> batches, int pieces) {

    /** Below all pieces. */
    static final long START_TS = 1L << 58;

    /** Above all pieces. */
    static final long END_TS = 1L << 59;

    private static final int PIECES_PER_BATCH = 256;

    static MergeInput of(Mix mix, int regions, int pieces, long seed) {
        return of(timestamps(mix, regions, pieces, new Random(seed)));
    }

    /** Returns the input of some commit timestamps, by region, ascending in each. */
    static MergeInput of(List<List<Long>> timestamps) {
        List<Region> regions = new ArrayList<>();
        List<List<List<Token>>> batches = new ArrayList<>();
        int pieces = 0;
        for (List<Long> ofRegion : timestamps) {
            Region region = new Region(regions.size(), new TableName("cdc", "bl"), 1, regions.size());
            regions.add(region);
            batches.add(batches(region, ofRegion));
            pieces += ofRegion.size();
        }
        return new MergeInput(regions, batches, pieces);
    }

    private static List<List<Long>> timestamps(Mix mix, int regionCount, int pieces, Random random) {
        List<List<Long>> timestamps = new ArrayList<>();
        for (int i = 0; i < regionCount; i++) {
            timestamps.add(new ArrayList<>());
        }
        long ts = START_TS;
        int region = 0;
        for (int i = 0; i < pieces; i++) {
            ts += 1 + random.nextInt(8);
            region = mix.region(i, regionCount, region, random);
            timestamps.get(region).add(ts);
        }
        return timestamps;
    }

    /** A batch's pieces are made together, as by the thread of their region. */
    private static List<List<Token>> batches(Region region, List<Long> timestamps) {
        List<List<Token>> batches = new ArrayList<>();
        List<Token> batch = new ArrayList<>();
        for (long ts : timestamps) {
            batch.add(new Token(region, ts, ts - 1, 1));
            if (batch.size() == PIECES_PER_BATCH) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
        }
        batches.add(batch);
        return batches;
    }

    /** Returns the timestamp that a region has reached with a batch. */
    long watermarkTs(int region, int batch) {
        List<List<Token>> ofRegion = batches.get(region);
        if (batch == ofRegion.size() - 1) {
            return END_TS;
        }
        List<Token> pieces = ofRegion.get(batch);
        return pieces.get(pieces.size() - 1).commitTs();
    }
}
