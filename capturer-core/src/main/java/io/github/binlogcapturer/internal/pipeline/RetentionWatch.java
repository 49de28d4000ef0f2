package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.RetentionWarning;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches how far the position that is still needed is ahead of what the stores drop. Used by one thread. */
final class RetentionWatch {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionWatch.class);

    private final long warnBelowMs;
    private final CaptureMetrics metrics;
    private final Consumer<Consumer<CapturerListener>> listeners;
    private long tellBelowMs;

    RetentionWatch(Duration warnBelow, CaptureMetrics metrics, Consumer<Consumer<CapturerListener>> listeners) {
        this.warnBelowMs = warnBelow.toMillis();
        this.metrics = metrics;
        this.listeners = listeners;
        this.tellBelowMs = warnBelowMs;
    }

    /**
     * Asks the peers of all regions how far back they go; so it may block for some seconds.
     *
     * @param beginnings where regions begin that were made later than others, by id: nothing before that is needed of them
     * @param positionTs the position that is still needed
     */
    void look(List<RegionProgress> regions, Map<Long, Long> beginnings, long positionTs) throws InterruptedException {
        RetentionWarning shortest = null;
        for (RegionProgress progress : regions) {
            Region region = progress.region();
            long neededTs = Math.max(positionTs, beginnings.getOrDefault(region.regionId(), 0L));
            RetentionWarning found =
                    headroom(region, neededTs, progress.reader().inspect());
            if (found != null) {
                metrics.set(
                        Metric.RETENTION_HEADROOM,
                        Long.toString(region.regionId()),
                        found.headroom().toMillis() / 1e3);
                shortest = shortest == null || found.headroom().compareTo(shortest.headroom()) < 0 ? found : shortest;
            }
        }
        if (shortest != null) {
            judge(shortest);
        }
    }

    /** One peer with a long history suffices, so the longest counts. */
    private static @Nullable RetentionWarning headroom(Region region, long positionTs, List<PeerReport> peers) {
        OptionalLong oldest = peers.stream()
                .filter(PeerReport.Answered.class::isInstance)
                .mapToLong(peer -> ((PeerReport.Answered) peer).oldest().value())
                .min();
        if (oldest.isEmpty()) {
            return null;
        }
        long headroomMs = CommitTs.toUnixMs(positionTs) - CommitTs.toUnixMs(oldest.getAsLong());
        return new RetentionWarning(
                region, CommitTs.of(positionTs), CommitTs.of(oldest.getAsLong()), Duration.ofMillis(headroomMs));
    }

    private void judge(RetentionWarning shortest) {
        long headroomMs = shortest.headroom().toMillis();
        if (headroomMs >= warnBelowMs) {
            tellBelowMs = warnBelowMs;
        } else if (headroomMs < tellBelowMs) {
            tellBelowMs = headroomMs / 2;
            LOG.warn(
                    "The position {} lies only {} ahead of what the stores of {} drop ({}); once it expires, the capture"
                            + " stops and a new snapshot is needed. Make the target faster, or let the stores keep more",
                    shortest.position(),
                    shortest.headroom(),
                    shortest.region(),
                    shortest.oldest());
            listeners.accept(listener -> listener.onRetentionWarning(shortest));
        }
    }
}
