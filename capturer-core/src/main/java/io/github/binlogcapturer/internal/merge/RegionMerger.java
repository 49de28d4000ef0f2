package io.github.binlogcapturer.internal.merge;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Region;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Merges regions into one order: by commit ts, then binlog table, partition, region. A piece leaves once every region has shown a
 * timestamp at or above its own. Pieces with equal timestamps are all kept; a timestamp that goes back is an error. Regions may join and
 * leave at any time.
 *
 * <p>Owned by one thread.
 *
 * @param <T> the kind of piece
 */
public final class RegionMerger<T extends MergeToken> {

    /** Stands for no region in {@link #blockingSource}. */
    public static final int NOBODY = -1;

    /*
     * A source that has pieces plays with the key 2 * commitTs, an empty one with 2 * watermark + 1, the bound of what it may still
     * deliver (reading is exclusive, so that is above the watermark). Hence a piece at exactly another region's watermark goes
     * before that bound, and when a bound wins, it names the region that holds all others up.
     *
     * Two sources in a row are rare where regions are chosen at random and common in bursts; so the runner-up is looked up only
     * after one source has won twice, and then the run up to it is emitted without playing.
     */

    /** By source; those that left keep their place, since they are few. */
    private final List<Region> regions;

    private final List<Source<T>> sources = new ArrayList<>();
    private final LoserTree tree;
    /** How far those that left had come; counts only once nobody is left. */
    private long leftTs;

    /**
     * @param regions in their order, at least one
     * @param startTs where each of them begins, exclusive
     */
    public RegionMerger(List<Region> regions, long startTs) {
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("There must be at least one region to merge");
        }
        this.regions = new ArrayList<>(regions);
        this.tree = new LoserTree(regions.size());
        for (int i = 0; i < regions.size(); i++) {
            sources.add(new Source<>(startTs));
            tree.update(i, sources.get(i).key());
        }
    }

    /**
     * Lets a region join. From now on nothing is handed out that lies beyond what it has reached.
     *
     * @param reachedTs the timestamp at or below which it delivers nothing, at least {@link #watermarkTs}
     * @return its number, which nobody else gets
     */
    public int add(Region region, long reachedTs) {
        if (reachedTs < watermarkTs()) {
            throw new IllegalArgumentException(region + " would join at " + describe(reachedTs)
                    + ", below the watermark " + describe(watermarkTs()));
        }
        int source = sources.size();
        regions.add(region);
        sources.add(new Source<>(reachedTs));
        tree.add(sources.get(source).key(), ranks());
        return source;
    }

    /**
     * Lets a region leave. What it delivered is still handed out in its place; beyond that nobody waits for it.
     *
     * @param source its number
     */
    public void remove(int source) {
        Source<T> from = sources.get(source);
        from.leave();
        leftTs = Math.max(leftTs, from.reachedTs);
        tree.update(source, from.key());
    }

    private int[] ranks() {
        int[] ranks = new int[regions.size()];
        List<Integer> inOrder = IntStream.range(0, ranks.length)
                .boxed()
                .sorted(Comparator.comparing(regions::get))
                .toList();
        for (int rank = 0; rank < ranks.length; rank++) {
            ranks[inOrder.get(rank)] = rank;
        }
        return ranks;
    }

    /**
     * Adds what a region delivered.
     *
     * @param source the region's number: its place in the constructor's list, or what {@link #add} returned
     * @throws DataException if a timestamp is at or below one that the region has shown before; names both
     */
    public void offer(int source, RegionBatch<T> batch) {
        Source<T> to = sources.get(source);
        long previous = to.reachedTs;
        for (T piece : batch.pieces()) {
            if (piece.commitTs() <= previous) {
                throw disorder(source, previous, piece.commitTs());
            }
            previous = piece.commitTs();
        }
        if (batch.watermarkTs() < previous) {
            throw disorder(source, previous, batch.watermarkTs());
        }
        boolean wasEmpty = to.isEmpty();
        to.add(batch);
        if (wasEmpty) {
            tree.update(source, to.key());
        }
    }

    /**
     * Hands out pieces in order as long as no region that has shown nothing beyond could still deliver an earlier one.
     *
     * @param max how many at most
     * @return how many were handed out; fewer than {@code max} means that {@link #blockedBy} is waited for
     */
    public int drainTo(Output<? super T> out, int max) {
        int count = 0;
        int previousWinner = -1;
        while (count < max) {
            int winner = tree.winner();
            if (isBound(tree.key(winner))) {
                return count;
            }
            Source<T> from = sources.get(winner);
            if (winner == previousWinner) {
                int runnerUp = tree.runnerUp();
                long limit = tree.key(runnerUp) - (tree.precedes(winner, runnerUp) ? 0 : 1);
                do {
                    out.accept(winner, from.poll());
                    count++;
                } while (count < max && !from.isEmpty() && from.key() <= limit);
            } else {
                out.accept(winner, from.poll());
                count++;
            }
            tree.update(winner, from.key());
            previousWinner = winner;
        }
        return count;
    }

    /** Returns the timestamp up to which, included, everything that there is has been handed out. */
    public long watermarkTs() {
        long key = tree.key(tree.winner());
        if (key == LoserTree.NEVER) {
            return leftTs;
        }
        return isBound(key) ? key >> 1 : (key >> 1) - 1;
    }

    /** Returns the region for which everything waits, or null while there is something to hand out. */
    public @Nullable Region blockedBy() {
        int source = blockingSource();
        return source == NOBODY ? null : regions.get(source);
    }

    /** Returns the number of the region for which everything waits, or {@link #NOBODY}. */
    public int blockingSource() {
        int winner = tree.winner();
        long key = tree.key(winner);
        return isBound(key) && key != LoserTree.NEVER ? winner : NOBODY;
    }

    private static boolean isBound(long key) {
        return (key & 1) != 0;
    }

    private DataException disorder(int source, long earlier, long later) {
        return new DataException(regions.get(source) + " went back in time: after commit ts " + describe(earlier)
                + " it delivered " + describe(later) + ". Nothing was dropped; the capture stops in front of it."
                + " Read the region again from the last checkpoint, and report it if it happens again");
    }

    private static String describe(long ts) {
        return ts > 0 ? CommitTs.of(ts).toString() : Long.toString(ts);
    }

    /** Takes merged pieces. */
    @FunctionalInterface
    public interface Output<T> {

        /**
         * Takes the next piece.
         *
         * @param source the number of its region
         */
        void accept(int source, T piece);
    }

    /** The pieces of one region that wait for others. */
    private static final class Source<T extends MergeToken> {

        // polled pieces leave it at once, so that their memory is free when their gate says so
        private final ArrayDeque<T> pieces = new ArrayDeque<>();
        private long reachedTs;
        private boolean left;

        Source(long startTs) {
            this.reachedTs = startTs;
        }

        void add(RegionBatch<T> batch) {
            reachedTs = batch.watermarkTs();
            pieces.addAll(batch.pieces());
        }

        void leave() {
            left = true;
        }

        boolean isEmpty() {
            return pieces.isEmpty();
        }

        long key() {
            T next = pieces.peek();
            if (next != null) {
                return next.commitTs() << 1;
            }
            return left ? LoserTree.NEVER : (reachedTs << 1) | 1;
        }

        T poll() {
            return pieces.remove();
        }
    }
}
