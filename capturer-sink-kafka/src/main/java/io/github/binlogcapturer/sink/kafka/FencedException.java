package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.error.SinkException;

/**
 * Another capturer of the same capture and subscriber, or with the same id, has opened Kafka since, so this one may not write any more,
 * and has not: what it had not committed was aborted. Stop one of the two; starting this one again fences the other.
 */
public final class FencedException extends SinkException {

    private static final long serialVersionUID = 1L;

    public FencedException(String message) {
        super(message);
    }
}
