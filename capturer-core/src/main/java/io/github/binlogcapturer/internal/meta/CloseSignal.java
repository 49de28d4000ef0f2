package io.github.binlogcapturer.internal.meta;

import io.github.binlogcapturer.error.CapturerClosedException;
import java.util.concurrent.CountDownLatch;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/** Tells those who wait that what they wait for was closed. Thread-safe. */
public final class CloseSignal {

    private final String what;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Starts open.
     *
     * @param what the thing that is closed, as a message names it
     */
    public CloseSignal(String what) {
        this.what = what;
    }

    /** Ends all waits, now and later. Idempotent. */
    public void close() {
        closed.countDown();
    }

    /**
     * Checks that it is open still.
     *
     * @throws CapturerClosedException if it was closed
     */
    public void requireOpen() {
        if (closed.getCount() == 0) {
            throw exception();
        }
    }

    /**
     * Waits.
     *
     * @throws CapturerClosedException if it was closed before or meanwhile
     * @throws InterruptedException if the thread was interrupted
     */
    public void pause(long pauseMs) throws InterruptedException {
        if (closed.await(pauseMs, MILLISECONDS)) {
            throw exception();
        }
    }

    private CapturerClosedException exception() {
        return new CapturerClosedException("The " + what + " was closed; open a new one to go on");
    }
}
