package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows by the values of some of their columns. */
record ColumnPartitioning(List<String> names) implements Partitioning {

    private static final int SEPARATOR = 0;
    private static final int NULL = 0xff;

    ColumnPartitioning {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("Partitioning by columns needs at least one");
        }
    }

    @Override
    public int partition(Transaction transaction, Row row, byte @Nullable [] key, int partitions) {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                values.write(SEPARATOR);
            }
            String text = row.text(indexOf(row.schema(), names.get(i)));
            if (text == null) {
                values.write(NULL);
            } else {
                values.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return Topic.partitionOf(values.toByteArray(), partitions);
    }

    private int indexOf(TableSchema schema, String name) {
        if (!schema.hasColumn(name)) {
            throw new ConfigurationException(
                    "Table " + schema.name() + " has no column " + name + ", by which its rows were to"
                            + " find their partitions; leave the table out, or use a Partitioning that looks at the table");
        }
        return schema.indexOf(name);
    }
}
