package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.internal.decode.RawPiece;
import io.github.binlogcapturer.internal.merge.RegionBatch;
import java.util.concurrent.CompletableFuture;

/** What the threads of the regions tell the merge. What one of them tells arrives in its order. */
sealed interface RegionMessage {

    /**
     * A region has delivered.
     *
     * @param source its number in the merge
     */
    record Delivered(int source, RegionBatch<RawPiece> batch) implements RegionMessage {}

    /**
     * A region wants to be waited for.
     *
     * @param place completed by the merge
     */
    record Joining(MemberRegion member, CompletableFuture<Place> place) implements RegionMessage {}

    /**
     * A region will deliver no more.
     *
     * @param source its number in the merge
     */
    record Left(int source) implements RegionMessage {}

    /**
     * Where a region stands in the merge.
     *
     * @param source its number
     * @param boundTs the timestamp from which on, exclusive, the merge waits for it
     * @param handedTs the timestamp up to which, included, somebody has got all without it, at least {@code boundTs}; 0 where
     *     nobody has
     */
    record Place(int source, long boundTs, long handedTs) {

        /** Returns the timestamp beyond which nothing of the region can be late. */
        long lateTs() {
            return Math.max(boundTs, handedTs);
        }
    }
}
