package io.github.binlogcapturer.internal.source;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Lets calls tell their outcomes to the thread that waits for them, which thereby parses its answers itself, whichever of several comes
 * first. Tasks may be added by any thread.
 */
final class CallQueue implements Executor {

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs what is there, or waits for something to run. */
    void runOrWait(long waitNs) throws InterruptedException {
        @Nullable Runnable task = tasks.poll(waitNs, NANOSECONDS);
        if (task != null) {
            task.run();
            drain();
        }
    }

    /** Runs what is there. */
    void drain() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Takes a task back; returns whether it was there still. */
    boolean withdraw(Runnable task) {
        return tasks.remove(task);
    }

    /** Ends a wait. */
    void wake() {
        execute(() -> {});
    }
}
