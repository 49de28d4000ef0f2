package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.CommitTs;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the control topic keeps for a group.
 *
 * @param commitTs up to which, included, Kafka holds everything; null where nothing was sent yet
 * @param owner the run that wrote it; another one than one's own means that another instance has taken over
 * @param partitions how many partitions each topic had
 */
record Position(@Nullable CommitTs commitTs, String owner, Map<String, Integer> partitions) {

    Position {
        Objects.requireNonNull(owner, "owner");
        partitions = Map.copyOf(partitions);
    }
}
