package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.CommitTs;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Brings records into Kafka by one producer after the other. All methods are called by one thread but {@link #breakOff}; those that talk to
 * Kafka wait as long as it takes, end with Kafka's {@code InterruptException} or an {@code InterruptedException} when the thread is
 * interrupted, and throw Kafka's exceptions, for {@link ErrorTable}.
 */
interface Delivery extends AutoCloseable {

    /** Starts the first producer. Returns up to where Kafka holds everything, or null where that is not known. */
    @Nullable
    CommitTs open() throws InterruptedException;

    /** Hands on a record; returns when the producer has it, in order behind those before. */
    void send(ProducerRecord<byte[], byte[]> record);

    /** Makes all records durable, with the position that they reach. */
    void settle(CommitTs upTo) throws InterruptedException;

    /**
     * Ends the producer and starts another one.
     *
     * @param reason what the failure of the last one means
     * @return up to where Kafka holds everything: what is above must be sent again. Null where it is not known
     */
    @Nullable
    CommitTs reopen(ErrorClass reason) throws InterruptedException;

    /**
     * Makes sure that what it needs in Kafka beside the records' topics is still there, as far as Kafka tells now. Thread-safe.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if not; says what to do
     */
    default void verify() throws InterruptedException {}

    /** Ends the producer at once, so that whoever waits for it gets an exception. Thread-safe. */
    void breakOff();

    /** Ends the producer; what is not settled is given up. Waits a few seconds at most. */
    @Override
    void close();
}
