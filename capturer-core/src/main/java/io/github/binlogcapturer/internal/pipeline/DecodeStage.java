package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.event.UnknownFieldException;
import io.github.binlogcapturer.internal.decode.RawPiece;
import io.github.binlogcapturer.internal.decode.TransactionDecoder;
import io.github.binlogcapturer.internal.filter.FilterChain;
import io.github.binlogcapturer.internal.schema.SchemaCatalog;
import io.github.binlogcapturer.internal.store.TransactionRing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Decodes merged transactions, filters them, puts schema changes and heartbeats between them, and appends all to the ring. Runs on one
 * thread, so that the order is the merge's.
 */
final class DecodeStage implements Workers.Task {

    /** How often schemas are read again for one unknown field before it counts as damage. */
    private static final int MAX_REFRESHES = 20;

    /** How much is appended at once: enough to make the ring's lock cheap, little enough to wait for room piecemeal. */
    private static final int APPEND_AT_EVENTS = 128;

    private static final long APPEND_AT_BYTES = 1 << 20;

    private final BlockingQueue<Chunk> inbox;
    private final SchemaCatalog catalog;
    private final SchemaRefresher refresher;
    private final TransactionDecoder decoder;
    private final FilterChain filters;
    private final TransactionRing ring;
    private final List<RegionGate> gates;
    private final long heartbeatMs;

    private final SchemaAnnouncer announcer;
    /** Tables that occur in the binlog and are not captured. */
    private final Set<Long> foreignTables = new HashSet<>();
    /** Events to append, up to and without those of the last commit ts. */
    private final List<BinlogEvent> complete = new ArrayList<>();
    /** Events of the last commit ts, to which more may come; no batch may end between them. */
    private final List<BinlogEvent> open = new ArrayList<>();

    private long openTs;
    private long completeBytes;
    private long lastHeartbeatMs;

    DecodeStage(
            BlockingQueue<Chunk> inbox,
            SchemaCatalog catalog,
            SchemaRefresher refresher,
            TransactionDecoder decoder,
            FilterChain filters,
            TransactionRing ring,
            List<RegionGate> gates,
            long heartbeatMs) {
        this.inbox = inbox;
        this.catalog = catalog;
        this.refresher = refresher;
        this.decoder = decoder;
        this.filters = filters;
        this.ring = ring;
        this.gates = gates;
        this.heartbeatMs = heartbeatMs;
        this.announcer = new SchemaAnnouncer(catalog.current());
        this.lastHeartbeatMs = CommitTs.toUnixMs(ring.resolvedTs());
    }

    @Override
    public void run() throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            process(inbox.take());
        }
    }

    private void process(Chunk chunk) throws InterruptedException {
        for (List<RawPiece> pieces : chunk.transactions()) {
            Transaction transaction = decode(pieces, chunk.mergedAtNs());
            announce(pieces.get(0).commitTs());
            Transaction kept = transaction == null ? null : filters.apply(transaction);
            if (kept != null) {
                add(kept);
            }
        }
        finish(chunk.resolvedTs());
        for (int source = 0; source < gates.size(); source++) {
            gates.get(source).leave(chunk.bytesBySource().get(source));
        }
    }

    /** Hands on what a chunk has brought; of the last commit ts only if nothing more can come to it. */
    private void finish(long resolvedTs) throws InterruptedException {
        boolean resolved = openTs <= resolvedTs;
        if (resolved) {
            closeGroup();
        }
        append();
        if (resolved) {
            announce(resolvedTs + 1);
            ring.resolve(resolvedTs);
            beat(resolvedTs);
        }
    }

    private @Nullable Transaction decode(List<RawPiece> pieces, long mergedAtNs) throws InterruptedException {
        SchemaCatalog.View schemas = knowingTables(pieces, mergedAtNs);
        for (int refreshes = 0; ; refreshes++) {
            try {
                return decoder.decode(pieces, schemas);
            } catch (UnknownFieldException e) {
                String place = "the transaction at commit ts "
                        + CommitTs.of(pieces.get(0).commitTs());
                if (refreshes == MAX_REFRESHES) {
                    throw new DataException(
                            e.getMessage() + ", and " + MAX_REFRESHES
                                    + " looks at the meta servers did not bring one that does. It is in "
                                    + place + ", " + pieces.get(0).region()
                                    + ". The capture stops in front of it; check that the meta servers are of the same cluster",
                            e);
                }
                if (refreshes > 0) {
                    refresher.pause();
                }
                schemas = refresher.refresh(place);
            }
        }
    }

    /** A table that is not known may have been created, or linked, since the schemas were read. */
    private SchemaCatalog.View knowingTables(List<RawPiece> pieces, long mergedAtNs) throws InterruptedException {
        SchemaCatalog.View schemas = catalog.current();
        for (RawPiece piece : pieces) {
            for (int i = 0; i < piece.mutationCount(); i++) {
                schemas = knowingTable(piece.tableId(i), schemas, mergedAtNs);
            }
        }
        return schemas;
    }

    private SchemaCatalog.View knowingTable(long tableId, SchemaCatalog.View known, long mergedAtNs)
            throws InterruptedException {
        if (known.table(tableId) != null || known.isMark(tableId) || foreignTables.contains(tableId)) {
            return known;
        }
        boolean readBeforeMerged = known.askedAtNs() - mergedAtNs < 0;
        SchemaCatalog.View schemas = readBeforeMerged ? refreshFor(tableId, known) : known;
        if (schemas.table(tableId) == null) {
            foreignTables.add(tableId);
        }
        return schemas;
    }

    private SchemaCatalog.View refreshFor(long tableId, SchemaCatalog.View known) throws InterruptedException {
        try {
            return refresher.refresh("the unknown table id " + tableId);
        } catch (ConfigurationException e) {
            // a captured table was dropped or unlinked meanwhile; what is known of it still serves, and the keeper
            // reports it
            return known;
        }
    }

    private void announce(long commitTs) throws InterruptedException {
        for (SchemaChange change : announcer.changes(catalog.current(), commitTs)) {
            add(filters.apply(change));
        }
    }

    private void add(BinlogEvent event) throws InterruptedException {
        if (event.commitTs().value() != openTs) {
            closeGroup();
            openTs = event.commitTs().value();
        }
        open.add(event);
    }

    private void closeGroup() throws InterruptedException {
        for (BinlogEvent event : open) {
            complete.add(event);
            completeBytes += event instanceof Transaction transaction ? transaction.sizeBytes() : 0;
        }
        open.clear();
        if (complete.size() >= APPEND_AT_EVENTS || completeBytes >= APPEND_AT_BYTES) {
            append();
        }
    }

    private void append() throws InterruptedException {
        if (!complete.isEmpty()) {
            ring.append(complete);
            complete.clear();
            completeBytes = 0;
        }
    }

    private void beat(long resolvedTs) throws InterruptedException {
        long nowMs = CommitTs.toUnixMs(resolvedTs);
        if (heartbeatMs > 0 && nowMs - lastHeartbeatMs >= heartbeatMs && openTs <= resolvedTs) {
            lastHeartbeatMs = nowMs;
            ring.append(List.of(new Heartbeat(CommitTs.of(resolvedTs))));
        }
    }
}
