package io.github.binlogcapturer.internal.merge;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Region;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

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

    /** By number; those that left keep their place, since they are few. */
    private final List<Source<T>> sources = new ArrayList<>();

    /** The same in the order of their regions, which is that of their places in the tournament. */
    private List<Source<T>> ranked = List.of();

    private Tournament tournament = new Tournament(1);
    /** How far those that left had come; counts only once nobody is left. */
    private long leftTs;

    /**
     * @param regions in their order, at least one
     * @param startTs where each of them begins, exclusive; not negative
     */
    public RegionMerger(List<Region> regions, long startTs) {
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("There must be at least one region to merge");
        }
        if (startTs < 0) {
            throw new IllegalArgumentException("Merging begins at 0 or above, but startTs is " + startTs);
        }
        for (Region region : regions) {
            sources.add(new Source<>(region, sources.size(), startTs));
        }
        rank();
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
        Source<T> source = new Source<>(region, sources.size(), reachedTs);
        sources.add(source);
        rank();
        return source.number;
    }

    private void rank() {
        ranked = sources.stream()
                .sorted(Comparator.comparing(source -> source.region))
                .toList();
        tournament = new Tournament(ranked.size());
        for (int place = 0; place < ranked.size(); place++) {
            ranked.get(place).place = place;
            play(ranked.get(place));
        }
    }

    private void play(Source<T> source) {
        tournament.update(source.place, source.key());
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
        play(from);
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
        for (long commitTs : batch.commitTs()) {
            if (commitTs <= previous) {
                throw disorder(to.region, previous, commitTs);
            }
            previous = commitTs;
        }
        if (batch.watermarkTs() < previous) {
            throw disorder(to.region, previous, batch.watermarkTs());
        }
        boolean wasEmpty = to.isEmpty();
        to.add(batch);
        if (wasEmpty) {
            play(to);
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
        int previous = NOBODY;
        while (count < max && !isBound(tournament.winningKey())) {
            int winner = tournament.winner();
            Source<T> from = ranked.get(winner);
            if (winner == previous) {
                count += from.pollRun(tournament.winsUpTo() >> 1, out, max - count);
            } else {
                out.accept(from.number, from.poll());
                count++;
            }
            tournament.update(winner, from.key());
            previous = winner;
        }
        return count;
    }

    /** Returns the timestamp up to which, included, everything that there is has been handed out. */
    public long watermarkTs() {
        long key = tournament.winningKey();
        if (key == Tournament.NEVER) {
            return leftTs;
        }
        return isBound(key) ? key >> 1 : (key >> 1) - 1;
    }

    /** Returns the region for which everything waits, or null while there is something to hand out. */
    public @Nullable Region blockedBy() {
        int source = blockingSource();
        return source == NOBODY ? null : sources.get(source).region;
    }

    /** Returns the number of the region for which everything waits, or {@link #NOBODY}. */
    public int blockingSource() {
        long key = tournament.winningKey();
        return isBound(key) && key != Tournament.NEVER ? ranked.get(tournament.winner()).number : NOBODY;
    }

    private static boolean isBound(long key) {
        return (key & 1) != 0;
    }

    private static DataException disorder(Region region, long earlier, long later) {
        return new DataException(region + " went back in time: after commit ts " + describe(earlier)
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

        private static final long[] NO_TIMESTAMPS = {};

        private final Region region;
        private final int number;
        private int place;
        private long reachedTs;
        private boolean left;

        /** The batch at hand, and where in it is what comes next. */
        private long[] commitTs = NO_TIMESTAMPS;

        private @Nullable T @Nullable [] pieces;
        private int next;
        /** What comes behind; none of them is empty. */
        private final ArrayDeque<RegionBatch<T>> batches = new ArrayDeque<>();

        Source(Region region, int number, long startTs) {
            this.region = region;
            this.number = number;
            this.reachedTs = startTs;
        }

        void add(RegionBatch<T> batch) {
            reachedTs = batch.watermarkTs();
            if (batch.commitTs().length > 0) {
                batches.add(batch);
                if (isEmpty()) {
                    turnOver();
                }
            }
        }

        void leave() {
            left = true;
        }

        boolean isEmpty() {
            return next == commitTs.length;
        }

        long key() {
            if (!isEmpty()) {
                return commitTs[next] << 1;
            }
            return left ? Tournament.NEVER : (reachedTs << 1) | 1;
        }

        /** Hands out pieces up to a timestamp, included, of the batch at hand; at least one. */
        int pollRun(long limitTs, Output<? super T> out, int max) {
            T[] from = requireNonNull(pieces);
            long[] ts = commitTs;
            int begin = next;
            int end = begin + Math.min(ts.length - begin, max);
            int i = begin;
            do {
                T piece = requireNonNull(from[i]);
                from[i++] = null;
                out.accept(number, piece);
            } while (i < end && ts[i] <= limitTs);
            next = i;
            if (i == ts.length) {
                turnOver();
            }
            return i - begin;
        }

        T poll() {
            T[] from = requireNonNull(pieces);
            T piece = requireNonNull(from[next]);
            // lets go of it at once, so that its memory is free when its gate says so
            from[next++] = null;
            if (next == commitTs.length) {
                turnOver();
            }
            return piece;
        }

        private void turnOver() {
            RegionBatch<T> batch = batches.poll();
            next = 0;
            commitTs = batch == null ? NO_TIMESTAMPS : batch.commitTs();
            pieces = batch == null ? null : batch.pieces();
        }
    }
}
