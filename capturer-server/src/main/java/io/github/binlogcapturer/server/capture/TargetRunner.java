package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.error.CheckpointException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one target running on a thread of its own: makes its capture, watches it, makes it anew after failures that may go away, and stops
 * and starts it as operators want. Thread-safe; only the methods that say so block.
 *
 * <p>The thread does all that can take long. Others leave their wish in the fields under the lock, wake the thread, and interrupt it
 * only while it opens a target: an interrupt at any other moment could cut a close short that is about to save.
 */
final class TargetRunner {

    private static final Logger LOG = LoggerFactory.getLogger(TargetRunner.class);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** What the thread reports to. */
    interface Watcher {

        /** A capture has ended, and its gauges tell nothing any more. */
        void ended();

        /** The state has changed. */
        void changed();
    }

    private final TargetPlan plan;
    private final String capture;
    private final StateFolder state;
    private final CaptureMetrics metrics;
    private final CaptureClock clock;
    private final Pace pace;
    private final Watcher watcher;
    private final Thread thread;

    private final Object lock = new Object();
    private TargetState now = TargetState.STARTING;
    private boolean paused;
    private boolean failed;
    private boolean closing;
    private boolean stopRun;
    private boolean active;
    private boolean opening;
    private int runs;
    private int failures;
    private long nextTryNs;
    private @Nullable Instant nextTryAt;
    private Instant startingSince;
    private @Nullable TargetFailure last;
    private @Nullable CommitTs failedAt;
    private @Nullable CommitTs position;
    private @Nullable TargetRun current;

