package io.github.binlogcapturer;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a region is that a capturer reads.
 *
 * @param watermark the timestamp up to which it has shown everything
 * @param quietFor how long it has shown nothing new; zero where what it has shown still waits to be merged
 * @param holdsMerge whether all others wait for it now
 * @param stall why it shows nothing new, once that lasts; null before
 */
public record RegionStatus(
        Region region,
        CommitTs watermark,
        Duration quietFor,
        boolean holdsMerge,
        @Nullable Stall stall) {}
