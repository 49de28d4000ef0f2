package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.RetentionWarning;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches how far the position that is still needed is ahead of what the stores drop. Used by one thread. */
final class RetentionWatch {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionWatch.class);

    private record Peer(long regionId, String address) {}

    /** @param lagMs how far the position is behind what the peers have */
    private record Headroom(RetentionWarning warning, long lagMs) {}

    private final long warnBelowMs;
    private final CaptureMetrics metrics;
    private final Consumer<Consumer<CapturerListener>> listeners;
    private final BooleanSupplier stopping;
    private long tellBelowMs;

    /** How far each peer went back when it was asked first. */
    private final Map<Peer, CommitTs> firstOldest = new HashMap<>();
    /** The regions whose history has become shorter meanwhile. A young one goes back no further because there was nothing before. */
    private final Set<Long> shortening = new HashSet<>();
    /** The regions of which the metric is set. */
    private final Set<Long> measured = new HashSet<>();

    /** @param stopping whether the capturer stops, so that nothing need be said of peers that cannot be asked */
    RetentionWatch(
            Duration warnBelow,
            CaptureMetrics metrics,
            Consumer<Consumer<CapturerListener>> listeners,
            BooleanSupplier stopping) {
        this.warnBelowMs = warnBelow.toMillis();
        this.metrics = metrics;
        this.listeners = listeners;
        this.stopping = stopping;
        this.tellBelowMs = warnBelowMs;
    }

    /**
     * Asks the peers of all regions how far back they go; so it may block for some seconds.
     *
     * @param beginnings where regions begin that were made later than others, by id: nothing before that is needed of them
     * @param positionTs the position that is still needed
     */
    void look(List<RegionProgress> regions, Map<Long, Long> beginnings, long positionTs) throws InterruptedException {
        forgetAllBut(regions);
        boolean anyFound = false;
        RetentionWarning shortest = null;
        for (RegionProgress progress : regions) {
            long regionId = progress.region().regionId();
            Headroom found = ask(progress, Math.max(positionTs, beginnings.getOrDefault(regionId, 0L)));
            if (found != null) {
                anyFound = true;
                measured.add(regionId);
                metrics.set(
                        Metric.RETENTION_HEADROOM,
                        Long.toString(regionId),
                        found.warning().headroom().toMillis() / 1e3);
                if (mayExpire(regionId, found)
                        && (shortest == null || found.warning().headroom().compareTo(shortest.headroom()) < 0)) {
                    shortest = found.warning();
                }
            }
        }
        if (shortest != null) {
            judge(shortest);
        } else if (anyFound) {
            tellBelowMs = warnBelowMs;
        }
    }

    /**
     * Returns whether something is being dropped, or the position is closer to what is dropped than to the present. A young region has
     * a short history too, but nobody falls behind it.
     */
    private boolean mayExpire(long regionId, Headroom found) {
        long headroomMs = found.warning().headroom().toMillis();
        return shortening.contains(regionId) || headroomMs < 0 || found.lagMs() >= headroomMs;
    }

    private void forgetAllBut(List<RegionProgress> regions) {
        Set<Long> present = new HashSet<>();
        regions.forEach(progress -> present.add(progress.region().regionId()));
        firstOldest.keySet().removeIf(peer -> !present.contains(peer.regionId()));
        shortening.retainAll(present);
        Set<Long> gone = new HashSet<>(measured);
        gone.removeAll(present);
        gone.forEach(id -> metrics.set(Metric.RETENTION_HEADROOM, Long.toString(id), Double.NaN));
        measured.removeAll(gone);
    }

    /** Returns null where no peer answers. */
    private @Nullable Headroom ask(RegionProgress progress, long neededTs) throws InterruptedException {
        List<PeerReport> peers;
        try {
            peers = progress.inspect();
        } catch (RuntimeException e) {
            if (stopping.getAsBoolean()) {
                throw e;
            }
            LOG.warn(
                    "How far back the stores of {} go could not be found out; they will be asked again",
                    progress.region(),
                    e);
            return null;
        }
        noteShortening(progress.region(), peers);
        return headroom(progress.region(), neededTs, peers);
    }

    private void noteShortening(Region region, List<PeerReport> peers) {
        for (PeerReport report : peers) {
            if (report instanceof PeerReport.Answered answered) {
                Peer peer = new Peer(region.regionId(), answered.address());
                CommitTs before = firstOldest.putIfAbsent(peer, answered.oldest());
                if (before != null && answered.oldest().compareTo(before) > 0) {
                    shortening.add(region.regionId());
                }
            }
        }
    }

    /** One peer with a long history suffices, so the longest counts. */
    private static @Nullable Headroom headroom(Region region, long positionTs, List<PeerReport> peers) {
        long oldestTs = Long.MAX_VALUE;
        long presentTs = 0;
        for (PeerReport report : peers) {
            if (report instanceof PeerReport.Answered answered) {
                oldestTs = Math.min(oldestTs, answered.oldest().value());
                presentTs = Math.max(presentTs, answered.checkPoint().value());
            }
        }
        if (presentTs == 0) {
            return null;
        }
        long positionMs = CommitTs.toUnixMs(positionTs);
        Duration headroom = Duration.ofMillis(positionMs - CommitTs.toUnixMs(oldestTs));
        return new Headroom(
                new RetentionWarning(region, CommitTs.of(positionTs), CommitTs.of(oldestTs), headroom),
                CommitTs.toUnixMs(presentTs) - positionMs);
    }

    private void judge(RetentionWarning shortest) {
        long headroomMs = shortest.headroom().toMillis();
        if (headroomMs >= warnBelowMs) {
            tellBelowMs = warnBelowMs;
        } else if (headroomMs < tellBelowMs) {
            // once it is used up there is nothing left to be halved
            tellBelowMs = headroomMs > 0 ? headroomMs / 2 : Long.MIN_VALUE;
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
