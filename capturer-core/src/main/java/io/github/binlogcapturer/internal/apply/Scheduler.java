package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.VisibleOrder;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the dispatcher and the lanes meet: transactions go in with their predecessors, batches come out, what is done goes in. One lock,
 * taken once per batch. Thread-safe.
 *
 * <p>Methods of the dispatcher throw {@link CancellationException} once a lane has failed.
 */
final class Scheduler {

    /*
     * Why nobody waits for ever. Take the oldest transaction that is not done. All it waits for is older, so it waits for nothing.
     *
     * EVENTUAL: it is ready, or a lane has it. A lane waits for nothing of ours while it has transactions: it applies them, reports each
     * part as soon as that is applied, and gives back what it cannot apply; then it takes what others have left for it. A refused
     * transaction waits in the graph and not in a lane, until the low-water has reached it, which is when it is the oldest.
     *
     * COMMIT_ORDER, SERIAL: lanes take ranges in order, so it is in the oldest range that is not done, or heads the next one. The lane
     * with that range gets its turn at once, for the low-water moves with each part that a lane reports. A refused transaction keeps its
     * lane until the low-water has reached it: the same lane has applied what is before it in the range, and the ranges before
     * that are done by the same argument. Only the target can make the oldest range wait, for locks of later ones which have executed and
     * wait for their turn; blocked() and each refusal make those roll back.
     */

    private static final long NOTHING = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition available = lock.newCondition();
    private final Condition moved = lock.newCondition();
    private final Condition turns = lock.newCondition();
    private final boolean keepsOrder;
    private final boolean inOrder;
    private final int window;

    // guarded by lock
    private final TransactionGraph graph;
    private final ProgressTracker tracker;
    private final BatchFormer former;
    private final long[] blockedAt;
    private int idleLanes;
    /** How many lanes have a batch. */
    private int busyLanes;

    private boolean dispatcherWaits;
    private long offeredTs = NOTHING;
    private boolean ended;
    private @Nullable Throwable failure;

    // written under lock
    private volatile long lowWaterTs;
    private volatile long givenTs;
    private volatile int inFlight;

    /** @param lowWaterTs the commit ts up to which everything was done before */
    Scheduler(ApplySettings settings, int lanes, long lowWaterTs) {
        int capacity = Math.max(64, Integer.highestOneBit(2 * settings.window() - 1));
        this.keepsOrder = settings.order() != VisibleOrder.EVENTUAL;
        this.inOrder = settings.order() == VisibleOrder.COMMIT_ORDER;
        this.window = settings.window();
        this.graph = new TransactionGraph(capacity);
        this.tracker = graph.tracker();
        this.former = new BatchFormer(graph, settings, capacity);
        this.blockedAt = new long[lanes];
        this.lowWaterTs = lowWaterTs;
        Arrays.fill(blockedAt, NOTHING);
    }

    /** Returns whether lanes take ranges one after another, and keep them until they are done. */
    boolean keepsOrder() {
        return keepsOrder;
    }

    /** Returns whether batches are committed in order by several lanes, so that each needs its turn. */
    boolean isInOrder() {
        return inOrder;
    }

    /** Returns a commit ts up to which, included, everything is done. */
    long lowWaterTs() {
        return lowWaterTs;
    }

    /** Returns the highest low-water that a lane's progress has carried to the target, or 0. */
    long givenTs() {
        return givenTs;
    }

    int inFlight() {
        return inFlight;
    }

    // ---- the dispatcher

