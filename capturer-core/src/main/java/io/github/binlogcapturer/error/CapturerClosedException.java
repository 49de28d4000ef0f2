package io.github.binlogcapturer.error;

import org.jspecify.annotations.Nullable;

/**
 * The capturer or stream was closed, or has failed (then the failure is the cause). Stop calling it; build a new one to
 * go on from the checkpoint.
 */
public class CapturerClosedException extends CapturerException {

    private static final long serialVersionUID = 1L;

    public CapturerClosedException(String message) {
        super(message);
    }

    public CapturerClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
