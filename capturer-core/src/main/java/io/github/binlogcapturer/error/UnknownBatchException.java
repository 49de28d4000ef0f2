package io.github.binlogcapturer.error;

import org.jspecify.annotations.Nullable;

/**
 * A batch id that this stream never gave out, or that a rollback took back. Nothing was acknowledged. Acknowledge only
 * batches got since the last rollback, and never those of an earlier run.
 */
public class UnknownBatchException extends CapturerException {

    private static final long serialVersionUID = 1L;

    public UnknownBatchException(String message) {
        super(message);
    }

    public UnknownBatchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
