package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.error.SinkException;
import org.jspecify.annotations.Nullable;

/** A table of the target does not fit its source. The message names both tables, the column, and what to do. */
public final class TargetSchemaException extends SinkException {

    private static final long serialVersionUID = 1L;

    public TargetSchemaException(String message) {
        super(message);
    }

    public TargetSchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
