package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The partitionings without parameters. All hash as Kafka's default partitioner does. */
enum StockPartitioning implements Partitioning {
    PRIMARY_KEY {
        @Override
        public int partition(Transaction transaction, Row row, byte @Nullable [] key, int partitions) {
            return key == null
                    ? TABLE.partition(transaction, row, null, partitions)
                    : Topic.partitionOf(key, partitions);
        }
    },
    TABLE {
        @Override
        public int partition(Transaction transaction, Row row, byte @Nullable [] key, int partitions) {
            return Topic.partitionOf(row.schema().name().toString().getBytes(StandardCharsets.UTF_8), partitions);
        }
    },
    TRANSACTION {
        @Override
        public int partition(Transaction transaction, Row row, byte @Nullable [] key, int partitions) {
            String commitTs = Long.toString(transaction.commitTs().value());
            return Topic.partitionOf(commitTs.getBytes(StandardCharsets.US_ASCII), partitions);
        }

        @Override
        public boolean dependsOnPartitionCount() {
            return false;
        }
    };

    @Override
    public boolean keepsUpdatesWhole() {
        return true;
    }
}
