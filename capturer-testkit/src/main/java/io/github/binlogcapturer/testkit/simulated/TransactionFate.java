package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.simulated.NodeAccident.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two-phase commit of one transaction over the regions of its pieces, and what becomes of it if its SQL node dies: the part of its
 * primary region. Thread-safe.
 *
 * <p>The commit ts of a piece is the one of the first COMMIT that its region gets. All that is sent here to a region is sent in ascending
 * order of timestamps, so that is also the smallest one and the first one that a reader meets, wherever it begins to read. A COMMIT that
 * comes after another one is a duplicate. It is decided when all of its pieces are.
 */
final class TransactionFate {

    private static final Comparator<Piece> COMMIT_ORDER = Comparator.comparing(Piece::commitTs)
            .thenComparing(piece -> piece.binlogTable().toString())
            .thenComparing(Piece::partition)
            .thenComparing(Piece::regionId);

    private static final Logger LOG = LoggerFactory.getLogger(TransactionFate.class);

    private final TransactionHeader header;
    private final BinlogStores stores;
    private final CaptureClock clock;
    private final List<OpenPiece> pieces;
    private final List<RowEdit> edits;
    private final Consumer<Optional<Committed>> whenDecided;

    /**
     * Held from taking a commit timestamp until it is sent and noted, and taken before a region's monitor: a recovery and a SQL node that comes
     * back late do that at the same time, and what is noted has to be what a reader meets first.
     */
    private final Object sending = new Object();

    // guarded by this
    private boolean nodeIsAlive = true;
    private Fate fate = Fate.COMMITTED;
    private long diedNs;
    private long pendingNs;
    private boolean decided;
    private @Nullable Committed committed;

    TransactionFate(
            TransactionHeader header,
            BinlogStores stores,
            CaptureClock clock,
            List<OpenPiece> pieces,
            List<RowEdit> edits,
            Consumer<Optional<Committed>> whenDecided) {
        this.header = header;
        this.stores = stores;
        this.clock = clock;
        this.pieces = pieces;
        this.edits = List.copyOf(edits);
        this.whenDecided = whenDecided;
    }

    long txnId() {
        return header.txnId();
    }

    /** Returns whether it is committed in all of its regions, or rolled back. */
    synchronized boolean isDecided() {
        return decided;
    }

    /** Returns the transaction if it is committed in all of its regions by now. */
    synchronized Optional<Committed> committed() {
        return Optional.ofNullable(committed);
    }

    /**
     * Sends the PREWRITEs, with start timestamps that follow one another.
     *
     * @throws TransactionAbortedException if a region does not take it, or the oracle gives no timestamps; then it is rolled back
     */
    void prewrite() {
        List<OpenPiece> sent = new ArrayList<>();
        try {
            long first = pieces.isEmpty() ? 0 : stores.takeTimestamps(pieces.size());
            for (OpenPiece piece : pieces) {
                piece.start(first++);
            }
            for (OpenPiece piece : pieces) {
                sent.add(piece);
                stores.propose(piece.regionId(), piece.prewrite(header));
            }
        } catch (RuntimeException refused) {
            rollback(sent).forEach(refused::addSuppressed);
            throw new TransactionAbortedException(
                    "Transaction " + txnId() + " could not be prepared, so it was rolled back", refused);
        }
    }

    /**
     * Rolls back after the PREWRITEs.
     *
     * @throws TransactionAbortedException if a store does not take that; it is rolled back nevertheless, once the region asks
     */
    void rollback() {
        List<RuntimeException> refusals = rollback(pieces);
        if (!refusals.isEmpty()) {
            throw new TransactionAbortedException(
                    "A store did not take the rollback of transaction " + txnId(), refusals.get(0));
        }
    }

    private List<RuntimeException> rollback(List<OpenPiece> sent) {
        List<RuntimeException> refusals = new ArrayList<>();
        for (OpenPiece piece : sent) {
            try {
                stores.propose(piece.regionId(), piece.rollback(header));
            } catch (RuntimeException refused) {
                refusals.add(refused);
            }
        }
        decideRolledBack();
        return refusals;
    }

    /**
     * Takes the commit timestamps, which follow one another. Rows are locked, so for one row their order is that of execution.
     *
     * @throws TransactionAbortedException if the oracle gives none; then it is rolled back
     */
    void plan() {
        long next = 0;
        try {
            next = pieces.isEmpty() ? 0 : stores.takeTimestamps(pieces.size());
        } catch (RuntimeException refused) {
            rollback(pieces).forEach(refused::addSuppressed);
            throw new TransactionAbortedException(
                    "Transaction " + txnId() + " got no commit timestamps, so it was rolled back", refused);
        }
        for (OpenPiece piece : pieces) {
            piece.plan(next++);
        }
    }

    /** Sends the COMMITs of all pieces. */
    void commit() {
        commitLast(pieces.size());
    }

