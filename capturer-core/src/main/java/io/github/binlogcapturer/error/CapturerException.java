package io.github.binlogcapturer.error;

import org.jspecify.annotations.Nullable;

/**
 * Root of all exceptions of this library. The message says what happened, where (region, table, commit ts, file) and
 * what to do; the sub-type says which of the few possible reactions fits.
 */
public abstract class CapturerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    protected CapturerException(String message) {
        super(message);
    }

    protected CapturerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
