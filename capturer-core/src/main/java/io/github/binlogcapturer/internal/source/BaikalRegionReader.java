package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.meta.CloseSignal;
import io.github.binlogcapturer.internal.meta.Transport;
import io.github.binlogcapturer.internal.source.PeerReads.Outcome;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.util.stream.Collectors.joining;

/**
 * Reads a region from whichever peer can serve it, over connections of its own: the servers cope with one read at a time on each.
 *
 * <p>The loop of {@link #read} asks a peer, a second one where the first is slow, and takes the first useful answer. A round
 * ends when no peer is left to ask; then where the region lives is looked up again, and after a pause everybody may be asked anew.
 */
final class BaikalRegionReader implements RegionReader {

    private static final Logger LOG = LoggerFactory.getLogger(BaikalRegionReader.class);

    /** What came of asking the meta servers where the region lives. */
    private enum Lookup {
        FOUND,
        DENIED,
        FAILED
    }

    private final Region region;
    private final ReadPlan plan;
    private final SharedReading shared;
    private final Transport transport;
    private final ReadSettings settings;
    private final CloseSignal signal;
    private final Consumer<BaikalRegionReader> onClose;

    // owned by the reading thread
    private final RegionPeers peers;
    private final PeerReads reads;
    private final ReadBudget budget;
    private final AnswerLimit limit;
    private final Freshness freshness;
    private final OfflineBinlog offline;
    private final Backoff backoff;
    private long positionTs;
    private long hedgeAtNs;
    private int failedRounds;

    /** @param transport of its own; it is closed with the reader */
    BaikalRegionReader(
            Region region,
            ReadPlan plan,
            SharedReading shared,
            Transport transport,
            ReadSettings settings,
            Consumer<BaikalRegionReader> onClose) {
        this.region = region;
        this.plan = plan;
        this.shared = shared;
        this.transport = transport;
        this.settings = settings;
        this.signal = new CloseSignal("reader of " + region);
        this.onClose = onClose;
        this.peers = new RegionPeers(
                region.regionId(), shared.topology(), shared.health(), shared.clock(), settings.timeoutMs());
        this.reads = new PeerReads(
                new StoreClient(transport, settings.timeoutMs()), signal, shared.metrics(), shared.clock());
        this.budget = new ReadBudget(settings.rows(), settings.aimBytes());
        this.limit = new AnswerLimit(region, shared.memory(), signal, settings.usualLimit());
        this.freshness = new Freshness(shared.progress(), shared.clock(), settings.hedgeMs(), settings.random());
        this.offline = new OfflineBinlog(region, shared.inquiry(), plan.only() == null);
        this.backoff = new Backoff(settings.random());
        this.positionTs = plan.afterTs();
    }

    @Override
    public RegionChunk read() throws InterruptedException {
        try {
            while (true) {
                signal.requireOpen();
                if (reads.isIdle() && !ask()) {
                    // a pause may be long, and others wait for the memory
                    limit.release();
                    endRound();
                    continue;
                }
                Outcome outcome = reads.await(hedgeAtNs);
                RegionChunk chunk = outcome == null ? hedge() : take(outcome);
                if (chunk != null) {
                    return chunk;
                }
            }
        } finally {
            giveUpOthers();
            // who takes over a chunk counts its bytes; holding them here too would let one who waits for room block the
            // rest
            limit.release();
        }
    }

    @Override
    public List<PeerReport> inspect() throws InterruptedException {
        signal.requireOpen();
        return shared.inquiry().inspect(region.regionId(), peers::lastFailure);
    }

    /** Ends a read under way with {@link io.github.binlogcapturer.error.CapturerClosedException}. */
    @Override
    public void close() {
        signal.close();
        reads.wake();
        limit.wake();
        transport.close();
        onClose.accept(this);
    }

    /** Asks the next peer; returns false at the end of the round. */
    private boolean ask() {
        String cold = offline.peer();
        String peer = cold != null ? cold : peers.next();
        if (peer == null) {
            return false;
        }
        reads.start(peer, request(budget.rows()), limit.bytes());
        hedgeAtNs = shared.clock().nanoTime() + settings.hedgeMs() * 1_000_000;
        return true;
    }

