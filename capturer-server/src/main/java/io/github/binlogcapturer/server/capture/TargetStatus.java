package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.RegionStatus;
import io.github.binlogcapturer.event.CommitTs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one target is at a moment.
 *
 * @param name by the configuration
 * @param kind {@code mysql}, {@code kafka} or {@code file}
 * @param description where it leads, without secrets
 * @param state what it does now
 * @param explain one sentence on what it waits for now
 * @param position the commit ts up to which the target has confirmed everything, or null before that is known
 * @param watermark the commit ts up to which the stream is complete, or null before it is known
 * @param lag by the wall clock, how far the position is behind now; null before it is known
 * @param catchUp how long until it has caught up at the pace of late, null where unknown
 * @param retentionHeadroom how long until the position leaves what the stores keep, null where unknown
 * @param transactionsPerSecond over the last seconds
 * @param changesPerSecond over the last seconds
 * @param transactions delivered to it by this process
 * @param changes written to it by this process
 * @param lanes how many lanes write at once; 1 for a sink in order
 * @param inFlight transactions that lanes were given and that are not applied yet
 * @param conflicts transactions that waited for an earlier one
 * @param refused batches that the target refused
 * @param bufferBytes bytes of binlog entries in memory
 * @param bufferLimitBytes the bound of that
 * @param regions how far each region is; empty unless it runs
 * @param restarts how often its capture was made anew
 * @param lastError what its last failure said, or null
 * @param lastErrorAt when that was, or null
 * @param failedAt the commit ts of the transaction at which it stopped, where the failure names one; what a skip takes
 * @param nextTryAt when it is tried again, null unless it waits
 */
public record TargetStatus(
        String name,
        String kind,
        String description,
        TargetState state,
        String explain,
        @Nullable CommitTs position,
        @Nullable CommitTs watermark,
        @Nullable Duration lag,
        @Nullable Duration catchUp,
        @Nullable Duration retentionHeadroom,
        double transactionsPerSecond,
        double changesPerSecond,
        long transactions,
        long changes,
        int lanes,
        long inFlight,
        long conflicts,
        long refused,
        long bufferBytes,
        long bufferLimitBytes,
        List<RegionStatus> regions,
        int restarts,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt,
        @Nullable CommitTs failedAt,
        @Nullable Instant nextTryAt) {

    public TargetStatus {
        regions = List.copyOf(regions);
    }
}
