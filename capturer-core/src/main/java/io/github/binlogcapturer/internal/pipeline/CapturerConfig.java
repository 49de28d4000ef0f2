package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.filter.FilterChain;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a capturer does, as the builder has checked it. Immutable.
 *
 * @param capture the capture's name
 * @param input where events come from; closed with the capturer
 * @param filters what passes
 * @param skipped the transactions to leave out in front of decoding, by a commit ts of theirs
 * @param start where each subscriber begins
 * @param subscribers their names, the first one is that of {@code start()}
 * @param limits bounds of memory and batches
 * @param timing how often and how long
 */
public record CapturerConfig(
        String capture,
        Input input,
        FilterChain filters,
        Set<CommitTs> skipped,
        AbsentColumns absentColumns,
        StartPosition start,
        List<String> subscribers,
        CheckpointStore checkpoints,
        Limits limits,
        Timing timing,
        List<CapturerListener> listeners,
        CaptureMetrics metrics,
        ThreadFactory threads,
        CaptureClock clock) {

    public CapturerConfig {
        skipped = Set.copyOf(skipped);
        subscribers = List.copyOf(subscribers);
        listeners = List.copyOf(listeners);
    }

    /** Where events come from. */
    public sealed interface Input {}

    /** The regions of a cluster. */
    public record Cluster(BinlogSource source) implements Input {}

    /**
     * A log of events.
     *
     * @param tables which tables' changes count, or null for all
     */
    public record Log(EventLog events, @Nullable TableFilter tables) implements Input {}

    /** Returns the source of a capture that reads a cluster. */
    BinlogSource source() {
        if (input instanceof Cluster cluster) {
            return cluster.source();
        }
        throw new IllegalStateException("Capture \"" + capture + "\" reads a log, which has no regions");
    }

    /**
     * Bounds in bytes.
     *
     * @param regionsBytes what may wait of all regions together before it is merged and appended; each gets an equal share
     * @param ringBytes what may wait for acknowledgement
     * @param batchBytes at which size a batch is closed
     * @param duplicateWindow how many transactions of each region are remembered to notice those that are logged twice
     */
    public record Limits(long regionsBytes, long ringBytes, long batchBytes, int duplicateWindow) {}

    /**
     * Times.
     *
     * @param checkpointInterval how often positions are saved
     * @param refreshInterval how often the cluster is asked for schemas and regions
     * @param heartbeatInterval how far apart heartbeats are in the stream's time; zero for none
     * @param closeTimeout how long closing may take
     * @param stallAfter how long a region may show nothing new before it is told
     * @param retentionWarning below which headroom a position that may expire is told
     */
    public record Timing(
            Duration checkpointInterval,
            Duration refreshInterval,
            Duration heartbeatInterval,
            Duration closeTimeout,
            Duration stallAfter,
            Duration retentionWarning) {}
}
