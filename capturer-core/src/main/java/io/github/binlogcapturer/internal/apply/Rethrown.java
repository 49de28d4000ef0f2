package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.error.SinkException;

/** Throws again what another thread has failed with. */
final class Rethrown {

    private Rethrown() {}

    /** Throws what may be thrown as it is; returns an exception around anything else. */
    static SinkException of(Throwable failure) throws InterruptedException {
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return new SinkException("The sink failed: " + failure, failure);
    }
}