    private ReadRequest request(int rows) {
        long version = shared.topology().place(region.regionId()).version();
        return new ReadRequest(region.regionId(), version, positionTs, rows, plan.filter(), offline.peer() != null);
    }

    /** Asks another peer beside the one that is slow, for less. Memory for a large answer is there only once, hence not then. */
    private @Nullable RegionChunk hedge() {
        String peer = limit.isRaised() || offline.peer() != null ? null : peers.beside(reads.asked());
        if (peer != null) {
            LOG.debug("{} behind {}: {} is slow, so {} is asked too", region, positionTs, reads.asked(), peer);
            shared.metrics().add(Metric.HEDGED_READS, label(), 1);
            reads.start(peer, request(Math.max(1, budget.rows() / 2)), limit.bytes());
        }
        hedgeAtNs = shared.clock().nanoTime() + settings.hedgeMs() * 1_000_000;
        return null;
    }

    private @Nullable RegionChunk take(Outcome outcome) throws InterruptedException {
        StoreAnswer answer = plan.judge(outcome.peer(), outcome.answer());
        if (answer instanceof StoreAnswer.Failed failed) {
            onFailure(outcome, failed);
            return null;
        }
        if (answer instanceof StoreAnswer.CaughtUp && !reads.isIdle()) {
            // the other one may be slow because it has news
            peers.nothingNew(outcome.peer());
            return null;
        }
        giveUpOthers();
        if (answer instanceof StoreAnswer.TooLarge tooLarge) {
            onTooLarge(outcome, tooLarge.bytes());
            return null;
        }
        if (answer instanceof StoreAnswer.Progress progress) {
            onSuccess(outcome.peer());
            return advance(progress);
        }
        limit.release();
        if (offline.peer() != null) {
            onNothingOffline(outcome.peer());
        } else {
            onSuccess(outcome.peer());
            onNothingNew(outcome.peer());
        }
        return null;
    }

