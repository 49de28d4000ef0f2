package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import org.jspecify.annotations.Nullable;

/**
 * Carries one subscriber's stream to a sink. Opened once, then either run once or abandoned; {@code stop} may be called by any
 * thread at any time.
 */
public interface Applier {

    /** Returns an applier that writes in order, on the thread that runs it. */
    static Applier of(Sink sink, SinkContext context, CaptureMetrics metrics, CaptureClock clock) {
        return new SinkApplier(sink, context, metrics, clock);
    }

    /** Returns an applier that applies on lanes, each on a thread of its own, beside the thread that runs it. */
    static Applier of(
            ParallelSink sink, SinkContext context, CaptureMetrics metrics, CaptureClock clock, Threads threads) {
        return new ParallelApplier(sink, context, metrics, clock, threads);
    }

    /**
     * Opens the sink. One whose opening fails is not closed: it may fail because it is open elsewhere.
     *
     * @return the position that it holds, or null where it does not know
     * @throws io.github.binlogcapturer.error.SinkException if that fails
     */
    @Nullable
    CommitTs open() throws InterruptedException;

    /** Returns whether the sink says that it keeps a position with whatever it is given. Known once it is open. */
    default boolean keepsPosition() {
        return false;
    }

    /**
     * Carries events until {@link #stop} or a failure, and closes the sink in any case.
     *
     * @throws io.github.binlogcapturer.error.SinkException if the sink fails
     * @throws InterruptedException if the thread is interrupted; then the sink is closed, and nothing is acknowledged that is not done
     */
    void run(EventStream stream) throws InterruptedException;

    /**
     * Returns a commit ts up to which, included, the sink is sure to hold everything by a position of its own, also after a crash; {@link
     * Long#MAX_VALUE} where it keeps none. May be called by any thread at any time.
     */
    long heldTs();

    /** Makes {@link #run} finish and acknowledge what it has at hand, and end. */
    void stop();

    /** Closes a sink that was opened but never run. */
    void abandon();

    /** Starts threads. */
    @FunctionalInterface
    interface Threads {

        /** Runs a task on a thread of its own; throws where there is to be none any more. */
        void start(String name, Runnable task);
    }
}
