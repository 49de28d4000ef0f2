package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.filter.FilterChain;
import io.github.binlogcapturer.internal.store.TransactionRing;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last step in front of the ring, whatever events come from: filters and transforms, puts together what no position may lie between,
 * adds heartbeats, counts. Takes events in order; owned by one thread.
 */
final class Delivery {

    /** How much is appended at once: enough to make the ring's lock cheap, little enough to wait for room piecemeal. */
    private static final int APPEND_AT_EVENTS = 1024;

    private static final long APPEND_AT_BYTES = 1 << 20;

    private final FilterChain filters;
    private final TransactionRing ring;
    private final CaptureMetrics metrics;
    private final long heartbeatMs;

    /**
     * Events to append. At the end stand those that share or overlap in their timestamps, to which more may come; no batch may end between
     * them. Always a new list, since one that is used for long is dear to write to: the collector has to hear of it.
     */
    private List<BinlogEvent> gathered = new ArrayList<>();
    /** How many of them have all that belongs to them. */
    private int complete;

    private long gatheredBytes;
    /** The bytes of those that are complete. */
    private long completeBytes;

    private long openTs;
    private long lastHeartbeatMs;

    // since the last report
    private long delivered;
    private long deliveredChanges;
    private long filtered;

    /** @param heartbeats how far apart heartbeats are in the stream's time; zero for none */
    Delivery(FilterChain filters, TransactionRing ring, CaptureMetrics metrics, Duration heartbeats) {
        this.filters = filters;
        this.ring = ring;
        this.metrics = metrics;
        this.heartbeatMs = heartbeats.toMillis();
        this.lastHeartbeatMs = CommitTs.toUnixMs(ring.resolvedTs());
    }

    /** Takes a transaction, or null for one that was left out before. Blocks while the ring is full. */
    void take(@Nullable Transaction transaction) throws InterruptedException {
        Transaction kept = transaction == null ? null : filters.apply(transaction);
        if (kept == null) {
            filtered++;
        } else {
            delivered++;
            deliveredChanges += kept.changes().size();
            add(kept);
        }
    }

    /** Counts a transaction that was left out before. */
    void leaveOut() {
        filtered++;
    }

    /** Takes a schema change. Blocks while the ring is full. */
    void take(SchemaChange change) throws InterruptedException {
        add(filters.apply(change));
    }

    /** Learns that the next event begins at a timestamp. What begins at or below the last event's ts belongs to it: a position cannot lie between them. */
    void closeGroupBefore(long beginTs) throws InterruptedException {
        if (beginTs > openTs) {
            closeGroup();
        }
    }

    /**
     * Appends what there is; the last group only if nothing more can come to it.
     *
     * @param resolvedTs the timestamp up to which, included, every event has been taken
     * @return whether all was appended
     */
    boolean append(long resolvedTs) throws InterruptedException {
        boolean resolved = openTs <= resolvedTs;
        if (resolved) {
            closeGroup();
        }
        append();
        return resolved;
    }

    /** Lets the ring know how far it is, and tells the stream if it is time to. */
    void resolve(long resolvedTs) throws InterruptedException {
        ring.resolve(resolvedTs);
        long nowMs = CommitTs.toUnixMs(resolvedTs);
        if (heartbeatMs > 0 && nowMs - lastHeartbeatMs >= heartbeatMs && openTs <= resolvedTs) {
            lastHeartbeatMs = nowMs;
            ring.append(List.of(new Heartbeat(CommitTs.of(resolvedTs))));
        }
    }

    /** Reports what was counted; returns whether a transaction was delivered since the last time. */
    boolean report() {
        boolean any = delivered > 0;
        if (any) {
            metrics.add(Metric.TRANSACTIONS, "", delivered);
            metrics.add(Metric.CHANGES, "", deliveredChanges);
        }
        if (filtered > 0) {
            metrics.add(Metric.FILTERED, "", filtered);
        }
        delivered = 0;
        deliveredChanges = 0;
        filtered = 0;
        return any;
    }

    private void add(BinlogEvent event) throws InterruptedException {
        closeGroupBefore(beginTs(event));
        openTs = Math.max(openTs, event.commitTs().value());
        gathered.add(event);
        gatheredBytes += event instanceof Transaction transaction ? transaction.sizeBytes() : 0;
    }

    private static long beginTs(BinlogEvent event) {
        return event instanceof Transaction transaction
                ? transaction.firstCommitTs().value()
                : event.commitTs().value();
    }

    private void closeGroup() throws InterruptedException {
        complete = gathered.size();
        completeBytes = gatheredBytes;
        if (complete >= APPEND_AT_EVENTS || gatheredBytes >= APPEND_AT_BYTES) {
            append();
        }
    }

    private void append() throws InterruptedException {
        if (complete > 0) {
            ring.append(gathered.subList(0, complete));
            gathered = new ArrayList<>(gathered.subList(complete, gathered.size()));
            complete = 0;
            gatheredBytes -= completeBytes;
            completeBytes = 0;
        }
    }
}
