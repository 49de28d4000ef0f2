package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which partition of its topic a change goes to. Asked for each image of a row: where the two images of an update have different
 * partitions, the update is sent as a delete and an insert, tied by {@link RecordHeaders#KEY_CHANGE}. Called by several threads; the answer
 * must depend on nothing but the parameters.
 */
@FunctionalInterface
public interface Partitioning {

    /**
     * Returns the partition of an image of a row.
     *
     * @param transaction the transaction that changes the row
     * @param row the image before or after the change
     * @param key the record's key, or null where the table has no primary key; not to be changed
     * @param partitions how many partitions the topic has
     * @return a number from 0 to below {@code partitions}; another one stops the sink
     */
    int partition(Transaction transaction, Row row, byte @Nullable [] key, int partitions);

    /**
     * Returns whether both images of an update always have the same partition, so that only one need be asked for. They have the same
     * primary key.
     */
    default boolean keepsUpdatesWhole() {
        return false;
    }

    /** Returns whether rows would move to other partitions if the partition count changed, which then stops the sink. */
    default boolean dependsOnPartitionCount() {
        return true;
    }

    /**
     * By primary key, the default: Kafka's own default for the record's key, murmur2. All changes of a key are in one partition in their
     * order. A table without a primary key goes as {@link #table()} has it.
     */
    static Partitioning primaryKey() {
        return StockPartitioning.PRIMARY_KEY;
    }

    /** By table: murmur2 of {@code db.table}. All changes of a table are in one partition in their order. */
    static Partitioning table() {
        return StockPartitioning.TABLE;
    }

    /**
     * By transaction: murmur2 of the commit ts. The changes of a transaction that go to one topic are in one partition in their order, but
     * transactions are in no order to each other.
     */
    static Partitioning transaction() {
        return StockPartitioning.TRANSACTION;
    }

    /**
     * By the values of columns: murmur2 of their {@linkplain Row#text(int) exact texts} in UTF-8, between two of them a zero byte, for NULL
     * the byte 0xFF. Rows with equal values are in one partition in their order. An upsert goes by its new image alone, since the old one is not known. A table
     * that lacks one of the columns stops the sink.
     *
     * @throws IllegalArgumentException if no column is named
     */
    static Partitioning columns(String... names) {
        return new ColumnPartitioning(List.of(names));
    }

    /**
     * All to one partition, so that the topic has everything in commit order.
     *
     * @throws IllegalArgumentException if it is below 0
     */
    static Partitioning fixed(int partition) {
        return new FixedPartitioning(partition);
    }
}
