package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.conflict.ConflictDetector;
import io.github.binlogcapturer.internal.conflict.ConflictKeys;
import io.github.binlogcapturer.internal.conflict.KeySet;
import io.github.binlogcapturer.internal.conflict.Predecessors;
import io.github.binlogcapturer.spi.AppliedTransactions;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.ParallelSink;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/** Puts the events of batches in flight: finds out which transactions each one has to wait for. Used by one thread. */
final class Dispatcher {

    private final ParallelSink sink;
    private final Scheduler scheduler;
    private final SinkReport report;
    private final CaptureClock clock;
    private final int window;
    private final ConflictKeys conflictKeys;
    private final ConflictDetector detector;
    /** What is not registered yet: keys are looked up together, so that the detector's cache misses overlap. */
    private final CollectedTransactions collected;

    private final Predecessors predecessors = new Predecessors();
    private final StagedTransactions staged = new StagedTransactions();
    /** What the target held above its low-water when it was opened, as far as it may still come. */
    private AppliedTransactions applied;

    private long[] beginnings = new long[64];
    private long sequence = ProgressTracker.FIRST;
    private long lowWater = ProgressTracker.FIRST;

    Dispatcher(
            ParallelSink sink,
            ApplySettings settings,
            Scheduler scheduler,
            SinkReport report,
            CaptureClock clock,
            AppliedTransactions applied) {
        this.sink = sink;
        this.scheduler = scheduler;
        this.report = report;
        this.clock = clock;
        this.window = settings.window();
        this.conflictKeys = new ConflictKeys(this::rules);
        this.detector = new ConflictDetector(window);
        this.collected = new CollectedTransactions(detector.mostKeys());
        this.applied = applied;
    }

    /** Puts a batch in flight; blocks while there is no room. Returns the newest batch that may be acknowledged. */
    long dispatch(Batch batch) throws InterruptedException {
        if (!applied.isEmpty()) {
            long firstTs = batch.events().get(0).commitTs().value();
            applied = applied.above(CommitTs.of(firstTs - 1));
        }
        lowWater = scheduler.lowWater();
        findBeginnings(batch);
        for (int i = 0; i < batch.events().size(); i++) {
            BinlogEvent event = batch.events().get(i);
            if (event instanceof Transaction transaction) {
                dispatch(transaction, beginnings[i]);
            } else if (event instanceof SchemaChange change) {
                announce(change);
            }
        }
        registerCollected();
        publish();
        return scheduler.endBatch(batch.id());
    }

    /**
     * Tells for each event the first timestamp that belongs to it or to a later one: pieces of a later transaction may stand in front of
     * an earlier one, and a position between them would tear it. Batches of the stream never end where that could be.
     */
    private void findBeginnings(Batch batch) {
        int count = batch.events().size();
        if (beginnings.length < count) {
            beginnings = new long[Math.max(count, 2 * beginnings.length)];
        }
        long beginning = Long.MAX_VALUE;
        for (int i = count - 1; i >= 0; i--) {
            if (batch.events().get(i) instanceof Transaction transaction) {
                beginning = Math.min(beginning, transaction.firstCommitTs().value());
            }
            beginnings[i] = beginning;
        }
    }

    private void dispatch(Transaction transaction, long beginTs) throws InterruptedException {
        if (transaction.changes().isEmpty() || applied.contains(transaction)) {
            return;
        }
        // rules() may register what is collected in between
        collectKeys(transaction);
        collected.add(transaction, beginTs);
        if (collected.isFull()) {
            registerCollected();
        }
    }

    private void registerCollected() throws InterruptedException {
        for (int i = 0; i < collected.size(); i++) {
            detector.expect(collected.keys(i));
        }
        for (int i = 0; i < collected.size(); i++) {
            register(collected.transaction(i), collected.beginTs(i), collected.keys(i));
        }
        collected.clear();
    }

    private void register(Transaction transaction, long beginTs, KeySet keys) throws InterruptedException {
        if (sequence - lowWater >= window) {
            publish();
            awaitRoom();
        }
        if (detector.isTooLarge(keys)) {
            detector.addBarrier(sequence, predecessors);
        } else {
            detector.add(sequence, keys, lowWater, predecessors);
        }
        staged.add(transaction, beginTs, predecessors);
        sequence++;
        if (staged.isFull()) {
            publish();
        }
    }

    /** Asks the sink, which may take its time; what is known to be ready need not wait for that. */
    private ConflictRules rules(TableSchema table) throws Exception {
        registerCollected();
        publish();
        try {
            return sink.rules(table);
        } catch (CancellationException e) {
            // one of the scheduler says that a lane has failed
            throw new ExecutionException(e);
        }
    }

    private void collectKeys(Transaction transaction) throws InterruptedException {
        try {
            conflictKeys.collect(transaction, collected.nextKeys());
        } catch (InterruptedException | CancellationException e) {
            throw e;
        } catch (Exception e) {
            throw failed("cannot give the conflict rules for commit ts " + transaction.commitTs(), e);
        }
    }

    /**
     * Lets the sink look at a new schema behind everything in front of it. Not only the rules of its table may change: what others refer to
     * may be there or gone. Keys by old rules and by new ones do not meet, so none may be in flight together.
     */
    private void announce(SchemaChange change) throws InterruptedException {
        registerCollected();
        publish();
        scheduler.awaitDone();
        try {
            sink.schemaChanged(change);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw failed(
                    "cannot take the schema change of " + change.after().name() + " at commit ts " + change.commitTs(),
                    e);
        }
        conflictKeys.forgetAll();
    }

    private void publish() {
        if (!staged.isEmpty()) {
            report.add(Metric.SINK_CONFLICTS, scheduler.publish(staged));
            report.set(Metric.SINK_IN_FLIGHT, scheduler.inFlight());
        }
    }

    private void awaitRoom() throws InterruptedException {
        lowWater = scheduler.lowWater();
        if (sequence - lowWater >= window) {
            long startNs = clock.nanoTime();
            lowWater = scheduler.awaitRoom(sequence);
            report.record(Metric.SINK_WINDOW_FULL, clock.nanoTime() - startNs);
        }
    }

    private SinkException failed(String what, Exception cause) {
        return cause instanceof SinkException already
                ? already
                : new SinkException(report.describe(what, cause), cause);
    }
}
