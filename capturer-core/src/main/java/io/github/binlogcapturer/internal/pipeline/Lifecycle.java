package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.CapturerState;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of a capturer and those who listen to it. Thread-safe; listeners are called outside the lock. */
final class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final String capture;
    private final List<CapturerListener> listeners;
    private final CaptureMetrics metrics;
    private final CountDownLatch ended = new CountDownLatch(1);
    /** Released when the capturer begins to stop; what pauses inside, pauses on it. */
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile CapturerState state = CapturerState.NEW;
    private volatile @Nullable Throwable failure;

    Lifecycle(String capture, List<CapturerListener> listeners, CaptureMetrics metrics) {
        this.capture = capture;
        this.listeners = listeners;
        this.metrics = metrics;
    }

    CapturerState state() {
        return state;
    }

    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits; returns true at once when the capturer begins to stop. */
    boolean pause(long nanos) throws InterruptedException {
        return stopping.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Pauses between two tries. When the capturer begins to stop, it waits to be interrupted, as stages are once sinks had their time. */
    void pauseBetweenTries(long nanos) throws InterruptedException {
        if (pause(nanos)) {
            new CountDownLatch(1).await();
        }
    }

    boolean awaitEnd(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Moves to a later state; false where the capturer has ended or is past it already. */
    boolean moveTo(CapturerState to) {
        CapturerState from;
        synchronized (this) {
            from = state;
            if (from.isFinal() || to.compareTo(from) <= 0) {
                return false;
            }
            state = to;
            release(to);
        }
        LOG.info("Capture \"{}\" is {}", capture, to);
        measure(from, to);
        tell(listener -> listener.onState(from, to));
        return true;
    }

    /**
     * Moves to FAILED, and winds up before anybody hears of it; false where the capturer has ended already. Of several failures the
     * first counts.
     */
    boolean fail(Throwable cause, Runnable windUp) {
        CapturerState from;
        synchronized (this) {
            if (state.isFinal()) {
                return false;
            }
            failure = cause;
            from = state;
            state = CapturerState.FAILED;
            stopping.countDown();
        }
        LOG.error("Capture \"{}\" has failed", capture, cause);
        try {
            windUp.run();
        } finally {
            ended.countDown();
        }
        metrics.add(Metric.FAILURES, cause.getClass().getSimpleName(), 1);
        measure(from, CapturerState.FAILED);
        tell(listener -> listener.onFailure(cause));
        tell(listener -> listener.onState(from, CapturerState.FAILED));
        return true;
    }

    private void release(CapturerState to) {
        if (to == CapturerState.STOPPING || to.isFinal()) {
            stopping.countDown();
        }
        if (to.isFinal()) {
            ended.countDown();
        }
    }

    private void measure(CapturerState from, CapturerState to) {
        metrics.set(Metric.STATE, from.name(), 0);
        metrics.set(Metric.STATE, to.name(), 1);
    }

    /** Calls every listener; an exception of one is logged and keeps no other from hearing. */
    void tell(Consumer<CapturerListener> what) {
        for (CapturerListener listener : listeners) {
            try {
                what.accept(listener);
            } catch (RuntimeException | Error e) {
                LOG.warn("A listener of capture \"{}\" has thrown; it changes nothing", capture, e);
            }
        }
    }
}
