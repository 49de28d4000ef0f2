package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.CapturerException;
import io.github.binlogcapturer.error.CheckpointException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.errors.ApiException;

/**
 * Why a target's capture has ended.
 *
 * @param text what it says, in one line
 * @param at when that was
 * @param transaction the one at fault, where it is known
 * @param mends whether it may go away by itself, so that trying again makes sense
 */
record TargetFailure(String text, Instant at, Optional<CommitTs> transaction, boolean mends) {

    private static final int MAX_CAUSES = 50;

    static TargetFailure of(Throwable failure, Instant at) {
        Throwable cause = failure.getCause();
        if (failure instanceof CapturerClosedException && cause != null) {
            return of(cause, at);
        }
        return new TargetFailure(FailureText.of(failure), at, FailedTransaction.of(failure), mends(failure));
    }

    /**
     * A topic that is missing or a right that was not given is mended at Kafka, and this program need not be told. What the sink finds
     * out by itself, such as a number of partitions that has changed, is a decision that nobody but an operator makes.
     */
    private static boolean isSaidByBroker(Throwable failure) {
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof ApiException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** What a sink throws is wrapped; where the cause is a setting, the target does not mend by itself either. */
    private static boolean mends(Throwable failure) {
        Throwable cause = failure.getCause();
        if (failure instanceof CheckpointException) {
            return cause instanceof IOException;
        }
        if (failure instanceof SinkException && cause instanceof CapturerException) {
            return mends(cause) || isSaidByBroker(cause);
        }
        return failure instanceof RetriableException
                || failure instanceof SinkException
                || failure instanceof IOException;
    }
}
