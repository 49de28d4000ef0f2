package io.github.binlogcapturer.error;

import org.jspecify.annotations.Nullable;

/**
 * A sink failed to take transactions. Nothing was acknowledged, so they are delivered again after a restart. Look at the
 * target, then start again.
 */
public class SinkException extends CapturerException {

    private static final long serialVersionUID = 1L;

    public SinkException(String message) {
        super(message);
    }

    public SinkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
