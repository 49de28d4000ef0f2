package io.github.binlogcapturer.error;

import org.jspecify.annotations.Nullable;

/**
 * The data contradict what the source promises: an entry that cannot be read, or timestamps out of order. The capturer
 * stops in front of it and loses nothing. Report it with the place that the message names.
 */
public class DataException extends CapturerException {

    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
