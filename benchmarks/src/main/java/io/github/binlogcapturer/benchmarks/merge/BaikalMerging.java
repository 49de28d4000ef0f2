package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.internal.merge.RegionMerger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * The way of BaikalDB's capturer in C++, without its parsing: in rounds, each region's answer of up to 10,000 events goes into a tree of
 * the region; all up to the lowest of the regions' highest timestamps goes into one priority queue of events, and out of it in order. A
 * region that holds 1000 events is asked no more until they are fewer.
 */
final class BaikalMerging implements Merging {

    private static final int FETCHED = 10_000;
    private static final int MAX_HELD_PER_REGION = 1000;

    private final MergeInput input;
    private final List<NavigableSet<Token>> held = new ArrayList<>();
    private final PriorityQueue<Token> queue =
            new PriorityQueue<>(Comparator.comparingLong(Token::commitTs).thenComparing(Token::region));
    private final int[] next;
    private final long[] reachedTs;

    BaikalMerging(MergeInput input) {
        this.input = input;
        this.next = new int[input.regions().size()];
        this.reachedTs = new long[next.length];
        input.regions().forEach(region -> held.add(new TreeSet<>(Comparator.comparingLong(Token::commitTs))));
    }

    @Override
    public void rewind() {
        for (int region = 0; region < next.length; region++) {
            next[region] = 0;
            reachedTs[region] = MergeInput.START_TS;
        }
    }

    @Override
    public void merge(RegionMerger.Output<? super Token> out) {
        int left = input.pieces();
        while (left > 0) {
            long watermarkTs = Long.MAX_VALUE;
            for (int region = 0; region < next.length; region++) {
                if (held.get(region).size() < MAX_HELD_PER_REGION) {
                    fetch(region);
                }
                watermarkTs = Math.min(watermarkTs, reachedTs[region]);
            }
            for (NavigableSet<Token> ofRegion : held) {
                moveUpTo(watermarkTs, ofRegion);
            }
            left -= queue.size();
            for (Token piece = queue.poll(); piece != null; piece = queue.poll()) {
                out.accept((int) piece.region().regionId(), piece);
            }
        }
    }

    private void fetch(int region) {
        List<List<Token>> batches = input.batches().get(region);
        NavigableSet<Token> into = held.get(region);
        int room = FETCHED;
        while (next[region] < batches.size() && batches.get(next[region]).size() <= room) {
            List<Token> batch = batches.get(next[region]);
            into.addAll(batch);
            room -= batch.size();
            reachedTs[region] = input.watermarkTs(region, next[region]++);
        }
    }

    private void moveUpTo(long watermarkTs, NavigableSet<Token> from) {
        Iterator<Token> pieces = from.iterator();
        while (pieces.hasNext()) {
            Token piece = pieces.next();
            if (piece.commitTs() > watermarkTs) {
                return;
            }
            pieces.remove();
            queue.add(piece);
        }
    }
}
