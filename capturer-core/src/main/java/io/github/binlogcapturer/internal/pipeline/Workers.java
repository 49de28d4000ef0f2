package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The threads of a capturer. A task that throws ends the whole; nothing is swallowed. */
final class Workers {

    /** A stage's work until it is interrupted. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    private final String prefix;
    private final ThreadFactory factory;
    private final CaptureClock clock;
    private final Consumer<Throwable> onFailure;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;

    Workers(String prefix, ThreadFactory factory, CaptureClock clock, Consumer<Throwable> onFailure) {
        this.prefix = prefix;
        this.factory = factory;
        this.clock = clock;
        this.onFailure = onFailure;
    }

    /**
     * Runs a task on a thread of its own.
     *
     * @throws CapturerClosedException if the threads were stopped already
     */
    synchronized void start(String name, Task task) {
        if (stopping) {
            throw new CapturerClosedException("The capturer was closed; build a new one to go on from the checkpoint");
        }
        Thread thread = factory.newThread(() -> run(prefix + "-" + name, task));
        threads.add(thread);
        thread.start();
    }

    private void run(String name, Task task) {
        Thread.currentThread().setName(name);
        try {
            task.run();
        } catch (Throwable failure) {
            // an interrupt or a closed connection is how a stage learns that it is to stop; before that, it is a
            // failure as any other
            if (!stopping) {
                onFailure.accept(failure);
            }
        }
    }

    boolean isStopping() {
        return stopping;
    }

    /** Returns whether the calling thread is one of these. */
    boolean isOneOfThem() {
        return threads.contains(Thread.currentThread());
    }

    /** Interrupts all threads but the calling one; from now on their exceptions mean nothing. */
    synchronized void stop() {
        stopping = true;
        threads.stream().filter(thread -> thread != Thread.currentThread()).forEach(Thread::interrupt);
    }

    /** Waits until all threads have ended, without a limit. Not to be called by one of them. */
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Waits until all threads but the calling one have ended, or a deadline on the clock's nanosecond scale. */
    boolean join(long deadlineNs) throws InterruptedException {
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - clock.nanoTime());
                thread.join(Math.max(1, leftMs));
                if (thread.isAlive()) {
                    return false;
                }
            }
        }
        return true;
    }
}
