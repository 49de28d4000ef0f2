package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.Transaction;
import org.jspecify.annotations.Nullable;

/** Everything to one partition. */
record FixedPartitioning(int number) implements Partitioning {

    FixedPartitioning {
        if (number < 0) {
            throw new IllegalArgumentException("Partitions begin at 0, but got " + number);
        }
    }

    @Override
    public int partition(Transaction transaction, Row row, byte @Nullable [] key, int partitions) {
        return number;
    }

    @Override
    public boolean keepsUpdatesWhole() {
        return true;
    }

    @Override
    public boolean dependsOnPartitionCount() {
        return false;
    }
}