    /** Puts transactions in flight, for which there must be room; returns how many of them have to wait. */
    int publish(StagedTransactions staged) {
        lock.lock();
        try {
            int waiting = staged.moveTo(graph);
            settle();
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a transaction may be put in flight; returns the low-water then. */
    long awaitRoom(long sequence) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            awaitMoves(() -> sequence - tracker.lowWater() < window);
            return tracker.lowWater();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the sequence below which everything is done. */
    long lowWater() {
        lock.lock();
        try {
            return tracker.lowWater();
        } finally {
            lock.unlock();
        }
    }

    /** Ends a batch of the stream behind all that was published; returns the newest batch that may be acknowledged. */
    long endBatch(long id) {
        lock.lock();
        try {
            tracker.endBatch(id);
            return tracker.ackable();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is in flight; returns the newest batch that may be acknowledged. */
    long awaitDone() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            awaitMoves(() -> tracker.inFlight() == 0 && offeredTs == NOTHING);
            return tracker.ackable();
        } finally {
            lock.unlock();
        }
    }

    /** Has lane 0 keep a progress without a transaction; nothing may be in flight. */
    void offerProgress(long ts) {
        lock.lock();
        try {
            lowWaterTs = Math.max(lowWaterTs, ts);
            offeredTs = lowWaterTs;
            available.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets lanes end once there is nothing to do. */
    void end() {
        lock.lock();
        try {
            ended = true;
            available.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything at once; returns the first failure, to which later ones are added. */
    Throwable fail(Throwable cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
                available.signalAll();
                moved.signalAll();
                turns.signalAll();
            } else if (failure != cause && !isConsequence(cause)) {
                failure.addSuppressed(cause);
            }
            return failure;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isConsequence(Throwable cause) {
        return cause instanceof InterruptedException || cause instanceof CancellationException;
    }

    /** Throws where a lane has failed. */
    void requireHealthy() {
        lock.lock();
        try {
            requireNoFailure();
        } finally {
            lock.unlock();
        }
    }

    private void awaitMoves(BooleanSupplier reached) throws InterruptedException {
        requireNoFailure();
        while (!reached.getAsBoolean()) {
            dispatcherWaits = true;
            try {
                moved.await();
            } finally {
                dispatcherWaits = false;
            }
            requireNoFailure();
        }
    }

    private void requireNoFailure() {
        if (failure != null) {
            throw new CancellationException("A lane has failed");
        }
    }

    // ---- the lanes

    /**
     * Waits for a batch. An empty one is for lane 0, to keep the progress alone. A lane that has one asks again when it is through with it.
     *
     * @return whether there is one; false at the end
     */
    boolean take(int lane, LaneWork work) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!work.isEmpty()) {
                busyLanes--;
                work.clear();
            }
            while (failure == null) {
                if (isFilled(lane, work)) {
                    return true;
                }
                if (ended) {
                    return false;
                }
                idleLanes++;
                try {
                    available.await();
                } finally {
                    idleLanes--;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFilled(int lane, LaneWork work) {
        former.form(work, idleLanes + 1, busyLanes);
        if (work.isEmpty()) {
            return lane == 0 && offeredTs != NOTHING;
        }
        busyLanes++;
        wakeALane();
        return true;
    }

    /** Reports a part of a batch as applied, with the low-water of its progress; returns the newest batch of the stream that may be acknowledged. */
    long complete(int lane, LaneWork work, int from, int to, long progressTs) {
        lock.lock();
        try {
            givenTs = Math.max(givenTs, progressTs);
            for (int i = from; i < to; i++) {
                graph.done(work.sequence(i));
            }
            if (work.isEmpty()) {
                offeredTs = NOTHING;
            }
            graph.advance();
            if (to == work.size()) {
                blockedAt[lane] = NOTHING;
            }
            settle();
            return tracker.ackable();
        } finally {
            lock.unlock();
        }
    }

    /** Returns a commit ts up to which, included, everything is done once a part of a batch is, at least {@link #lowWaterTs}. */
    long lowWaterTsAfter(LaneWork work, int from, int to) {
        lock.lock();
        try {
            long first = graph.firstUndoneAfter(work, from, to);
            return inFlight == 0 ? lowWaterTs : Math.max(lowWaterTs, graph.beginTs(first) - 1);
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what is left of a batch from an index on; the first of it is tried again when everything before it is done. */
    void defer(LaneWork work, int from) {
        lock.lock();
        try {
            graph.defer(work.sequence(from));
            for (int i = from + 1; i < work.size(); i++) {
                graph.giveBack(work.sequence(i));
            }
            settle();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything before a sequence is done.
     *
     * @param orBlocked whether to come back where an earlier batch is blocked
     * @return whether everything is done
     */
    boolean awaitTurn(long sequence, boolean orBlocked) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (tracker.lowWater() < sequence) {
                if (failure != null) {
                    throw new InterruptedException("The sink has failed in another lane");
                }
                if (orBlocked && isOneBlockedBefore(sequence)) {
                    return false;
                }
                turns.await();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOneBlockedBefore(long sequence) {
        for (long blocked : blockedAt) {
            if (blocked < sequence) {
                return true;
            }
        }
        return false;
    }

    /** Notes that a lane's batch waits for something that later batches may hold, until the lane is through with what it has taken. */
    void blocked(int lane, long sequence) {
        lock.lock();
        try {
            blockedAt[lane] = sequence;
            turns.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Draws the conclusions of a change: what is done up to where, and who has something to do now. */
    private void settle() {
        inFlight = tracker.inFlight();
        if (inFlight > 0) {
            // nothing lies between what is done and the oldest that is not
            lowWaterTs = Math.max(lowWaterTs, graph.beginTs(tracker.lowWater()) - 1);
        }
        wakeALane();
        if (dispatcherWaits) {
            moved.signal();
        }
        if (inOrder) {
            turns.signalAll();
        }
    }

    /** One is enough: a lane that takes something wakes the next where there is more. */
    private void wakeALane() {
        if (idleLanes > 0 && former.hasWork(busyLanes)) {
            available.signal();
        }
    }
}
