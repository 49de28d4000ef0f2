package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.kafka.internal.claim.ClaimFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers of the sink's records, all of them ASCII text, and how to read them. With them a reader can put a transaction together again
 * from several partitions and topics, and drop what came twice, without looking into the values.
 *
 * <p>Changes of one transaction have the same {@link #COMMIT_TS} and {@link #START_TS}, and an {@link #EVENT_INDEX} of their own from 0 to
 * below {@link #EVENT_COUNT}; these count the changes that the capture delivered, in every topic. Mostly a record holds one change. A packed
 * one holds {@link #EVENT_SPAN} changes from its index on. A change that was split is held by two records with the same index, whose
 * {@link #EVENT_PART} is 0 (the delete) and 1 (the insert). {@link #id} tells records apart; the transaction is complete once the
 * {@link #halves} of its records sum to twice the event count.
 */
public final class RecordHeaders {

    /** What the record is: {@code insert}, {@code update}, {@code upsert}, {@code delete} or one of the types below. On every record. */
    public static final String TYPE = "type";
    /** The commit ts, a decimal number; of a watermark, the one up to which, included, everything has been sent. On every record. */
    public static final String COMMIT_TS = "commit_ts";
    /** The transaction's start ts, a decimal number; with the commit ts it names the transaction. */
    public static final String START_TS = "start_ts";
    /** The source's transaction id, a decimal number; 0 where the source logs none. */
    public static final String TXN_ID = "txn_id";
    /** The place of the record's first change among those of its transaction, from 0. */
    public static final String EVENT_INDEX = "event_index";
    /** How many changes the transaction has. */
    public static final String EVENT_COUNT = "event_count";
    /** How many changes the record holds; only on packed records. */
    public static final String EVENT_SPAN = "event_span";
    /** Which part of a split change the record is, 0 or 1; only there. */
    public static final String EVENT_PART = "event_part";
    /** {@code true} on the record that ends the last change of its transaction, else {@code false}. */
    public static final String LAST = "last";
    /** The version of the table's schema, which grows with each change of it; not on packed records of several tables. */
    public static final String SCHEMA_VERSION = "schema_version";
    /**
     * Ties the delete of an old key to the row under its new key: the same text on both, {@code <commit_ts>-<event_index of the delete>}. On
     * changes that were split since their images belong to different partitions, and on those of an UPDATE statement that gave one row
     * another primary key. It is left out where a statement did so with several rows, since the binlog does not tell which became which.
     */
    public static final String KEY_CHANGE = "key_change";
    /** On records of changes that were too large: {@code keys-only}, {@code claim-check} or {@code dead-letter}. */
    public static final String OVERSIZED = "oversized";
    /** The name of the file that holds the value. */
    public static final String CLAIM_CHECK = "claim_check";
    /** The SHA-256 of the value in that file, hexadecimal. */
    public static final String CLAIM_CHECK_SHA256 = "claim_check_sha256";
    /** On records of a dead-letter topic, the topic that the record belongs to. */
    public static final String SOURCE_TOPIC = "source_topic";

    /** The {@link #TYPE} of a record that says that all before its {@link #COMMIT_TS}, included, has been sent to its partition. */
    public static final String WATERMARK = "watermark";
    /** The {@link #TYPE} of a changed schema. */
    public static final String SCHEMA = "schema";
    /** The {@link #TYPE} of a transaction's begin. */
    public static final String BEGIN = "begin";
    /** The {@link #TYPE} of a transaction's end. */
    public static final String END = "end";
    /** The {@link #TYPE} of a record that holds several changes. */
    public static final String PACKED = "packed";
    /** The {@link #TYPE} of a record without value behind a delete, which lets a compacted topic forget the key. */
    public static final String TOMBSTONE = "tombstone";

    private static final String DEAD_LETTER = "dead-letter";

    private RecordHeaders() {}

    /**
     * Returns a header's text, or null where it is not there.
     *
     * @throws DataException if it is there without a value
     */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null) {
            return null;
        }
        if (header.value() == null) {
            throw new DataException("Header " + name + " has no value; the record is none of the sink's");
        }
        return new String(header.value(), StandardCharsets.US_ASCII);
    }

    /**
     * Returns a header's number.
     *
     * @throws DataException if it is not there or no number
     */
    public static long number(Headers headers, String name) {
        String text = required(headers, name);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new DataException("Header " + name + " is no number but \"" + text + "\"", e);
        }
    }

    /**
     * Returns what the record is.
     *
     * @throws DataException if it does not say so
     */
    public static String type(Headers headers) {
        return required(headers, TYPE);
    }

    /**
     * Returns the commit ts.
     *
     * @throws DataException if there is none
     */
    public static CommitTs commitTs(Headers headers) {
        return CommitTs.of(number(headers, COMMIT_TS));
    }

    /** Returns whether the record is a watermark. */
    public static boolean isWatermark(Headers headers) {
        return WATERMARK.equals(text(headers, TYPE));
    }

    /** Returns whether the record ends the last change of its transaction. */
    public static boolean isLast(Headers headers) {
        return "true".equals(text(headers, LAST));
    }

    /**
     * Returns a text that names a record of a change, the same one for what was sent twice: transaction, index, part, and whether it is a
     * tombstone or a dead letter.
     *
     * @throws DataException if the record is of no change
     */
    public static String id(Headers headers) {
        String part = text(headers, EVENT_PART);
        return required(headers, COMMIT_TS)
                + '-'
                + required(headers, START_TS)
                + '-'
                + required(headers, EVENT_INDEX)
                + (part == null ? "" : '-' + part)
                + (TOMBSTONE.equals(type(headers)) ? "-" + TOMBSTONE : "")
                + (isDeadLetter(headers) ? "-" + DEAD_LETTER : "");
    }

    /**
     * Returns how many halves of changes the record holds: 2, or 1 where the change was split, or twice its span where it is packed; 0 for
     * all that is no change, and for dead letters, whose changes are counted where they belong.
     */
    public static long halves(Headers headers) {
        if (text(headers, EVENT_INDEX) == null || TOMBSTONE.equals(text(headers, TYPE)) || isDeadLetter(headers)) {
            return 0;
        }
        if (text(headers, EVENT_PART) != null) {
            return 1;
        }
        return text(headers, EVENT_SPAN) == null ? 2 : 2 * number(headers, EVENT_SPAN);
    }

    /**
     * Returns a record's value, read from its file where it was put into one, and checked then. May block on the file.
     *
     * @param claimChecks the folder that {@link OversizedPolicy#claimCheck} was given
     * @throws DataException if the file does not hold what was put into it, or the header names no file of the folder
     * @throws IOException if the file cannot be read
     */
    public static byte @Nullable [] value(ConsumerRecord<?, byte[]> message, Path claimChecks) throws IOException {
        String file = text(message.headers(), CLAIM_CHECK);
        if (file == null) {
            return message.value();
        }
        return new ClaimFolder(claimChecks).get(file, required(message.headers(), CLAIM_CHECK_SHA256));
    }

    private static boolean isDeadLetter(Headers headers) {
        return text(headers, SOURCE_TOPIC) != null;
    }

    private static String required(Headers headers, String name) {
        String text = text(headers, name);
        if (text == null) {
            throw new DataException("There is no header " + name + "; the record is none of the sink's");
        }
        return text;
    }
}
