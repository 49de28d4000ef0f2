package io.github.binlogcapturer.testkit.simulated;

import java.util.concurrent.atomic.AtomicBoolean;

/** A fault that is switched off once. */
final class SwitchedFault implements Fault {

    private final Runnable off;
    private final AtomicBoolean closed = new AtomicBoolean();

    SwitchedFault(Runnable off) {
        this.off = off;
    }

    /** Returns a fault that has happened, with nothing to switch off. */
    static Fault happened() {
        return new SwitchedFault(() -> {});
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            off.run();
        }
    }
}
