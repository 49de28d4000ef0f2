package io.github.binlogcapturer;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.Region;

/**
 * Hears what happens to a capturer. Called by the capturer's own threads, and by those that start or close it: return quickly, and do not wait
 * for another thread that calls the capturer. An exception is logged and changes nothing.
 */
public interface CapturerListener {

    /** The state changed. */
    default void onState(CapturerState from, CapturerState to) {}

    /** A part failed and the capturer goes to {@link CapturerState#FAILED}. */
    default void onFailure(Throwable failure) {}

    /** A checkpoint was saved. */
    default void onCheckpointSaved(Checkpoint checkpoint) {}

    /** A checkpoint could not be saved; it will be tried again. Data flow on. */
    default void onCheckpointFailed(Throwable failure) {}

    /** The cluster could not be asked for schemas and regions; it will be tried again. Data flow on. */
    default void onRefreshFailed(Throwable failure) {}

    /** A region has shown nothing new for longer than {@code reportStallsAfter}, and again each time as long after that. */
    default void onStall(Stall stall) {}

    /** A region of which a stall was told has shown something new. */
    default void onStallEnd(Region region) {}

    /** The position that is still needed comes close to what the stores drop; told again each time the headroom has halved. */
    default void onRetentionWarning(RetentionWarning warning) {}

    /**
     * A region has appeared in a binlog table that is read, and is read too from now on. It may have appeared while the capture was
     * down, or it was not yet in the checkpoint; so after a restart the same one may be told again.
     */
    default void onRegionJoined(Region region) {}

    /**
     * A region is gone, by the meta servers and by each of its peers. The capture goes on without it.
     *
     * @param reached the timestamp up to which it was read; what it may have held beyond cannot be read any more
     */
    default void onRegionLeft(Region region, CommitTs reached) {}
}
