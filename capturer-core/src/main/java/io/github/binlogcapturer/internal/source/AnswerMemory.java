package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.internal.meta.CloseSignal;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bounds what unusually large answers may take together while they are received. Who waits longest is served first. Thread-safe. To be
 * free of deadlocks, a reader asks for memory only while it holds none.
 */
final class AnswerMemory {

    private final long totalBytes;

    // guarded by this
    private final Deque<Object> waiting = new ArrayDeque<>();
    private long freeBytes;

    AnswerMemory(long totalBytes) {
        this.totalBytes = totalBytes;
        this.freeBytes = totalBytes;
    }

    long totalBytes() {
        return totalBytes;
    }

    /**
     * Waits until so much is free, and takes it.
     *
     * @param bytes at most {@link #totalBytes}
     * @throws io.github.binlogcapturer.error.CapturerClosedException if the signal was closed before or meanwhile
     */
    synchronized void take(long bytes, CloseSignal signal) throws InterruptedException {
        Object turn = new Object();
        waiting.add(turn);
        try {
            while (waiting.peek() != turn || freeBytes < bytes) {
                signal.requireOpen();
                wait();
            }
            freeBytes -= bytes;
        } finally {
            waiting.remove(turn);
            notifyAll();
        }
    }

    synchronized void giveBack(long bytes) {
        freeBytes += bytes;
        notifyAll();
    }

    /** Lets those who wait look at their signals. */
    synchronized void wake() {
        notifyAll();
    }
}
