package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.Stall;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.store.TransactionRing;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices regions that show nothing new, finds out why, and tells. {@link #look} is called by one thread, {@link #stallOf} by any.
 */
final class StallWatch {

    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);

    /** A region shows something about every second; a check point that is further ahead than this promises something to read. */
    private static final long READABLE_AHEAD_MS = 2500;

    /** @param tellAgainAtNs how long it must have lasted to be told once more */
    private record Told(Stall stall, long waitingSinceNs, long tellAgainAtNs) {}

    private final long stallAfterNs;
    private final CaptureClock clock;
    private final CaptureMetrics metrics;
    private final Consumer<Consumer<CapturerListener>> listeners;
    private final BooleanSupplier stopping;
    private final Map<Region, Told> told = new ConcurrentHashMap<>();

    /** @param stopping whether the capturer stops, so that nothing need be said of peers that cannot be asked */
    StallWatch(
            Duration stallAfter,
            CaptureClock clock,
            CaptureMetrics metrics,
            Consumer<Consumer<CapturerListener>> listeners,
            BooleanSupplier stopping) {
        this.stallAfterNs = TransactionRing.toNanos(stallAfter);
        this.clock = clock;
        this.metrics = metrics;
        this.listeners = listeners;
        this.stopping = stopping;
    }

    /** Returns the stall of a region that was told last and lasts on, or null. */
    @Nullable
    Stall stallOf(Region region) {
        Told known = told.get(region);
        return known == null ? null : known.stall();
    }

    /** Looks at all regions once. Asks the peers of those that stall, and so may block for some seconds. */
    void look(List<RegionProgress> regions) throws InterruptedException {
        Set<Region> present = new HashSet<>();
        regions.forEach(progress -> present.add(progress.region()));
        told.keySet().retainAll(present);
        tellEnds(regions);
        for (RegionProgress progress : regions) {
            long sinceNs = progress.waitingSinceNs();
            long waitedNs = sinceNs == RegionProgress.NOT_WAITING ? 0 : clock.nanoTime() - sinceNs;
            Told before = told.get(progress.region());
            if (waitedNs >= (before == null ? stallAfterNs : before.tellAgainAtNs())) {
                tellIfKnown(progress, sinceNs, waitedNs);
                // asking may have taken long, and others need not wait for the next look
                tellEnds(regions);
            }
        }
        metrics.set(Metric.STALLED_REGIONS, "", told.size());
    }

    private void tellEnds(List<RegionProgress> regions) {
        for (RegionProgress progress : regions) {
            Told before = told.get(progress.region());
            if (before != null && before.waitingSinceNs() != progress.waitingSinceNs()) {
                told.remove(progress.region());
                LOG.info(
                        "{} shows something new again, from {} on",
                        progress.region(),
                        CommitTs.of(progress.reachedTs()));
                listeners.accept(listener -> listener.onStallEnd(progress.region()));
            }
        }
    }

    private void tellIfKnown(RegionProgress progress, long sinceNs, long waitedNs) throws InterruptedException {
        try {
            tell(progress, sinceNs, waitedNs);
        } catch (RuntimeException e) {
            if (stopping.getAsBoolean()) {
                throw e;
            }
            LOG.warn(
                    "{} shows nothing new, and its peers could not be asked why; they will be asked again",
                    progress.region(),
                    e);
        }
    }

    private void tell(RegionProgress progress, long sinceNs, long waitedNs) throws InterruptedException {
        List<PeerReport> peers = progress.inspect();
        CommitTs reached = CommitTs.of(progress.reachedTs());
        if (progress.waitingSinceNs() != sinceNs) {
            // it moved on while its peers were asked
            return;
        }
        Stall stall = new Stall(progress.region(), reached, Duration.ofNanos(waitedNs), cause(reached, peers), peers);
        told.put(progress.region(), new Told(stall, sinceNs, waitedNs + stallAfterNs));
        LOG.warn("{}", describe(stall));
        listeners.accept(listener -> listener.onStall(stall));
    }

    private static Stall.Cause cause(CommitTs reached, List<PeerReport> peers) {
        if (peers.isEmpty()) {
            return Stall.Cause.UNKNOWN;
        }
        long checkPointMs = peers.stream()
                .filter(PeerReport.Answered.class::isInstance)
                .mapToLong(peer -> CommitTs.toUnixMs(
                        ((PeerReport.Answered) peer).checkPoint().value()))
                .max()
                .orElse(Long.MIN_VALUE);
        if (checkPointMs == Long.MIN_VALUE) {
            return Stall.Cause.UNREACHABLE;
        }
        return checkPointMs - CommitTs.toUnixMs(reached.value()) > READABLE_AHEAD_MS
                ? Stall.Cause.NOT_READABLE
                : Stall.Cause.PENDING_PREWRITE;
    }

    /** Says in one sentence which region stalls, since when, why, and what its peers say. */
    static String describe(Stall stall) {
        String why = switch (stall.cause()) {
            case PENDING_PREWRITE ->
                ": the check points of its peers stand still, so a transaction is prepared there and not decided"
                        + " (BaikalDB does that by itself, within 10 min as a rule), or the oracle gives no timestamps";
            case UNREACHABLE -> ": none of its peers answers; look at these stores";
            case NOT_READABLE -> ": its peers have more, but it cannot be read from any; look at these stores";
            case UNKNOWN -> "; the source cannot tell why";
        };
        return stall.region() + " has shown nothing beyond commit ts " + stall.reached() + " for "
                + stall.since().toMillis() + " ms" + why
                + (stall.peers().isEmpty() ? "" : ". Peers: " + describe(stall.peers()));
    }

    private static String describe(List<PeerReport> peers) {
        return String.join("; ", peers.stream().map(StallWatch::describe).toList());
    }

    private static String describe(PeerReport peer) {
        if (peer instanceof PeerReport.Answered answered) {
            return answered.address() + " has check point " + answered.checkPoint() + " and goes back to "
                    + answered.oldest();
        }
        return peer.address() + " " + ((PeerReport.Silent) peer).why();
    }
}
