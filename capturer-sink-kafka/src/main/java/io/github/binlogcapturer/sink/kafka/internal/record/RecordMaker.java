package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes records of events. Each encoding thread has one of its own; what it makes depends on nothing but the event and the topics, so that
 * several may work on neighbouring events.
 */
public interface RecordMaker {

    /**
     * Adds the records of one event, in the order in which they are to be sent. May block while a topic is looked up for the first time.
     *
     * @throws io.github.binlogcapturer.error.CapturerException if the event cannot be sent as the sink was configured: a value without a
     *     form, a missing topic, a message that is too large
     * @throws InterruptedException if the thread was interrupted
     */
    void make(BinlogEvent event, Output out) throws InterruptedException;

    /** Takes records. Topic is what the record goes to; null in a record's key, value or partition is as Kafka has it. */
    @FunctionalInterface
    interface Output {

        void add(Topic topic, ProducerRecord<byte[], byte[]> record);
    }
}