    /**
     * Sends the COMMITs of the last pieces. A COMMIT that a region does not take is left to its recovery.
     *
     * @throws SqlNodeDiedException if there was such a COMMIT
     */
    void commitLast(int count) {
        List<RuntimeException> refusals = new ArrayList<>();
        for (OpenPiece piece : pieces.subList(Math.max(0, pieces.size() - count), pieces.size())) {
            try {
                send(piece, piece.plannedTs());
            } catch (RuntimeException refused) {
                refusals.add(refused);
            }
        }
        if (!refusals.isEmpty()) {
            die(Fate.COMMITTED, Duration.ZERO);
            throw new SqlNodeDiedException(txnId(), refusals.get(0));
        }
        decideIfComplete();
    }

    /** Sends the COMMITs once more. What a store does not take changes nothing, since it has taken the first. */
    void commitAgain() {
        for (OpenPiece piece : pieces) {
            try {
                stores.propose(piece.regionId(), piece.commit(header, piece.plannedTs()));
            } catch (RuntimeException refused) {
                LOG.debug("Transaction {} is committed once only in region {}", txnId(), piece.regionId(), refused);
            }
        }
    }

    /** Sends the COMMITs once more with fresh timestamps, as far as oracle and stores can take them. */
    void duplicate() {
        try {
            commitAfresh();
        } catch (RuntimeException refused) {
            LOG.debug("Transaction {} is not committed twice everywhere", txnId(), refused);
        }
    }

    /**
     * Sends COMMITs with fresh timestamps: as regions do that recover a commit, and as a SQL node does that comes back late. Where it was
     * committed before, it is a duplicate.
     */
    void commitAfresh() {
        synchronized (sending) {
            long next = stores.takeTimestamps(pieces.size());
            for (OpenPiece piece : pieces) {
                send(piece, next++);
            }
        }
        decideIfComplete();
    }

    /** The SQL node is gone; the stores have to find out what became of the transaction. */
    synchronized void die(Fate newFate, Duration pending) {
        nodeIsAlive = false;
        fate = newFate;
        diedNs = clock.nanoTime();
        pendingNs = pending.toNanos();
    }

    /** Ends the time in which its primary region calls the transaction running. */
    synchronized void release(Fate newFate) {
        if (newFate == Fate.ROLLED_BACK && pieces.stream().anyMatch(OpenPiece::isDecided)) {
            throw new IllegalArgumentException("Transaction " + txnId()
                    + " has been committed in a region already, so it can no longer be rolled back");
        }
        fate = newFate;
        pendingNs = 0;
    }

    /** Answers a region that asks. */
    PrimaryRegions.Outcome outcome() {
        PrimaryRegions.Outcome outcome = outcomeNow();
        if (outcome instanceof PrimaryRegions.Outcome.RolledBack) {
            decideRolledBack();
        }
        return outcome;
    }

    private synchronized PrimaryRegions.Outcome outcomeNow() {
        if (decided && committed == null) {
            return new PrimaryRegions.Outcome.RolledBack();
        }
        if (!decided && (nodeIsAlive || clock.nanoTime() - diedNs < pendingNs)) {
            return new PrimaryRegions.Outcome.Running();
        }
        return switch (fate) {
            case ROLLED_BACK -> new PrimaryRegions.Outcome.RolledBack();
            case COMMITTED_FORGOTTEN -> new PrimaryRegions.Outcome.Committed(0);
            case COMMITTED ->
                new PrimaryRegions.Outcome.Committed(
                        pieces.get(pieces.size() - 1).plannedTs());
        };
    }

    private void send(OpenPiece piece, long commitTs) {
        synchronized (sending) {
            stores.propose(piece.regionId(), piece.commit(header, commitTs));
            decide(piece, commitTs);
        }
    }

    /** Has a region commit what it recovers, see {@link PrimaryRegions#recover}. */
    OptionalLong recover(long regionId, long startTs, Supplier<OptionalLong> commit) {
        OptionalLong commitTs;
        synchronized (sending) {
            commitTs = commit.get();
            for (OpenPiece piece : pieces) {
                if (commitTs.isPresent() && piece.regionId() == regionId && piece.startTs() == startTs) {
                    decide(piece, commitTs.getAsLong());
                }
            }
        }
        decideIfComplete();
        return commitTs;
    }

    private synchronized void decide(OpenPiece piece, long commitTs) {
        piece.decide(commitTs);
    }

    private void decideIfComplete() {
        Committed done;
        synchronized (this) {
            if (decided || !pieces.stream().allMatch(OpenPiece::isDecided)) {
                return;
            }
            decided = true;
            done = new Committed(
                    txnId(),
                    header.user(),
                    header.userIp(),
                    pieces.stream()
                            .map(OpenPiece::described)
                            .sorted(COMMIT_ORDER)
                            .toList(),
                    edits);
            committed = done;
        }
        whenDecided.accept(Optional.of(done));
    }

    private void decideRolledBack() {
        synchronized (this) {
            if (decided) {
                return;
            }
            decided = true;
            fate = Fate.ROLLED_BACK;
        }
        whenDecided.accept(Optional.empty());
    }
}
