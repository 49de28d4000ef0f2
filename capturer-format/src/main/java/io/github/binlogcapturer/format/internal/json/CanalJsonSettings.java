package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.spi.CaptureClock;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link io.github.binlogcapturer.format.CanalJson} was told.
 *
 * @param positions whether messages have the extra object of positions
 * @param replaceBadText whether bytes that are no text become U+FFFD, rather than a failure
 * @param clock where {@code ts} comes from, or null for the commit time
 */
public record CanalJsonSettings(
        boolean positions, boolean replaceBadText, @Nullable CaptureClock clock) {}
