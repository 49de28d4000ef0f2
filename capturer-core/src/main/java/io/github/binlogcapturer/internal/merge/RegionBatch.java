package io.github.binlogcapturer.internal.merge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a region delivered at once. The commit timestamps stand beside the pieces, so that merging looks at no piece. Made by the thread of
 * the region, then owned by the merge, which lets go of each piece as it hands it out.
 *
 * @param <T> the kind of piece
 */
public final class RegionBatch<T extends MergeToken> {

    private final @Nullable T[] pieces;
    private final long[] commitTs;
    private final long watermarkTs;

    /**
     * @param pieces in commit order; taken over
     * @param size how many of them count
     * @param watermarkTs the timestamp the region has reached; nothing at or below it will follow
     */
    public RegionBatch(T[] pieces, int size, long watermarkTs) {
        this.pieces = pieces;
        this.commitTs = new long[size];
        this.watermarkTs = watermarkTs;
        for (int i = 0; i < size; i++) {
            commitTs[i] = pieces[i].commitTs();
        }
    }

    /** Makes a batch of a copy. */
    @SuppressWarnings("unchecked") // nobody gets the array as one of T
    public RegionBatch(List<T> pieces, long watermarkTs) {
        this((T[]) pieces.toArray(new MergeToken[0]), pieces.size(), watermarkTs);
    }

    /** Returns the timestamp the region has reached. */
    public long watermarkTs() {
        return watermarkTs;
    }

    @Nullable
    T[] pieces() {
        return pieces;
    }

    long[] commitTs() {
        return commitTs;
    }
}
