package io.github.binlogcapturer.testkit.simulated;

/** Lets threads pass, or makes them wait. Thread-safe. */
final class Gate {

    // guarded by this
    private boolean open = true;

    synchronized void set(boolean isOpen) {
        open = isOpen;
        notifyAll();
    }

    synchronized void pass() throws InterruptedException {
        while (!open) {
            wait();
        }
    }
}
