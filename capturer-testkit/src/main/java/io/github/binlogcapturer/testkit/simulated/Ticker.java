package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.spi.CaptureClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does the cluster's periodic work on a thread of its own. It looks at the cluster's clock every few milliseconds of real time, so that a
 * virtual clock moves the work along. Thread-safe.
 */
final class Ticker implements AutoCloseable {

    private static final long LOOK_MS = 3;
    private static final long CLOSE_TIMEOUT_MS = 5_000;

    private final CaptureClock clock;
    private final List<Task> tasks = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "simulated-cluster-ticker");

    private volatile @Nullable RuntimeException failure;

    Ticker(CaptureClock clock) {
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Adds work before the start. A period of 0 means at every look. */
    void every(long periodNs, Runnable work) {
        tasks.add(new Task(periodNs, work, clock.nanoTime()));
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                tasks.forEach(this::runIfDue);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runIfDue(Task task) {
        try {
            task.runIfDue(clock.nanoTime());
        } catch (RuntimeException e) {
            // the other work goes on; the first failure is told at the end
            if (failure == null) {
                failure = e;
            }
        }
    }

    /** Ends the work; throws {@link IllegalStateException} if some of it has failed, or does not end within 5 s. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("The simulated cluster's ticker has not ended after 5 s");
        }
        RuntimeException failed = failure;
        if (failed != null) {
            throw new IllegalStateException("The simulated cluster's periodic work has failed", failed);
        }
    }

    /** One kind of work, touched by the ticker's thread alone once that runs. */
    private static final class Task {
        private final long periodNs;
        private final Runnable work;
        private long lastNs;

        Task(long periodNs, Runnable work, long nowNs) {
            this.periodNs = periodNs;
            this.work = work;
            this.lastNs = nowNs;
        }

        void runIfDue(long nowNs) {
            if (nowNs - lastNs >= periodNs) {
                lastNs = nowNs;
                work.run();
            }
        }
    }
}
