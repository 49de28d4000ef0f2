package io.github.binlogcapturer;

import io.github.binlogcapturer.spi.Checkpoint;

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
}
