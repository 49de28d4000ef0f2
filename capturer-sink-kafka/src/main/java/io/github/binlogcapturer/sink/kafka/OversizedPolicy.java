package io.github.binlogcapturer.sink.kafka;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What becomes of a change whose record is larger than its topic takes, or than the producer takes by its {@code max.request.size} and
 * {@code buffer.memory}. The size is counted before compression. Under each policy the
 * stream keeps a record of the change at its place; all but {@link #fail} mark it by {@link RecordHeaders#OVERSIZED}.
 *
 * <p>A record of keys only has the columns of the primary key and no others. Readers that do not look at the header take the other columns
 * for NULL, so use these policies with readers that do. A table without a primary key has no such record, the sink fails then; and so it
 * does where that record is still too large.
 */
public sealed interface OversizedPolicy {

    /** Stops with a {@code SinkException} that names table, key, size, limit and the settings to change. */
    static OversizedPolicy fail() {
        return new Fail();
    }

    /** Sends the columns of the primary key only. */
    static OversizedPolicy keysOnly() {
        return new KeysOnly();
    }

    /**
     * Puts the value into a file of a folder, which all readers must reach, and sends a pointer to it:
     * {@code {"claim_check":"<file>","bytes":<length>}}. The file is on disk before the record is sent, has the hex digits of its SHA-256
     * as its name, and is never deleted by the sink. {@link RecordHeaders#value} reads it.
     */
    static OversizedPolicy claimCheck(Path folder) {
        return new ClaimCheck(folder);
    }

    /**
     * Sends the columns of the primary key only, and to another topic the whole record where that one takes it, else the columns of the
     * primary key too. Where the sink creates that topic it has the brokers' limit, so create it before with a larger
     * {@code max.message.bytes}. {@link RecordHeaders#id} and {@link RecordHeaders#halves} tell its records from those of the stream.
     *
     * @throws IllegalArgumentException if Kafka does not take the name
     */
    static OversizedPolicy deadLetterTopic(String topic) {
        return new DeadLetterTopic(topic);
    }

    /** See {@link #fail()}. */
    record Fail() implements OversizedPolicy {}

    /** See {@link #keysOnly()}. */
    record KeysOnly() implements OversizedPolicy {}

    /** See {@link #claimCheck(Path)}. */
    record ClaimCheck(Path folder) implements OversizedPolicy {

        public ClaimCheck {
            Objects.requireNonNull(folder, "folder");
        }
    }

    /** See {@link #deadLetterTopic(String)}. */
    record DeadLetterTopic(String topic) implements OversizedPolicy {

        public DeadLetterTopic {
            TemplateRouter.requireTopicName(topic);
        }
    }
}
