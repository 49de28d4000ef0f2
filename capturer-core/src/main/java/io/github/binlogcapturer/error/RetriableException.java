package io.github.binlogcapturer.error;

import org.jspecify.annotations.Nullable;

/**
 * Something outside is not available at the moment: a server is down, busy or in the middle of a change of leaders.
 * Nothing is lost. Wait and try again.
 */
public class RetriableException extends CapturerException {

    private static final long serialVersionUID = 1L;

    public RetriableException(String message) {
        super(message);
    }

    public RetriableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
