package io.github.binlogcapturer.sink.kafka.internal.produce;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What became of the records of one producer: how many Kafka has, and the first failure. One for all of them, so that a record costs
 * nothing but a count. Thread-safe.
 */
final class SendWatch implements Callback {

    private final AtomicLong acknowledged;
    private volatile @Nullable Exception failure;

    /**
     * @param acknowledged counts the records that Kafka has; goes on from producer to producer
     */
    SendWatch(AtomicLong acknowledged) {
        this.acknowledged = acknowledged;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception == null) {
            // the producer's own thread alone counts
            acknowledged.lazySet(acknowledged.getPlain() + 1);
        } else {
            fail(exception);
        }
    }

    private synchronized void fail(Exception first) {
        if (failure == null) {
            failure = first;
        }
    }

    /**
     * Does nothing as long as no record has failed.
     *
     * @throws KafkaException if one has; its cause is the failure
     */
    void check() {
        Exception first = failure;
        if (first != null) {
            throw new KafkaException("Kafka has not taken a record: " + first.getMessage(), first);
        }
    }
}
