package io.github.binlogcapturer.format;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;

/**
 * Encodes messages of one {@link MessageFormat}, each call one message, appended to the encoder's buffer. Owned by one thread. A message
 * has no line feed behind it, and text formats have none within it.
 *
 * <p>Methods that return a boolean return false, and append nothing, where the format has no such message. Where one throws, the caller
 * cuts the buffer back to where it was; the encoder stays usable.
 */
public interface MessageEncoder {

    /**
     * Appends the message of one row change.
     *
     * @param index the place of the change within the transaction, from 0
     * @throws io.github.binlogcapturer.error.DataException if a value has no form in this format; names table, column and commit ts
     */
    void change(Transaction transaction, int index);

    /**
     * Appends the key of a row, equal bytes for equal keys. In the stock formats a JSON object of the primary key's columns in key order, as
     * {@code {"id":1}}, which does not name the table.
     *
     * @return false where the table has no primary key
     * @throws io.github.binlogcapturer.error.DataException if a value has no form in this format; names table and column
     */
    boolean key(Row row);

    /**
     * Appends one message with the changes of a transaction from one index to before another. By default there is no such message.
     *
     * @throws io.github.binlogcapturer.error.DataException like {@link #change}
     */
    default boolean changes(Transaction transaction, int from, int to) {
        return false;
    }

    /** Appends the message that a transaction begins. By default there is none. */
    default boolean begin(Transaction transaction) {
        return false;
    }

    /** Appends the message that a transaction has ended. By default there is none. */
    default boolean end(Transaction transaction) {
        return false;
    }

    /** Appends the message of a changed schema. By default there is none. */
    default boolean schema(SchemaChange change) {
        return false;
    }

    /** Appends the message that everything up to a commit ts, included, has come. By default there is none. */
    default boolean watermark(CommitTs commitTs) {
        return false;
    }
}
