package io.github.binlogcapturer.sink.kafka.internal.produce;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for answers of an admin client. */
final class AdminCalls {

    /** How long one question may take; what waits longer asks again. */
    static final int TIMEOUT_MS = 10_000;

    private AdminCalls() {}

    /**
     * Returns the answer.
     *
     * @throws KafkaException if there is none; for {@link ErrorTable}
     * @throws InterruptedException if the thread was interrupted
     */
    static <T> T answer(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException kafka) {
                throw kafka;
            }
            throw new KafkaException("Kafka gave no answer", e.getCause());
        }
    }
}
