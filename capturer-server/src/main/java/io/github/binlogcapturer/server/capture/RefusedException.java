package io.github.binlogcapturer.server.capture;

/** An operator's wish that cannot be met now; the message says why and what to do. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }
}
