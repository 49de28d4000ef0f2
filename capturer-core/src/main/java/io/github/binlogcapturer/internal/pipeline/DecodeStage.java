package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.event.UnknownFieldException;
import io.github.binlogcapturer.internal.decode.RawPiece;
import io.github.binlogcapturer.internal.decode.TransactionDecoder;
import io.github.binlogcapturer.internal.schema.SchemaCatalog;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decodes merged transactions, puts schema changes between them, and has all delivered. Runs on one thread, so that the order is the
 * merge's.
 */
final class DecodeStage implements Workers.Task {

    /** How often schemas are read again for one unknown field before it counts as damage. */
    private static final int MAX_REFRESHES = 20;

    private final BlockingQueue<Chunk> inbox;
    private final SchemaCatalog catalog;
    private final SchemaRefresher refresher;
    private final SkippedTransactions skipped;
    private final TransactionDecoder decoder;
    private final Delivery delivery;
    private final Payloads payloads;
    private final CaptureMetrics metrics;
    private final CaptureClock clock;

    private final SchemaAnnouncer announcer;
    /** By which the transaction at hand is decoded, and up to which changes are told; taken anew for each transaction. */
    private SchemaCatalog.View schemas;

    /** Tables that occur in the binlog and are not captured. */
    private final Set<Long> foreignTables = new HashSet<>();

    DecodeStage(
            BlockingQueue<Chunk> inbox,
            SchemaCatalog catalog,
            SchemaRefresher refresher,
            SkippedTransactions skipped,
            TransactionDecoder decoder,
            Delivery delivery,
            Payloads payloads,
            CaptureMetrics metrics,
            CaptureClock clock) {
        this.inbox = inbox;
        this.catalog = catalog;
        this.refresher = refresher;
        this.skipped = skipped;
        this.decoder = decoder;
        this.delivery = delivery;
        this.payloads = payloads;
        this.metrics = metrics;
        this.clock = clock;
        this.schemas = catalog.current();
        this.announcer = new SchemaAnnouncer(schemas);
    }

    @Override
    public void run() throws InterruptedException {
        while (true) {
            process(inbox.take());
        }
    }

    private void process(Chunk chunk) throws InterruptedException {
        for (List<RawPiece> pieces = chunk.next(); pieces != null; pieces = chunk.next()) {
            take(pieces, chunk.mergedAtNs());
        }
        finish(chunk.resolvedTs());
        payloads.release(chunk);
        measure(chunk.resolvedTs());
    }

    private void measure(long resolvedTs) {
        if (delivery.report()) {
            long latencyMs = Math.max(0, clock.now().toEpochMilli() - CommitTs.toUnixMs(resolvedTs));
            metrics.record(Metric.CAPTURE_LATENCY, "", TimeUnit.MILLISECONDS.toNanos(latencyMs));
        }
    }

    private void take(List<RawPiece> pieces, long mergedAtNs) throws InterruptedException {
        long beginTs = pieces.get(0).commitTs();
        // what is complete goes first, so that of large transactions only one at a time is here
        delivery.closeGroupBefore(beginTs);
        if (skipped.leavesOut(pieces)) {
            delivery.leaveOut();
            payloads.release(pieces);
            return;
        }
        schemas = catalog.current();
        List<RawPiece> loaded = payloads.load(pieces);
        Transaction transaction = decode(loaded, mergedAtNs);
        announce(beginTs);
        delivery.take(transaction);
        payloads.release(loaded);
    }

    /** Hands on what a chunk has brought; the last group only if nothing more can come to it. */
    private void finish(long resolvedTs) throws InterruptedException {
        if (delivery.append(resolvedTs)) {
            schemas = catalog.current();
            announce(resolvedTs + 1);
            delivery.resolve(resolvedTs);
        }
    }

    private @Nullable Transaction decode(List<RawPiece> pieces, long mergedAtNs) throws InterruptedException {
        learnTables(pieces, mergedAtNs);
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
                                    + ". The capture stops in front of it; check that the meta servers are of the same cluster."
                                    + RawPiece.wayPast(pieces.get(0).commitTs()),
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
    private void learnTables(List<RawPiece> pieces, long mergedAtNs) throws InterruptedException {
        for (RawPiece piece : pieces) {
            for (int i = 0; i < piece.mutationCount(); i++) {
                long tableId = piece.tableId(i);
                if (!isKnown(tableId) && schemas.askedAtNs() - mergedAtNs < 0) {
                    schemas = refresher.refresh("the unknown table id " + tableId);
                }
                if (!isKnown(tableId)) {
                    foreignTables.add(tableId);
                }
            }
        }
    }

    private boolean isKnown(long tableId) {
        return schemas.table(tableId) != null || schemas.isMark(tableId) || foreignTables.contains(tableId);
    }

    private void announce(long commitTs) throws InterruptedException {
        for (SchemaChange change : announcer.changes(schemas, commitTs)) {
            delivery.take(change);
        }
    }
}
