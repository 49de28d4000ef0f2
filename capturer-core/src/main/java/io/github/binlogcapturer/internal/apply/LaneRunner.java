package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.BatchRefusedException;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CommitTurn;
import io.github.binlogcapturer.spi.LaneBatch;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.SinkLane;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One lane's thread: takes batches, has them applied, in halves where they are refused, and reports what is done. */
final class LaneRunner implements Runnable {

    private final int number;
    private final SinkLane lane;
    private final Scheduler scheduler;
    private final EventStream stream;
    private final SinkReport report;
    private final CaptureClock clock;
    private final LaneJournal journal;
    private final LaneWork work = new LaneWork();
    private final Runnable atEnd;
    private long acked = Batch.NO_ID;

    // guarded by this
    private @Nullable Thread thread;
    private boolean interrupted;

    LaneRunner(
            int number,
            SinkLane lane,
            Scheduler scheduler,
            EventStream stream,
            SinkReport report,
            CaptureClock clock,
            LaneJournal journal,
            Runnable atEnd) {
        this.number = number;
        this.lane = lane;
        this.scheduler = scheduler;
        this.stream = stream;
        this.report = report;
        this.clock = clock;
        this.journal = journal;
        this.atEnd = atEnd;
    }

    @Override
    public void run() {
        enter();
        try {
            while (scheduler.take(number, work)) {
                report.add(Metric.SINK_COALESCED, work.coalesced());
                apply(0, work.size());
            }
        } catch (Throwable failure) {
            scheduler.fail(failure);
        } finally {
            leave();
            close();
            atEnd.run();
        }
    }

    /** Closes the lane; a failure ends the others too. Called once. */
    void close() {
        try {
            lane.close();
        } catch (IOException | RuntimeException e) {
            scheduler.fail(new SinkException(report.describe("cannot close lane " + number, e), e));
        }
    }

    /** Interrupts what the lane is at, if it runs. */
    synchronized void interrupt() {
        interrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized void enter() {
        thread = Thread.currentThread();
        if (interrupted) {
            thread.interrupt();
        }
    }

    /** From here on nobody interrupts the lane. The thread ends, so that its flag would only keep the lane from being closed in peace. */
    private synchronized void leave() {
        thread = null;
        Thread.interrupted();
    }

    /** Applies a part of the work; returns whether the lane still has the rest. */
    private boolean apply(int from, int to) throws InterruptedException {
        if (tryApply(from, to, work.isLast())) {
            return true;
        }
        report.add(Metric.SINK_REFUSED, 1);
        if (from == to) {
            // a progress alone: everything is done, so there is nothing to wait for
            return tryApply(from, to, true);
        }
        if (scheduler.isInOrder()) {
            // whatever it is that stands in the way, it must not be a later batch that waits for this one
            scheduler.blocked(number, work.sequence(from));
        }
        if (to - from > 1) {
            int middle = (from + to) >>> 1;
            return apply(from, middle) && apply(middle, to);
        }
        return applyLater(from);
    }

    /** Sees to it that a refused transaction comes again when everything before it is done. */
    private boolean applyLater(int index) throws InterruptedException {
        if (!scheduler.keepsOrder()) {
            scheduler.defer(work, index);
            return false;
        }
        scheduler.awaitTurn(work.sequence(index), false);
        return tryApply(index, index + 1, true);
    }

    /** Returns false where the batch was refused. */
    private boolean tryApply(int from, int to, boolean last) throws InterruptedException {
        List<Transaction> transactions = work.transactions(from, to);
        CommitTurn turn = scheduler.isInOrder() && from < to
                ? new OrderedTurn(scheduler, number, work.sequence(from))
                : CommitTurn.free();
        long lowWaterTs = scheduler.lowWaterTs();
        long afterTs = scheduler.lowWaterTsAfter(work, from, to);
        LaneBatch batch = new LaneBatch(transactions, journal.progress(lowWaterTs, afterTs, transactions), turn, last);
        long startNs = clock.nanoTime();
        try {
            lane.apply(batch);
        } catch (BatchRefusedException e) {
            if (last) {
                throw failed(batch, e);
            }
            return false;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw failed(batch, e);
        }
        report.record(Metric.SINK_WRITE, clock.nanoTime() - startNs);
        done(batch, from, to);
        return true;
    }

    private void done(LaneBatch batch, int from, int to) {
        journal.add(batch.transactions());
        report.add(Metric.SINK_CHANGES, batch.changeCount());
        long ackable = scheduler.complete(
                number, work, from, to, batch.progress().lowWater().value());
        if (ackable != acked) {
            // acks of lanes may pass each other: one of an older batch than the last one acknowledged does nothing
            stream.ack(ackable);
            acked = ackable;
        }
        report.set(Metric.SINK_IN_FLIGHT, scheduler.inFlight());
    }

    private SinkException failed(LaneBatch batch, Exception cause) {
        if (cause instanceof SinkException already) {
            return already;
        }
        List<Transaction> transactions = batch.transactions();
        String where = transactions.isEmpty()
                ? " with the progress at commit ts " + batch.progress().lowWater()
                : " at commit ts " + transactions.get(0).commitTs() + " to "
                        + transactions.get(transactions.size() - 1).commitTs();
        return new SinkException(report.describe("failed in lane " + number + where, cause), cause);
    }
}
