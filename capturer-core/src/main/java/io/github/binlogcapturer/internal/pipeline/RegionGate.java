package io.github.binlogcapturer.internal.pipeline;

/**
 * Bounds what one region holds in memory between being read and being appended to the ring. A region that holds nothing is always
 * let in, whatever the size of what it brings; so the region for which the merge waits never waits itself. Thread-safe.
 */
final class RegionGate {

    private final long maxBytes;
    private long heldBytes;

    RegionGate(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized void awaitRoom() throws InterruptedException {
        while (heldBytes >= maxBytes) {
            wait();
        }
    }

    synchronized void enter(long bytes) {
        heldBytes += bytes;
    }

    synchronized void leave(long bytes) {
        heldBytes -= bytes;
        notifyAll();
    }
}
