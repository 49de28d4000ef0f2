package io.github.binlogcapturer;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;

/**
 * A position that will soon lie before what the stores keep. Once it does, the capture stops with a
 * {@link io.github.binlogcapturer.error.PositionExpiredException}.
 *
 * @param region the region whose history is the shortest
 * @param position the position that is still needed: that of the slowest subscriber
 * @param oldest where the region's longest history begins
 * @param headroom the time between the two
 */
public record RetentionWarning(Region region, CommitTs position, CommitTs oldest, Duration headroom) {}
