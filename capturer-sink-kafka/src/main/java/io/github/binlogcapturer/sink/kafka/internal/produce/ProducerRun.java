package io.github.binlogcapturer.sink.kafka.internal.produce;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * A producer from its start to its end, with what became of its records. Throws nothing but Kafka's exceptions. Used by one thread, but
 * for {@link #end}.
 */
final class ProducerRun {

    private final Producer<byte[], byte[]> producer;
    private final SendWatch watch;
    private boolean inTransaction;

    /**
     * @throws KafkaException if the settings are not such as a producer takes
     */
    ProducerRun(Map<String, Object> settings, AtomicLong acknowledged) {
        producer = new KafkaProducer<>(settings);
        watch = new SendWatch(acknowledged);
    }

    void initTransactions() {
        guarded(producer::initTransactions);
    }

    /** Begins a transaction if none is open. */
    void begin() {
        if (!inTransaction) {
            guarded(producer::beginTransaction);
            inTransaction = true;
        }
    }

    /** Hands on a record; what becomes of it the watch is told. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void send(ProducerRecord<byte[], byte[]> record) {
        watch.check();
        try {
            producer.send(record, watch);
        } catch (IllegalStateException e) {
            throw ended(e);
        }
    }

    /** Waits until Kafka has every record. */
    void flush() {
        guarded(producer::flush);
        watch.check();
    }

    /** Commits the open transaction. An exception leaves open whether it was. */
    void commit() {
        guarded(producer::commitTransaction);
        watch.check();
        inTransaction = false;
    }

    /** Ends the producer: waits so long for what is on its way, and for the end of an open transaction. Thread-safe, idempotent. */
    void end(Duration patience) {
        producer.close(patience);
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (IllegalStateException e) {
            throw ended(e);
        }
    }

    /** It was closed from outside, or its state does not fit since something has failed before. */
    private static KafkaException ended(IllegalStateException e) {
        return new KafkaException("The producer has ended", e);
    }
}