    TargetRunner(
            TargetPlan plan,
            String capture,
            StateFolder state,
            CaptureMetrics metrics,
            CaptureClock clock,
            Pace pace,
            Watcher watcher) {
        this.plan = plan;
        this.capture = capture;
        this.state = state;
        this.metrics = metrics;
        this.clock = clock;
        this.pace = pace;
        this.watcher = watcher;
        this.startingSince = clock.now();
        this.paused = state.isPaused(plan.name());
        this.thread = new Thread(this::work, "target-" + plan.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void work() {
        readPosition();
        while (awaitTurn()) {
            Throwable failure = run();
            if (failure != null) {
                settle(failure);
            }
        }
    }

    /** So that a target which does not run yet shows where it is; one that is to begin elsewhere is nowhere before it does. */
    private void readPosition() {
        try {
            if (state.reposition(plan.name()).isEmpty() && Files.exists(plan.checkpointFile())) {
                Optional<Checkpoint> saved =
                        CheckpointStore.file(plan.checkpointFile()).load();
                saved.map(checkpoint -> checkpoint.positions().get(plan.name())).ifPresent(this::moved);
            } else {
                LOG.info(
                        "Target \"{}\" has no checkpoint yet; it begins behind what it holds by itself, else where the configuration says",
                        plan.name());
            }
        } catch (IOException | CheckpointException e) {
            LOG.warn("The position of target \"{}\" is not known before it runs: {}", plan.name(), FailureText.of(e));
        }
    }

    /** Waits until the target is to run; returns false when it never is again. */
    private boolean awaitTurn() {
        synchronized (lock) {
            while (!closing && waitMs() > 0) {
                enter(resting());
                try {
                    lock.wait(Math.min(Math.max(1, waitMs()), 60_000));
                } catch (InterruptedException e) { // nobody means to; a stray one only makes it look again
                    LOG.debug("Target \"{}\" was woken by an interrupt", plan.name(), e);
                }
            }
            if (closing) {
                enter(TargetState.STOPPED);
                return false;
            }
            enter(TargetState.STARTING);
            nextTryAt = null;
            stopRun = false;
            active = true;
            opening = true;
            startingSince = clock.now();
            runs++;
            return true;
        }
    }

    private long waitMs() {
        if (paused || failed) {
            return Long.MAX_VALUE;
        }
        return nextTryAt == null ? 0 : (nextTryNs - clock.nanoTime()) / 1_000_000;
    }

    private TargetState resting() {
        if (paused) {
            return TargetState.PAUSED;
        }
        return failed ? TargetState.FAILED : TargetState.WAITING;
    }

    private void enter(TargetState next) {
        if (now != next) {
            LOG.info("Target \"{}\" is {} now, was {}", plan.name(), next, now);
            now = next;
            lock.notifyAll();
            watcher.changed();
        }
    }

    /** Runs one capture to its end. Returns why it has ended, or null if that was wanted. */
    private @Nullable Throwable run() {
        TargetRun run = null;
        Throwable failure = null;
        try {
            run = TargetRun.make(capture, plan, state, metrics, clock, this::moved);
            run.attach();
            running(run);
            failure = watch(run);
        } catch (Throwable e) { // whatever it is, it ends this target's capture and nothing else
            failure = e;
        }
        opened();
        failure = close(run, failure);
        return ended(failure);
    }

    private void running(TargetRun run) {
        synchronized (lock) {
            opened();
            current = run;
            enter(TargetState.RUNNING);
        }
    }

    /** From here on nobody interrupts, and an interrupt that came too late is forgotten. */
    private void opened() {
        synchronized (lock) {
            opening = false;
            if (Thread.interrupted()) {
                LOG.debug("Target \"{}\" was interrupted while it was opened", plan.name());
            }
        }
    }

    private @Nullable Throwable watch(TargetRun run) throws InterruptedException {
        long sinceNs = clock.nanoTime();
        while (!isStopWanted()) {
            if (run.awaitEnd(LOOK)) {
                endOfLog(run);
                return run.failure().orElse(null);
            }
            if (clock.nanoTime() - sinceNs > pace.stableMs() * 1_000_000) {
                forgetFailures();
            }
        }
        return null;
    }

    private boolean isStopWanted() {
        synchronized (lock) {
            return closing || paused || stopRun;
        }
    }

    private void endOfLog(TargetRun run) {
        if (run.failure().isEmpty()) {
            synchronized (lock) {
                closing = true;
            }
        }
    }

    private void forgetFailures() {
        synchronized (lock) {
            failures = 0;
            failedAt = null;
        }
    }

    private static @Nullable Throwable close(@Nullable TargetRun run, @Nullable Throwable failure) {
        try {
            if (run != null) {
                run.close();
            }
            return failure;
        } catch (RuntimeException e) {
            if (failure == null) {
                return e;
            }
            failure.addSuppressed(e);
            return failure;
        }
    }

    private @Nullable Throwable ended(@Nullable Throwable failure) {
        watcher.ended();
        synchronized (lock) {
            current = null;
            active = false;
            lock.notifyAll();
            if (failure != null && (closing || paused || stopRun)) {
                LOG.info("Target \"{}\" was stopped; on its way out it said: {}", plan.name(), FailureText.of(failure));
                return null;
            }
            return failure;
        }
    }

    private void settle(Throwable thrown) {
        TargetFailure failure = TargetFailure.of(thrown, clock.now());
        long pauseMs;
        boolean known;
        synchronized (lock) {
            known = last != null && failures > 0 && last.text().equals(failure.text());
            last = failure;
            failedAt = failure.transaction().orElse(null);
            failed = !failure.mends();
            failures++;
            pauseMs = pace.pauseMs(failures);
            if (!failed) {
                nextTryNs = clock.nanoTime() + pauseMs * 1_000_000;
                nextTryAt = clock.now().plusMillis(pauseMs);
            }
        }
        if (failure.mends() && known) {
            LOG.warn("Target \"{}\" is tried again in {} ms: {}", plan.name(), pauseMs, failure.text());
        } else if (failure.mends()) {
            LOG.warn("Target \"{}\" has failed and is tried again in {} ms", plan.name(), pauseMs, thrown);
        } else {
            LOG.error("Target \"{}\" has failed and waits for an operator", plan.name(), thrown);
        }
    }

    /** Called by the capture whenever its checkpoint is loaded or saved. */
    private void moved(CommitTs reached) {
        synchronized (lock) {
            position = reached;
            CommitTs at = failedAt;
            if (at != null && at.compareTo(reached) <= 0) {
                failedAt = null;
            }
        }
        try {
            state.forgetSkipsBelow(plan.name(), reached);
            new StartMarker(plan.checkpointFile()).clear();
        } catch (IOException e) {
            LOG.warn("What target \"{}\" has behind it could not be forgotten; tried again later", plan.name(), e);
        }
    }

    /** Stops the target until it is resumed; blocks until what is under way is saved. Returns false if it is paused already. */
    boolean pause() throws InterruptedException {
        synchronized (lock) {
            if (paused) {
                return false;
            }
            paused = true;
            stopActive();
            awaitIdle();
            if (!active && !closing) {
                enter(TargetState.PAUSED);
            }
            return true;
        }
    }

    /** Starts the target at once; returns false if it runs. */
    boolean resume() {
        synchronized (lock) {
            if (active && !paused) {
                return false;
            }
            paused = false;
            wake();
            return true;
        }
    }

    /** Has the target start again with what it is to leave out; blocks until a capture that runs has ended. */
    void restart() throws InterruptedException {
        synchronized (lock) {
            failedAt = null;
            stopActive();
            awaitIdle();
            wake();
        }
    }

    private void wake() {
        failed = false;
        nextTryAt = null;
        lock.notifyAll();
    }

    private void stopActive() {
        stopRun = active;
        if (opening) {
            thread.interrupt();
        }
        lock.notifyAll();
    }

    /** Waits until no capture is under way, or for the limit of what it does. */
    private void awaitIdle() throws InterruptedException {
        long sinceNs = clock.nanoTime();
        while (active && leftMs(sinceNs) > 0) {
            lock.wait(Math.min(leftMs(sinceNs), 100));
        }
    }

    private long leftMs(long sinceNs) {
        long limitMs = opening ? pace.openLimitMs() : pace.closeLimitMs();
        return limitMs - (clock.nanoTime() - sinceNs) / 1_000_000;
    }

    /** Has the target end for good; does not wait. */
    void stop() {
        synchronized (lock) {
            closing = true;
            stopActive();
        }
    }

    /** Waits for the end after {@link #stop}, as long as that may take; returns whether it has come. */
    boolean awaitStopped() throws InterruptedException {
        synchronized (lock) {
            awaitIdle();
            return !active;
        }
    }

    TargetPlan plan() {
        return plan;
    }

    /** Returns how it is now, all of one moment. */
    View view() {
        synchronized (lock) {
            return new View(
                    now,
                    paused,
                    active,
                    Math.max(0, runs - 1),
                    last,
                    failedAt,
                    position,
                    nextTryAt,
                    startingSince,
                    current);
        }
    }

    /** What a runner knows at a moment. */
    record View(
            TargetState state,
            boolean paused,
            boolean active,
            int restarts,
            @Nullable TargetFailure last,
            @Nullable CommitTs failedAt,
            @Nullable CommitTs position,
            @Nullable Instant nextTryAt,
            Instant startingSince,
            @Nullable TargetRun run) {}
}
