package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.PositionExpiredException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.meta.CloseSignal;
import io.github.binlogcapturer.internal.meta.Transport;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a region from whichever peer can serve it, over connections of its own: the servers cope with one read at a time on each. */
final class BaikalRegionReader implements RegionReader {

    private static final Logger LOG = LoggerFactory.getLogger(BaikalRegionReader.class);

    private final Region region;
    private final Topology topology;
    private final Transport transport;
    private final StoreClient stores;
    private final long pollMs;
    private final CloseSignal signal;
    private final Consumer<BaikalRegionReader> onClose;

    // owned by the reading thread
    private final RegionPeers peers;
    private final ReadBudget budget;
    private final Backoff backoff;
    private long positionTs;
    private int failedRounds;

    BaikalRegionReader(
            Region region,
            CommitTs after,
            Topology topology,
            Transport transport,
            ReadSettings settings,
            Consumer<BaikalRegionReader> onClose) {
        this.region = region;
        this.positionTs = after.value();
        this.topology = topology;
        this.transport = transport;
        this.stores = new StoreClient(transport, settings.timeoutMs());
        this.pollMs = settings.pollMs();
        this.signal = new CloseSignal("reader of " + region);
        this.onClose = onClose;
        this.peers = new RegionPeers(region.regionId(), topology);
        this.budget = new ReadBudget(settings.rows(), settings.bytes());
        this.backoff = new Backoff(settings.random());
    }

    @Override
    public RegionChunk read() throws InterruptedException {
        while (true) {
            signal.requireOpen();
            String peer = peers.next();
            if (peer == null) {
                endRound();
                continue;
            }
            long version = topology.place(region.regionId()).version();
            StoreAnswer answer = stores.read(peer, region.regionId(), version, positionTs, budget.rows());
            if (answer instanceof StoreAnswer.Failed failed) {
                onFailure(peer, version, failed);
                continue;
            }
            onSuccess(peer);
            if (answer instanceof StoreAnswer.Progress progress) {
                return advance(progress);
            }
            signal.pause(pollMs);
        }
    }

    /** Ends a read under way with {@link io.github.binlogcapturer.error.CapturerClosedException}. */
    @Override
    public void close() {
        signal.close();
        transport.close();
        onClose.accept(this);
    }

    private RegionChunk advance(StoreAnswer.Progress progress) {
        budget.answered(progress.rows(), progress.bytes());
        positionTs = progress.chunk().watermarkTs();
        return progress.chunk();
    }

    private void onSuccess(String peer) {
        if (failedRounds > 0) {
            LOG.info("{} can be read again, from {}", region, peer);
        }
        failedRounds = 0;
        peers.worked(peer);
        backoff.reset();
    }

    private void onFailure(String peer, long version, StoreAnswer.Failed failed) throws InterruptedException {
        signal.requireOpen();
        LOG.debug("{} behind {}: {}", region, positionTs, failed.detail());
        if (failed.why() == ReadFailure.VERSION_OLD) {
            topology.adopt(failed.regions());
            if (topology.place(region.regionId()).version() > version) {
                return;
            }
        }
        peers.failed(peer, failed);
        if (failed.why() == ReadFailure.DEADLINE || failed.why() == ReadFailure.OVERCROWDED) {
            // the server goes on scanning for a client that has left, so neither hurry nor ask for as much again
            budget.halve();
            signal.pause(backoff.nextMs());
        }
    }

    private void endRound() throws InterruptedException {
        StoreAnswer.Failed damage = peers.damage();
        if (damage != null) {
            throw new DataException(
                    "The binlog of " + region + " behind commit ts " + CommitTs.of(positionTs) + " is damaged: "
                            + damage.detail() + "; the other peers did not help: " + peers.describeFailures()
                            + ". Nothing behind that position was delivered. Report it, with the state of these stores",
                    damage.cause());
        }
        report();
        boolean fresh = refresh();
        if (fresh && peers.allExpired()) {
            throw expired();
        }
        signal.pause(backoff.nextMs());
        peers.startRound();
    }

    /** Logs rounds 1, 2, 4, 8 and so on, so that a long outage is told without flooding. */
    private void report() {
        failedRounds++;
        if (Integer.bitCount(failedRounds) == 1) {
            LOG.warn(
                    "No peer of {} can be read behind commit ts {} (round {}), trying on: {}",
                    region,
                    CommitTs.of(positionTs),
                    failedRounds,
                    peers.describeFailures());
        }
    }

    private boolean refresh() throws InterruptedException {
        try {
            topology.refresh(region.regionId());
            return true;
        } catch (RetriableException unavailable) {
            signal.requireOpen();
            LOG.debug("Cannot look up {} now", region, unavailable);
            return false;
        }
    }

    private PositionExpiredException expired() {
        return new PositionExpiredException(
                "The binlog of " + region + " no longer reaches back to commit ts " + CommitTs.of(positionTs)
                        + ", by all of its peers "
                        + topology.place(region.regionId()).leaderFirst() + ": "
                        + peers.describeFailures()
                        + ". Take a new snapshot of the tables and start behind its position, or start at "
                        + "StartPosition.earliest() or latest() and accept the gap",
                region.regionId(),
                positionTs);
    }
}