    private RegionChunk advance(StoreAnswer.Progress progress) {
        budget.answered(progress.rows(), progress.bytes());
        shared.metrics().add(Metric.READ_BYTES, label(), progress.bytes());
        positionTs = progress.chunk().watermarkTs();
        freshness.moved(positionTs);
        if (offline.peer() != null) {
            offline.reached(positionTs);
        }
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

    private void onNothingNew(String peer) throws InterruptedException {
        if (freshness.doubts(positionTs) && peers.rotate(peer)) {
            shared.metrics().add(Metric.HEDGED_READS, label(), 1);
        } else {
            signal.pause(settings.pollMs());
        }
    }

    private void onNothingOffline(String peer) throws InterruptedException {
        peers.answered(peer);
        offline.nothingMore(positionTs);
        signal.pause(backoff.nextMs());
    }

    private void onTooLarge(Outcome outcome, long bytes) throws InterruptedException {
        LOG.debug("{} behind {}: {} has {} bytes", region, positionTs, outcome.peer(), bytes);
        peers.answered(outcome.peer());
        limit.release();
        if (outcome.request().rows() > 1) {
            budget.tooLarge(bytes);
        } else {
            limit.raise(bytes, positionTs);
        }
    }

    private void onFailure(Outcome outcome, StoreAnswer.Failed failed) throws InterruptedException {
        LOG.debug("{} behind {}: {}", region, positionTs, failed.detail());
        if (failed.why() == ReadFailure.VERSION_OLD && isNews(outcome, failed)) {
            peers.answered(outcome.peer());
            return;
        }
        if (offline.peer() == null) {
            peers.failed(outcome.peer(), failed);
        } else {
            peers.failedOffline(outcome.peer(), failed);
        }
        boolean tooMuch = switch (failed.why()) {
            case DEADLINE, OVERCROWDED, SERVER_ERROR -> true;
            default -> false;
        };
        if (tooMuch) {
            budget.halve();
        }
        if (!reads.isIdle()) {
            return;
        }
        limit.release();
        if (offline.peer() != null) {
            offline.failed(failed, positionTs);
            signal.pause(backoff.nextMs());
        } else if (tooMuch) {
            // the server goes on scanning for a client that has left, so do not hurry
            signal.pause(backoff.nextMs());
        }
    }

    private boolean isNews(Outcome outcome, StoreAnswer.Failed failed) {
        shared.topology().adopt(failed.regions());
        return shared.topology().place(region.regionId()).version()
                > outcome.request().version();
    }

    private void giveUpOthers() {
        PeerReads.GivenUp givenUp = reads.cancel();
        for (PeerReads.Call call : givenUp.calls()) {
            if (call.ranMs() >= settings.hedgeMs()) {
                peers.cancelled(call.peer());
            } else {
                peers.left(call.peer());
            }
        }
        givenUp.outcomes().forEach(outcome -> peers.unheeded(outcome.peer(), outcome.answer()));
    }

    private void endRound() throws InterruptedException {
        Lookup lookup = refresh();
        if (lookup != Lookup.FAILED && peers.allUnreadable()) {
            StoreAnswer.Failed damage = peers.damage();
            throw damaged(
                    damage == null ? "no peer has an entry that was read before" : damage.detail(),
                    peers.describeFailures(),
                    damage == null ? null : damage.cause());
        }
        report();
        if (lookup == Lookup.DENIED && plan.only() != null) {
            requireThere(plan.only());
        }
        boolean foundOffline = lookup != Lookup.FAILED && peers.allExpired() && findOffline();
        if (!foundOffline) {
            signal.pause(backoff.nextMs());
        }
        peers.startRound();
    }

    private DataException damaged(String what, String said, @Nullable Exception cause) {
        return new DataException(
                "The binlog of " + region + " behind commit ts " + position() + " is damaged: " + what
                        + "; the peers said: " + said
                        + ". Nothing behind that position was delivered. Report it, with the state of these stores",
                cause);
    }

    /** Ends the reading of one entry that nobody can have any more; who reads on notices elsewhere that the region is gone. */
    private void requireThere(CommitTs only) throws InterruptedException {
        if (shared.inquiry().isGoneEverywhere(region.regionId())) {
            throw new DataException("The entry of commit ts " + only + " of " + region
                    + " was read before, but had no room in memory; the region is gone meanwhile, and what it held cannot"
                    + " be read any more; start again from the checkpoint. To go on without this transaction, leave it out with"
                    + " skipTransactions: " + only.value());
        }
        signal.requireOpen();
    }

    /** Logs rounds 1, 2, 4, 8 and so on, so that a long outage is told without flooding. */
    private void report() {
        failedRounds++;
        if (Integer.bitCount(failedRounds) == 1) {
            LOG.warn(
                    "No peer of {} can be read behind commit ts {} (round {}), trying on: {}",
                    region,
                    position(),
                    failedRounds,
                    peers.describeFailures());
        }
    }

    private Lookup refresh() throws InterruptedException {
        try {
            return shared.topology().refresh(region.regionId()) ? Lookup.FOUND : Lookup.DENIED;
        } catch (RetriableException unavailable) {
            signal.requireOpen();
            LOG.debug("Cannot look up {} now", region, unavailable);
            return Lookup.FAILED;
        }
    }

    /**
     * Looks for what no peer has at hand any more in external storage.
     *
     * @return true where it is found, or known to hold nothing; false where that is not clear yet
     * @throws io.github.binlogcapturer.error.PositionExpiredException where it is nowhere
     */
    private boolean findOffline() throws InterruptedException {
        OfflineBinlog.Search search = offline.search(positionTs);
        signal.requireOpen();
        switch (search) {
            case FOUND -> {
                return true;
            }
            case UNCLEAR -> {
                return false;
            }
            case EXHAUSTED -> {
                positionTs = offline.skip(positionTs);
                peers.moved();
                return true;
            }
            case DAMAGED -> {
                List<StoreAnswer.Failed> damages = offline.damages();
                String said = damages.stream().map(StoreAnswer.Failed::detail).collect(joining("; "));
                throw damaged(
                        "every peer that has it in external storage fails",
                        said,
                        damages.get(0).cause());
            }
            case NOWHERE -> {
                List<PeerReport> reports = shared.inquiry().inspect(region.regionId(), peer -> null);
                signal.requireOpen();
                throw Expiry.exception(region, positionTs, reports);
            }
        }
        throw new IllegalStateException("No such result: " + search);
    }

    private CommitTs position() {
        return CommitTs.of(positionTs);
    }

    private String label() {
        return Long.toString(region.regionId());
    }
}
