package io.github.binlogcapturer.testkit.database;

import org.jspecify.annotations.Nullable;

/** What holds for all connections of a proxy at the moment. Thread-safe. */
final class Traffic {

    volatile long toServerDelayNs;
    volatile long toClientDelayNs;

    // guarded by this
    private boolean held;
    private @Nullable Trap trap;
    private boolean sprung;

    synchronized void hold(boolean hold) {
        held = hold;
        notifyAll();
    }

    synchronized void awaitPassage() throws InterruptedException {
        while (held) {
            wait();
        }
    }

    synchronized void trap(Trap next) {
        trap = next;
        sprung = false;
    }

    synchronized boolean isTrapSprung() {
        return sprung;
    }

    /** Returns the trap whose marker ends in these bytes, which is then no longer set. */
    synchronized @Nullable Trap spring(MarkerScan scan, byte[] bytes, int length) {
        Trap set = trap;
        if (set == null || !scan.sees(set.marker(), bytes, length)) {
            return null;
        }
        trap = null;
        sprung = true;
        return set;
    }

    static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
