package io.github.binlogcapturer.internal.checkpoint;

import io.github.binlogcapturer.event.CommitTs;
import java.util.Map;

/**
 * What a checkpoint says of where a capture stands.
 *
 * @param positions per subscriber
 * @param regions see {@link io.github.binlogcapturer.spi.Checkpoint#regions}
 */
public record Standing(Map<String, CommitTs> positions, Map<Long, Long> regions) {

    static final Standing NONE = new Standing(Map.of(), Map.of());

    public Standing {
        positions = Map.copyOf(positions);
        regions = Map.copyOf(regions);
    }
}
