package io.github.binlogcapturer.error;

import org.jspecify.annotations.Nullable;

/**
 * A checkpoint cannot be used: it is damaged, of another program or version, or of another capture. It was left as it is.
 * Restore it, point the capturer at the right one, or delete it to start from the configured position.
 */
public class CheckpointException extends ConfigurationException {

    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
