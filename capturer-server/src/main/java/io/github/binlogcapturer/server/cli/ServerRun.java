package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.logging.Logging;
import io.github.binlogcapturer.server.logging.SecretMask;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs until a signal, until no target runs any more, or until a thread dies of what nobody expected. Thread-safe.
 *
 * <p>Every thread of the program counts, those of libraries too: a producer or a connection whose thread has died does nothing any more, and
 * a program that hangs is worse than one that a service manager starts anew.
 */
final class ServerRun {

    private static final Logger LOG = LoggerFactory.getLogger(ServerRun.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    /** How long an orderly end may take once a thread has died: what it held may never be let go. */
    private static final long LAST_GRACE_SECONDS = 30;

    private final ServerParts parts;
    private final PrintWriter err;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> death = new AtomicReference<>();

    ServerRun(ServerParts parts, PrintWriter err) {
        this.parts = parts;
        this.err = err;
    }

    /** Starts, waits and ends; returns the exit code. */
    int run() throws InterruptedException {
        try (parts) {
            parts.start();
            boolean over = false;
            while (!over && stop.getCount() > 0) {
                over = parts.awaitEnd(LOOK);
            }
            if (stop.getCount() > 0) {
                return fatal();
            }
        } finally {
            ended.countDown();
        }
        Throwable cause = death.get();
        if (cause != null) {
            return ExitCodes.PROBLEM;
        }
        LOG.info("Ended in good order");
        return ExitCodes.FINE;
    }

    private int fatal() {
        err.println("capturer: no target runs any more");
        for (String reason : parts.fatalErrors()) {
            err.println();
            err.println(SecretMask.mask(reason));
        }
        err.flush();
        return ExitCodes.PROBLEM;
    }

    /** Has it end in good order; returns at once. */
    void stop(String why) {
        LOG.info("{}: the targets drain and save", why);
        stop.countDown();
    }

    /** Waits until it has ended in good order, or would not any more. */
    void awaitEnd() {
        try {
            ended.await(LAST_GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread has died. Without memory nothing orderly can be done; else the others are ended as by a signal. */
    void threadDied(Thread thread, Throwable cause) {
        if (cause instanceof VirtualMachineError) {
            halt(
                    "capturer: " + cause + " on thread " + thread.getName()
                            + "; ending at once. What was confirmed is kept; give the JVM more memory with -Xmx, or lower the memory limit");
        }
        if (death.compareAndSet(null, cause)) {
            LOG.error("Thread {} has died of what nobody expected; the program ends", thread.getName(), cause);
            err.println("capturer: thread " + thread.getName() + " has died: " + Failures.explain(cause));
            err.flush();
            Thread watchdog = new Thread(this::endInTime, "capturer-watchdog");
            watchdog.setDaemon(true);
            watchdog.start();
            stop.countDown();
        }
    }

    private void endInTime() {
        awaitEnd();
        if (ended.getCount() > 0) {
            halt("capturer: the targets did not end within " + LAST_GRACE_SECONDS + " s; ending at once");
        }
    }

    private void halt(String why) {
        err.println(why);
        err.flush();
        Runtime.getRuntime().halt(ExitCodes.PROBLEM);
    }

    /** A second signal: does not wait for anything. */
    void stopAtOnce() {
        err.println(
                "capturer: second signal, ending at once; what was confirmed is kept, what was under way comes again");
        err.flush();
        Logging.flush();
        Runtime.getRuntime().halt(ExitCodes.SECOND_SIGNAL);
    }
}
