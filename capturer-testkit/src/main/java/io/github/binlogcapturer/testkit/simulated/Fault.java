package io.github.binlogcapturer.testkit.simulated;

/** A fault that is on. Thread-safe. */
public interface Fault extends AutoCloseable {

    /**
     * Switches the fault off: the cluster recovers from it as a real one does. Where something has happened that does not undo itself, as
     * an election or lost history, nothing is undone. Further calls do nothing.
     */
    @Override
    void close();
}
