package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.store.TransactionRing;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a log to the ring, waits until all of it is acknowledged, and ends the capture. Where the log is damaged, everything in front of
 * that is delivered and acknowledged first. One thread runs it; {@link #stage} is for others too.
 */
final class LogPump implements Workers.Task {

    private static final Logger LOG = LoggerFactory.getLogger(LogPump.class);

    /** How far the pump is. */
    enum Stage {
        READING,
        AT_THE_END,
        AT_DAMAGE
    }

    private final LogUse log;
    private final LogTables tables;
    private final SkippedTransactions skipped;
    private final Delivery delivery;
    private final TransactionRing ring;
    /** Nobody wants what lies at or below. */
    private final long fromTs;

    private final Runnable onEnd;
    private long lastTs;
    private volatile Stage stage = Stage.READING;

    LogPump(LogUse log, LogTables tables, SkippedTransactions skipped, Delivery delivery, Feed.Ground ground) {
        this.log = log;
        this.tables = tables;
        this.skipped = skipped;
        this.delivery = delivery;
        this.ring = ground.ring();
        this.fromTs = ground.from().lowestTs();
        this.onEnd = ground.onEnd();
    }

    Stage stage() {
        return stage;
    }

    @Override
    public void run() throws InterruptedException {
        try {
            pump();
        } catch (DataException damage) {
            LOG.error("The log is damaged; the capture fails once all in front of that is acknowledged", damage);
            stage = Stage.AT_DAMAGE;
            // of the timestamp at hand, something may be missing
            delivery.append(lastTs - 1);
            ring.awaitFinished();
            throw damage;
        }
        stage = Stage.AT_THE_END;
        ring.awaitFinished();
        onEnd.run();
    }

    private void pump() throws InterruptedException {
        for (List<BinlogEvent> events = log.next(); !events.isEmpty(); events = log.next()) {
            for (BinlogEvent event : events) {
                take(event);
            }
            if (delivery.append(lastTs)) {
                delivery.resolve(lastTs);
            }
            delivery.report();
        }
    }

    private void take(BinlogEvent event) throws InterruptedException {
        long ts = event.commitTs().value();
        if (event instanceof SchemaChange change) {
            if (ts > fromTs && tables.isWanted(change)) {
                delivery.take(change);
            }
        } else {
            requireOrder(ts);
            // a heartbeat says nothing beyond its time
            if (ts > fromTs && event instanceof Transaction transaction) {
                take(transaction);
            }
        }
        lastTs = Math.max(lastTs, ts);
    }

    private void take(Transaction transaction) throws InterruptedException {
        if (skipped.leavesOut(transaction)) {
            delivery.leaveOut();
        } else {
            delivery.take(tables.select(transaction));
        }
    }

    private void requireOrder(long ts) {
        if (ts < lastTs) {
            throw new DataException("The log goes back from commit ts " + CommitTs.of(lastTs) + " to " + CommitTs.of(ts)
                    + ", so it is not of one capture in its order. The capture stops in front of it; repair the log, or"
                    + " replay its parts one by one");
        }
    }
}
