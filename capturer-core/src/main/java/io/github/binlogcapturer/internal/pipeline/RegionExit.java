package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.CapturerClosedException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what the thread of a region that is gone waits for, and nothing else: what was read before is still handed over. Thread-safe.
 */
final class RegionExit {

    private static final Logger LOG = LoggerFactory.getLogger(RegionExit.class);

    /** Something that may block for long. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws InterruptedException;
    }

    private final BooleanSupplier stopping;
    private boolean leaving;
    private @Nullable Thread waiting;

    /** @param stopping whether the threads are being stopped, so that an interrupt may not be for the region's leaving */
    RegionExit(BooleanSupplier stopping) {
        this.stopping = stopping;
    }

    /** Ends the call under way, and lets no further one begin. */
    synchronized void leave() {
        leaving = true;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    synchronized boolean isLeaving() {
        return leaving;
    }

    /** Calls; returns null where the region leaves instead. A failure that is not of the leaving's making is thrown all the same. */
    <T> @Nullable T await(Call<T> call) throws InterruptedException {
        if (!begin()) {
            return null;
        }
        try {
            return call.run();
        } catch (InterruptedException | CapturerClosedException e) {
            if (stopping.getAsBoolean() || !isLeaving()) {
                throw e;
            }
            LOG.debug("Reading ended since the region is gone", e);
            return null;
        } finally {
            end();
        }
    }

    private synchronized boolean begin() {
        waiting = leaving ? null : Thread.currentThread();
        return !leaving;
    }

    private synchronized void end() {
        waiting = null;
        // the interrupt was for the call alone, unless the threads are stopped at the same time
        if (leaving && Thread.interrupted() && stopping.getAsBoolean()) {
            Thread.currentThread().interrupt();
        }
    }
}
