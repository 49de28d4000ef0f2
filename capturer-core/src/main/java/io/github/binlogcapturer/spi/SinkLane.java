package io.github.binlogcapturer.spi;

import java.io.IOException;

/** One of the writers of a {@link ParallelSink}. Used by one thread at a time. */
@FunctionalInterface
public interface SinkLane extends AutoCloseable {

    /**
     * Applies a batch to the target: all of it, atomically, or nothing. Returns when it is durable. May block; retries what can be retried
     * by itself, and ends soon when its thread is interrupted.
     *
     * @throws BatchRefusedException if the target refuses something that may pass in smaller batches or later; nothing was
     *     applied. Not allowed where {@link LaneBatch#last} says that there is no later
     * @throws InterruptedException if the thread was interrupted; whether the batch was applied is then found out by the next run
     * @throws Exception anything else ends the capture
     */
    void apply(LaneBatch batch) throws Exception;

    /** Releases what the lane holds. Called once. */
    @Override
    default void close() throws IOException {}
}
